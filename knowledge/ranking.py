"""Ranking: a handful of features a procedure, weighed into one score that means the same for every question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "asked": 5.5,
        "said": 0.3,
        "opening": 1.3,
        "meant": 1.0,
        "title_cosine": 6.0,
        "official_cosine": 2.6,
        "phrased_words": 5.7,
        "phrased_cosine": 7.7,
        "body_cosine": 0.8,
        "narrower_action": -0.4,
        "narrower_scope": -1.1,
        "narrower_level": -0.5,
        "agreed_action": 0.3,
        "agreed_scope": 0.2,
        "agreed_level": 0.0,
        "wider_action": -0.3,
        "wider_scope": -0.2,
        "wider_level": 0.0,
        "elsewhere": -1.2,
        "astray": -60.0,
        "unmet": -17.0,
        "unheard": -3.5,
        "topicless": -35.0,
        "level": 0.95,
        "citizens": 0.35,
        "named": 90.0,
    }
)
"""How much each feature counts.

Source: `python -m evals.fit_ranking dev_finding everyday --outside dev_outside` (softmax regression over the best 80
candidates of each question, tuning halves only, with and without diacritics), rounded by hand and held nearer to the
guards against over-specific titles than the fit alone would have them. Set by hand, above what the others add up to:
`named`, and what must not win whatever its words are: `astray` (another province's own record, where the question
names a place), `unmet` (a deed is named that the title lacks) and `topicless`.
"""

FIRST_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "phrased_near": 8.0,
        "phrased_document": 3.0,
        "title_cosine": 6.0,
        "official_cosine": 2.6,
        "asked": 5.5,
        "meant": 1.0,
        "opening": 1.3,
        "narrower_action": -0.4,
        "narrower_scope": -1.1,
        "narrower_level": -0.5,
        "elsewhere": -1.2,
        "astray": -60.0,
        "unmet": -17.0,
        "topicless": -35.0,
        "level": 0.95,
        "named": 90.0,
    }
)

MIDDLE = 12.3
SLOPE = 0.26
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
