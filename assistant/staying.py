"""Whether a message goes on about the last procedure or brings a new matter: a chance, learned from talks."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.understand import Understanding
from knowledge.search import Hit

_MOST_WORDS = 10
_LEAST, _MOST = 1e-4, 1 - 1e-4
_ENOUGH_WORDS = 4  # of its own; a message with so many says what it is about
_OF_LAST = {
    "near_last": "phrased_cosine",
    "unheard": "unheard",
    "body": "body_cosine",
    "title": "title_cosine",
    "said": "said",
    "asked": "asked",
}
_OF_BEST = {"near": "phrased_cosine", "unheard_best": "unheard", "asked_best": "asked", "strange": "strange"}


@dataclass(frozen=True)
class Fit:
    """How a message fits what may be meant by it.

    `hits` are what it finds among all procedures, best first, and `kind` what the ranking alone would decide; `own` is
    what it finds where only the last procedure may be found, and `told` how much of it the best line of that covers.
    """

    hits: Sequence[Hit]
    kind: str
    own: Sequence[Hit]
    told: float


def chance_of_staying(said: Understanding, fit: Fit) -> float:
    """Return the chance that a message is about the last procedure of a talk, 0 to 1."""
    weights = staying_weights()
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in staying_features(said, fit).items())))


def staying_features(said: Understanding, fit: Fit) -> dict[str, float]:
    """Return what the chance rests on: how well message and last record fit, beside what fits best, and its wording."""
    best, last = (found[0] if found else None for found in (fit.hits, fit.own))
    chance = next((hit.score for hit in fit.hits if last is not None and hit.code == last.code), 0.0)
    own_words = min(len(said.own_topic), _ENOUGH_WORDS) / _ENOUGH_WORDS
    found = {
        "bias": 1.0,
        "best": _logit(best.score if best else 0.0),
        "own": _logit(chance),
        "inside": _logit(last.score if last else 0.0),
        **{name: _of(last, feature) for name, feature in _OF_LAST.items()},
        **{name: _of(best, feature) for name, feature in _OF_BEST.items()},
        "told": fit.told,
        "topic": min(len(said.topic), _MOST_WORDS) / _MOST_WORDS,
        "own_topic": min(len(said.own_topic), _MOST_WORDS) / _MOST_WORDS,
        **_of_wording(said),
        "none": float(fit.kind == "none"),
        "answer": float(fit.kind == "answer"),
    }
    found["unheard_words"] = found["unheard"] * own_words
    found["rather_heard"] = max(0.0, found["unheard"] - found["unheard_best"]) * own_words
    found["rather_asked"] = max(0.0, found["asked_best"] - found["asked"])
    found["rather_near"] = max(0.0, found["near"] - found["near_last"])
    return found


def _of_wording(said: Understanding) -> dict[str, float]:
    return {
        "facets": float(bool(said.facets)),
        "refers": float(said.refers_back),
        "whether": float(said.asks_whether),
        "shifts": float(said.shifts or said.supposes),
        "narrows": float(said.narrows),
        "limit": float(said.asks_for_a_limit),
        "administrative": float(said.administrative),
    }


@cache
def staying_weights() -> Mapping[str, float]:
    """Return the weights of the features, as `python -m evals.fit_staying` writes them."""
    text = files("assistant").joinpath("models", "staying.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def _of(hit: Hit | None, feature: str) -> float:
    return float(hit.features.get(feature, 0.0)) if hit is not None else 0.0


def _logit(score: float) -> float:
    inside = min(max(score, _LEAST), _MOST)
    return math.log(inside / (1 - inside))
