"""Ranking: a handful of features a procedure, weighed into one score that means the same for every question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "asked": 8.6,
        "said": 2.4,
        "opening": 3.6,
        "meant": 1.4,
        "title_cosine": 5.5,
        "official_cosine": 2.2,
        "phrased_words": 3.0,
        "phrased_cosine": 5.0,
        "body_words": 4.3,
        "body_cosine": 1.0,
        "narrower_action": -0.6,
        "narrower_scope": -1.3,
        "narrower_level": -0.6,
        "agreed_action": 0.8,
        "agreed_scope": 0.5,
        "agreed_level": 0.15,
        "wider_action": -0.8,
        "wider_scope": -0.5,
        "wider_level": -0.15,
        "elsewhere": -0.95,
        "astray": -40.0,
        "unmet": -10.0,
        "unheard": -8.0,
        "topicless": -20.0,
        "level": 0.8,
        "citizens": 0.4,
        "named": 90.0,
    }
)
"""How much each feature counts.

Source: fitted by softmax regression over the best 80 candidates of each question, on half of
`evals/suites/dev_finding.jsonl` (even SHA-256 of the id, with and without diacritics) and on titles with words
dropped; rounded by hand. `unheard` and `citizens` came later, and were tried at a few values on the same half. Set by
hand, above what the others add up to: `named`, and what must not win whatever its words are: `astray` (another
province's own record, where the question names a place), `unmet` (a deed is named that the title lacks) and
`topicless`.
"""

MIDDLE = 16.3
SLOPE = 0.45
"""The score is the chance that the first hit is right. Source: logistic regression on the same suite, with
`evals/suites/dev_outside.jsonl` for questions that no procedure answers."""


def weigh(features: Mapping[str, Floats], weights: Mapping[str, float] = WEIGHTS) -> Floats:
    """Return the weighted sum of the features, one value a procedure; unbounded, higher is better."""
    total: Floats = np.zeros_like(next(iter(features.values())))
    for name, weight in weights.items():
        total = total + np.float32(weight) * features[name]
    return total


def calibrate(sums: Floats) -> Floats:
    """Return scores from 0 to 1 that keep the order of the sums."""
    scores: Floats = (1 / (1 + np.exp(-SLOPE * (sums - MIDDLE)))).astype(np.float32)
    return scores


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
