"""The arithmetic of fitting the ranking: weights, chances, and how well both hold for procedures not learned from.

Source:
    Conditional logit, McFadden 1974, and logistic regression, both by Adam (Kingma and Ba 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from knowledge.ranking import BY_HAND, SURE_BY_HAND, RankingModel, chances, leads, weigh

Matrix = npt.NDArray[np.float64]
Weights = Mapping[str, float]

FINAL = (
    "phrased_cosine", "phrased_second", "phrased_clause", "phrased_middle", "phrased_union", "phrased_document",
    "title_cosine", "official_cosine", "body_cosine", "asked", "said", "opening", "meant", "unheard", "elsewhere",
    "level", "citizens", "narrower_action", "narrower_scope", "narrower_level", "agreed_action", "agreed_scope",
    "agreed_level", "wider_action", "wider_scope", "wider_level",
)  # fmt: skip
"""The features that rank."""

FIRST = (
    "phrased_near",
    "phrased_document",
    "title_cosine",
    "official_cosine",
    "asked",
    "opening",
    "elsewhere",
    "level",
)
CHANCE = ("bias", "lead", "phrased_cosine", "phrased_union", "title_cosine", "asked", "unheard")
FOLDS = 5

_STEPS = 800
_RATE = 0.05
_SHRINK = 3e-4
_NOT_HELD = 0.15  # of the weight of a question is that of the same question with the right procedures taken away
_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Asked:
    """One question: the features of its candidates, which are right, their names, and what it counts."""

    features: Mapping[str, Matrix]
    right: npt.NDArray[np.bool_]
    names: npt.NDArray[np.int64]
    weight: float = 1.0
    source: str = ""
    answerable: bool = True
    fold: int = 0

    def without_right(self) -> Asked:
        """Return the question as if no record that answers it were held."""
        left = ~np.isin(self.names, self.names[self.right])
        features = {name: values[left] for name, values in self.features.items()}
        return replace(self, features=features, right=self.right[left], names=self.names[left], answerable=False)


@dataclass(frozen=True)
class Judged:
    """One question after ranking: the place of the first right candidate (None: nowhere), the first's chance."""

    place: int | None
    chance: float
    weight: float


@dataclass(frozen=True)
class Fitted:
    """Everything that is written into the model."""

    first: Weights
    final: Weights
    chance: Weights
    scores: Mapping[str, float]
    reliability: Sequence[str]

    def as_json(self) -> dict[str, object]:
        """Return what the file holds, figures rounded."""
        weights = {
            name: {feature: round(value, 3) for feature, value in getattr(self, name).items()}
            for name in ("first", "final", "chance")
        }
        scores = {name: round(value, 3) for name, value in self.scores.items()}
        return weights | {"scores": scores, "reliability": list(self.reliability)}


def fit_weights(asked: Sequence[Asked], names: Sequence[str] = FINAL) -> dict[str, float]:
    """Return the weights that make right candidates likeliest."""
    longest = max(len(one.right) for one in asked)
    table = np.zeros((len(asked), longest, len(names)))
    fixed = np.full((len(asked), longest), -1e4)
    right = np.zeros((len(asked), longest), dtype=np.bool_)
    for row, one in enumerate(asked):
        count = len(one.right)
        table[row, :count] = np.stack([one.features[name] for name in names], axis=1)
        fixed[row, :count] = sum(weight * one.features[name] for name, weight in BY_HAND.items())
        right[row, :count] = one.right
    share = np.array([one.weight for one in asked])
    share /= share.sum()

    def slope(weights: Matrix) -> Matrix:
        sums = table @ weights + fixed
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        inside = np.where(right, odds, 0.0)
        pull = odds / odds.sum(1, keepdims=True) - inside / np.maximum(inside.sum(1, keepdims=True), 1e-300)
        gathered: Matrix = np.einsum("q,qc,qcf->f", share, pull, table)
        return gathered

    return dict(zip(names, _descend(slope, len(names)).tolist(), strict=True))


