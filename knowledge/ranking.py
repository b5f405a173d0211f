"""Ranking: a handful of features a procedure, weighed into one sum, and the chance that the sum is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from knowledge.errors import DamagedModel
from knowledge.lexical import Floats

BY_HAND: Mapping[str, float] = MappingProxyType({"named": 90.0, "astray": -60.0, "unmet": -17.0, "topicless": -35.0})
"""Weights above what the others add up to, so they are set and not learned: `named`, a procedure whose code is asked
for, and what must not win whatever its words are: `astray` (another province's own record, where the question names a
place), `unmet` (a deed is named that the title lacks) and `topicless`."""

SURE_BY_HAND: Mapping[str, float] = MappingProxyType({"named": 30.0, "astray": -6.0, "unmet": -6.0, "topicless": -12.0})
"""What the same four add to the log odds of being right: all candidates of one question may share them, and a lead
over equals would not show it."""

MOST_LEAD = 12.0
"""A lead beyond this, in logits, says no more."""

_LEAST_PART = 0.005

MODEL_FILE = Path(__file__).parent / "models" / "ranking.json"


@dataclass(frozen=True, slots=True)
class RankingModel:
    """Weights by feature name: `first` to choose candidates, `final` to rank them, `chance` for how sure that is."""

    first: Mapping[str, float]
    final: Mapping[str, float]
    chance: Mapping[str, float]


@lru_cache(maxsize=1)
def shipped_ranking() -> RankingModel:
    """Return the model that ships; `python -m evals.fit_ranking` writes it."""
    return read_ranking(MODEL_FILE)


def read_ranking(file: Traversable) -> RankingModel:
    """Return the model in the file, the weights set by hand among the others.

    Raises:
        DamagedModel: It cannot be read, or a weight is no finite number.
    """
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        parts = [float(weight) for part in ("first", "final", "chance") for weight in told[part].values()]
        if not np.isfinite(parts).all():
            raise ValueError("a weight is no number")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(Path(str(file)), repr(error)) from error
    return RankingModel(told["first"] | BY_HAND, told["final"] | BY_HAND, told["chance"] | SURE_BY_HAND)


def weigh(features: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Return the weighted sum of the features, one value a procedure; unbounded, higher is better."""
    total: Floats = np.zeros_like(next(iter(features.values())))
    for name, weight in weights.items():
        total = total + np.float32(weight) * features[name]
    return total


def contributions(features: Mapping[str, float], model: RankingModel) -> dict[str, float]:
    """Return what each feature of one procedure adds to its sum, those that add nothing left out."""
    parts = {name: weight * features.get(name, 0.0) for name, weight in model.final.items()}
    return {name: part for name, part in parts.items() if abs(part) >= _LEAST_PART}


def leads(sums: Floats, names: npt.NDArray[np.int64]) -> Floats:
    """Return for each candidate the log odds of its sum against its rivals, within `MOST_LEAD`.

    Rivals are all candidates of other names, and those of its own name that stand before it.

    Args:
        sums: Of the candidates.
        names: The name of each.
    """
    order = np.argsort(-sums, kind="stable")
    odds = np.exp((sums[order] - sums.max(initial=-np.inf)).astype(np.float64))
    _, places = np.unique(names[order], return_inverse=True)
    before = np.zeros(len(odds))
    own = np.bincount(places, odds)
    passed = np.zeros(len(own))
    for position, (place, odd) in enumerate(zip(places.tolist(), odds.tolist(), strict=True)):
        before[position] = passed[place]
        passed[place] += odd
    rest = odds.sum() - own[places] + before
    found = np.log(np.maximum(odds, 1e-30)) - np.log(np.maximum(rest, 1e-30))
    within = np.empty(len(odds), dtype=np.float32)
    within[order] = np.clip(found, -MOST_LEAD, MOST_LEAD)
    return within


def chances(features: Mapping[str, Floats], ahead: Floats, model: RankingModel) -> Floats:
    """Return for each candidate the chance that it is the one asked for, 0 to 1.

    Args:
        ahead: What `leads` returned.
    """
    given = {**features, "lead": ahead, "bias": np.ones_like(ahead)}
    sure: Floats = (1 / (1 + np.exp(-weigh(given, model.chance)))).astype(np.float32)
    return sure


class QualifierCounts:
    """How titles and questions narrow themselves down, compared by kind of qualifier."""

    def __init__(self, titles: npt.NDArray[np.bool_], kinds: Sequence[str]) -> None:
        """Take a row a title and a column a qualifier, and the kind of each column."""
        self._kinds = tuple(sorted(set(kinds)))
        self._columns = np.array([[float(kind == name) for name in self._kinds] for kind in kinds], dtype=np.float32)
        self._titles = titles.astype(np.float32)
        self._carried: Floats = self._titles @ self._columns

    def features(self, asked: npt.NDArray[np.bool_]) -> dict[str, Floats]:
        """Return by kind how many qualifiers a title has alone, shares with the question, and lacks.

        Args:
            asked: A column a qualifier: whether the question has it.
        """
        question = asked.astype(np.float32)
        agreed = self._titles @ (self._columns * question[:, None])
        counts = {"narrower": self._carried - agreed, "agreed": agreed, "wider": question @ self._columns - agreed}
        return {
            f"{name}_{kind}": count[:, place]
            for name, count in counts.items()
            for place, kind in enumerate(self._kinds)
        }
