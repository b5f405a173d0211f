"""Training pairs as rows of the encoder's table, in batches that are hard to tell apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from ingest.training_pairs import TrainingText, ask_about, has_everyday_name
from knowledge.vietnamese import fold, terms

Bag = npt.NDArray[np.int64]
"""The known terms of one text, as rows of the table, repeats kept."""


@dataclass(frozen=True)
class Pair:
    """A question's rows, its answer's rows, and the number of its title: its other answers are right too."""

    asked: Bag
    found: Bag
    title: int


@dataclass(frozen=True)
class BatchPlan:
    """How many pairs a procedure gives to one pass over the corpus, and which of them share a batch."""

    size: int = 1024
    questions: int = 4
    passages: int = 4
    phrasings: int = 5
    same_field_share: float = 0.33


class PairSource:
    """Pairs of question and title, and of question or title and passage, drawn anew for every pass."""

    def __init__(self, texts: Sequence[TrainingText], vocabulary: Sequence[str], plan: BatchPlan) -> None:
        """Turn the texts into rows once; questions are drawn and turned in every pass."""
        self._texts, self._plan = texts, plan
        self._rows = {term: row for row, term in enumerate(vocabulary)}
        numbers: dict[str, int] = {}
        self._numbers = [numbers.setdefault(fold(text.title), len(numbers)) for text in texts]
        self._titles = [self._bag(text.title) for text in texts]
        self._passages = [[self._bag(passage) for passage in text.passages] for text in texts]

    def one_pass(self, rng: random.Random) -> Iterator[list[Pair]]:
        """Yield the batches of one pass over the corpus; pairs with an empty side are left out.

        A share of the pairs stays with others of its field, whose like titles are the hardest to tell apart.
        """
        places = {field: rng.random() for field in sorted({text.field for text in self._texts})}
        placed: list[tuple[float, Pair]] = []
        for position, text in enumerate(self._texts):
            for pair in self._pairs(position, rng):
                together = rng.random() < self._plan.same_field_share
                placed.append((places[text.field] if together else rng.random(), pair))
        placed.sort(key=lambda entry: entry[0])
        pairs = [pair for _, pair in placed if pair.asked.size and pair.found.size]
        starts = list(range(0, len(pairs), self._plan.size))
        rng.shuffle(starts)
        yield from (pairs[start : start + self._plan.size] for start in starts)

    def _pairs(self, position: int, rng: random.Random) -> list[Pair]:
        title, number = self._titles[position], self._numbers[position]
        words = self._texts[position].title
        # What people call by a name of their own is asked about most, and one name stands for many words.
        count = self._plan.questions * (3 if has_everyday_name(words) else 1)
        questions = [self._bag(ask_about(words, rng)) for _ in range(count)]
        said = self._said(position, rng)
        passages = self._passages[position]
        drawn = rng.sample(passages, min(len(passages), self._plan.passages))
        return [
            *(Pair(question, title, number) for question in (*questions, *said)),
            *(Pair(one, other, number) for one, other in pairwise(said)),
            *(Pair(rng.choice((title, *questions, *said)), passage, number) for passage in drawn),
        ]

    def _said(self, position: int, rng: random.Random) -> list[Bag]:
        """Return some of the ways in which people ask for the procedure, two in five without diacritics."""
        phrasings = self._texts[position].phrasings
        drawn = rng.sample(phrasings, min(len(phrasings), self._plan.phrasings))
        return [self._bag(fold(phrasing) if rng.random() < 0.4 else phrasing) for phrasing in drawn]

    def _bag(self, text: str) -> Bag:
        find = self._rows.get
        return np.array([row for term in terms(text) if (row := find(term)) is not None], dtype=np.int64)


def side(batch: Sequence[Pair], name: Literal["asked", "found"]) -> tuple[Bag, Bag]:
    """Return one side of a batch: the rows of all its bags, one after another, and where each bag starts."""
    bags: list[Bag] = [getattr(pair, name) for pair in batch]
    return np.concatenate(bags), np.cumsum([0, *(bag.size for bag in bags[:-1])], dtype=np.int64)