def fit_first(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the weights by which candidates are chosen."""
    return fit_weights(asked, FIRST)


def fit_chance(ranked: Sequence[tuple[Asked, Weights]]) -> dict[str, float]:
    """Return the weights that turn the lead of a question's first candidate into the chance that it is right.

    Every answerable question is also asked as if its procedures were not held, so that the nearest is not taken for
    the one.
    """
    rows, right, share, fixed = [], [], [], []
    for one, final in ranked:
        absent = [replace(one.without_right(), weight=_NOT_HELD * one.weight)] if one.answerable else []
        for question in (one, *absent):
            if not len(question.right):
                continue
            features, best = _first(question, final)
            rows.append([features[name][best] for name in CHANCE])
            fixed.append(sum(weight * features[name][best] for name, weight in SURE_BY_HAND.items()))
            right.append(float(question.right[best]))
            share.append(question.weight)
    table, wanted, weight, held = np.array(rows), np.array(right), np.array(share) / sum(share), np.array(fixed)

    def slope(weights: Matrix) -> Matrix:
        wrong = 1 / (1 + np.exp(-np.clip(table @ weights + held, -50, 50))) - wanted
        gathered: Matrix = (weight * wrong) @ table
        return gathered

    return dict(zip(CHANCE, _descend(slope, len(CHANCE), steps=4 * _STEPS).tolist(), strict=True))


def in_folds(asked: Sequence[Asked]) -> dict[str, list[Judged]]:
    """Return by source how questions fare that are about procedures which nothing was learned from."""
    judged: dict[str, list[Judged]] = {}
    for fold in range(FOLDS):
        learned = [one for one in asked if one.fold != fold]
        final = fit_weights([one for one in learned if one.answerable and one.right.any()])
        chance = fit_chance([(one, final) for one in learned])
        for one in asked:
            if one.fold == fold:
                judged.setdefault(one.source, []).append(judge(one, final, chance))
    return judged


def judge(one: Asked, final: Weights, chance: Weights) -> Judged:
    """Return how one question fares by these weights."""
    features, best = _first(one, final)
    order = np.argsort(-features["sum"], kind="stable")
    places = np.flatnonzero(one.right[order])
    model = RankingModel({}, {}, {**chance, **SURE_BY_HAND})
    given = {name: values.astype(np.float32) for name, values in features.items()}
    sure = float(chances(given, given["lead"], model)[best])
    return Judged(int(places[0]) if len(places) else None, sure, one.weight)


def hits_at(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the share of questions whose first right candidate is the first, and is among five."""
    return {f"hit@{k}": float(np.mean([one.place is not None and one.place < k for one in judged])) for k in (1, 5)}


def reliability(judged: Sequence[Judged]) -> list[str]:
    """Return a line a tenth of the chance: how many questions were given it, and the share that was right.

    The last line is the expected calibration error (Naeini et al. 2015): the mean distance of the two, by questions.
    """
    chance = np.array([one.chance for one in judged])
    right = np.array([one.place == 0 for one in judged], dtype=np.float64)
    bins = np.digitize(chance, _EDGES) - 1
    lines, error = [], 0.0
    for number, edge in enumerate(_EDGES):
        inside = bins == number
        if inside.any():
            told, true = float(chance[inside].mean()), float(right[inside].mean())
            error += float(inside.mean()) * abs(told - true)
            lines.append(f"chance from {edge:.1f}: {int(inside.sum())} questions, told {told:.3f}, right {true:.3f}")
    return [*lines, f"expected calibration error: {error:.3f}"]


def _first(one: Asked, final: Weights) -> tuple[dict[str, Matrix], int]:
    """Return the features with sum, lead and bias among them, and the place of the highest sum."""
    sums = weigh({name: values.astype(np.float32) for name, values in one.features.items()}, {**final, **BY_HAND})
    ahead = leads(sums, one.names).astype(np.float64)
    features = {**one.features, "sum": sums.astype(np.float64), "lead": ahead, "bias": np.ones(len(sums))}
    return features, int(np.argmax(sums))


def _descend(slope: Callable[[Matrix], Matrix], count: int, steps: int = _STEPS) -> Matrix:
    weights, speed, size = np.zeros(count), np.zeros(count), np.zeros(count)
    for step in range(1, steps + 1):
        down = slope(weights) + _SHRINK * weights
        speed, size = 0.9 * speed + 0.1 * down, 0.999 * size + 0.001 * down**2
        rate = _RATE * max(0.02, 1 - step / steps)
        weights = weights - rate * (speed / (1 - 0.9**step)) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
    return weights
