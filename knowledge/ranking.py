"""Ranking: a handful of features a procedure, weighed into one score that means the same for every question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "asked": 3.0,
        "said": 2.0,
        "opening": 1.0,
        "meant": 1.0,
        "title_cosine": 2.0,
        "official_cosine": 1.0,
        "body_words": 1.0,
        "body_cosine": 1.0,
        "narrower_action": -0.6,
        "narrower_scope": -0.6,
        "narrower_level": -0.3,
        "agreed_action": 0.3,
        "agreed_scope": 0.3,
        "agreed_level": 0.3,
        "wider_action": -0.3,
        "wider_scope": -0.3,
        "wider_level": -0.1,
        "elsewhere": -0.8,
        "level": 0.2,
    }
)
"""How much each feature counts. Placeholder values until fitted."""

MIDDLE = 5.0
SLOPE = 1.5


def weigh(features: Mapping[str, Floats], weights: Mapping[str, float] = WEIGHTS) -> Floats:
    """Return the weighted sum of the features, one value a procedure; unbounded, higher is better."""
    total: Floats = np.zeros_like(next(iter(features.values())))
    for name, weight in weights.items():
        total = total + np.float32(weight) * features[name]
    return total


def calibrate(sums: Floats) -> Floats:
    """Return scores from 0 to 1 that keep the order of the sums."""
    return (1 / (1 + np.exp(-SLOPE * (sums - MIDDLE)))).astype(np.float32)


def qualifier_features(
    titles: npt.NDArray[np.bool_], asked: npt.NDArray[np.bool_], kinds: Sequence[str]
) -> dict[str, Floats]:
    """Return how many qualifiers of each kind a title has and the question lacks, both have, only the question has.

    Args:
        titles: A row a title, a column a qualifier.
        asked: A column a qualifier.
        kinds: The kind of each column.
    """
    compared = {"narrower": titles & ~asked, "agreed": titles & asked, "wider": ~titles & asked}
    columns = {kind: np.array([name == kind for name in kinds]) for kind in sorted(set(kinds))}
    return {
        f"{name}_{kind}": (table & column).sum(axis=1).astype(np.float32)
        for name, table in compared.items()
        for kind, column in columns.items()
    }
