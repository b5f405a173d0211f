"""All ways of asking at once: each phrasing should be nearer to another of its procedure than to any other's."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.training_batches import Bag
from ingest.training_pairs import TrainingText, ask_about
from knowledge.names import bare_name
from knowledge.vietnamese import fold, terms

_FOLDED_SHARE = 0.4
_THINNED_SHARE = 0.5
_LEFT_OUT = 0.2
_THINNED_FROM = 6  # terms; of fewer none can be spared


@dataclass(frozen=True)
class Asking:
    """Questions as rows of the table, the line that each was made from, and whether it may find that very line."""

    bags: list[Bag]
    lines: npt.NDArray[np.int64]
    own_line: npt.NDArray[np.bool_]


class LineBank:
    """The titles and phrasings of all procedures, name by name."""

    def __init__(self, texts: Sequence[TrainingText], vocabulary: Sequence[str]) -> None:
        """Turn the texts into rows once."""
        self._rows = {term: row for row, term in enumerate(vocabulary)}
        names: dict[str, dict[str, bool]] = {}
        for text in texts:
            lines = names.setdefault(bare_name(text.title), {})
            lines[text.title] = True
            lines.update({phrasing: False for phrasing in text.phrasings if phrasing not in lines})
        kept = [
            (line, is_title, bag, number)
            for number, lines in enumerate(names.values())
            for line, is_title in lines.items()
            if (bag := self._bag(line)).size
        ]
        self._lines = [line for line, *_ in kept]
        self._is_title = np.array([is_title for _, is_title, *_ in kept], dtype=np.bool_)
        self.bags: list[Bag] = [bag for _, _, bag, _ in kept]
        self.names: npt.NDArray[np.int64] = np.array([number for *_, number in kept], dtype=np.int64)

    def batches(self, size: int, rng: random.Random) -> Iterator[Asking]:
        """Yield every line once as a question: thinned out, folded, or for a title as people may put it."""
        order = list(range(len(self._lines)))
        rng.shuffle(order)
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            asked = [self._asked(line, rng) for line in chosen]
            yield Asking(
                [bag for bag, _ in asked],
                np.array(chosen, dtype=np.int64),
                np.array([own for _, own in asked], dtype=np.bool_),
            )

    def _asked(self, line: int, rng: random.Random) -> tuple[Bag, bool]:
        if self._is_title[line]:
            bag = self._bag(ask_about(self._lines[line], rng))
            return (bag if bag.size else self.bags[line]), True
        words = self._lines[line]
        bag = self._bag(fold(words)) if rng.random() < _FOLDED_SHARE else self.bags[line]
        if bag.size > _THINNED_FROM and rng.random() < _THINNED_SHARE:
            left = np.array([row for row in bag.tolist() if rng.random() >= _LEFT_OUT], dtype=np.int64)
            bag = left if left.size else bag
        return (bag if bag.size else self.bags[line]), False

    def _bag(self, text: str) -> Bag:
        find = self._rows.get
        return np.array([row for term in terms(text) if (row := find(term)) is not None], dtype=np.int64)
