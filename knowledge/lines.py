"""The terms of short lines, kept line by line, so that a few of many lines can be compared with a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats, inverse_frequency, mapped, term_key

Integers = npt.NDArray[np.int64]

_ARRAYS = ("keys", "rarities", "offsets", "columns", "masses")
_LEAST = np.float32(1e-6)  # in place of zero below a fraction line


class LineTerms:
    """For every line its distinct terms; a term is known by a 64-bit hash."""

    def __init__(
        self,
        keys: npt.NDArray[np.uint64],
        rarities: Floats,
        offsets: Integers,
        columns: npt.NDArray[np.int32],
        masses: Floats,
    ) -> None:
        """Take what `build_line_terms` made.

        Args:
            keys: Of the terms, in order.
            rarities: The inverse frequency of each.
            offsets: Where the terms of each line begin, and the end.
            columns: The terms of the lines, as places among the keys.
            masses: The sum of rarities of each line.
        """
        self._keys, self._rarities, self._offsets = keys, rarities, offsets
        self._columns, self._masses = columns, masses

    def compare(self, asked: Mapping[str, float], lines: Integers, starts: Integers) -> tuple[Floats, Floats]:
        """Return for each group of lines the best likeness of one, and the share of the question they have together.

        Args:
            asked: The weight of each term of the question.
            lines: Line numbers, group by group; every group has one.
            starts: Where each group begins in `lines`.
        """
        weights, whole = self._asked(asked)
        counts = self._offsets[lines + 1] - self._offsets[lines]
        begins = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(self._offsets[lines] - begins, counts)
        columns = self._columns[places]
        shared = np.zeros(len(lines), dtype=np.float32)
        filled = counts > 0
        worth = weights[columns]
        shared[filled] = np.add.reduceat(worth, begins[filled]) if filled.any() else 0
        alike = 2 * shared / np.maximum(whole + self._masses[lines], _LEAST)
        groups = np.repeat(np.cumsum(np.isin(np.arange(len(lines)), starts)) - 1, counts)
        met = worth > 0
        together = np.unique(groups[met] * len(self._keys) + columns[met])
        union = np.bincount(together // len(self._keys), weights[together % len(self._keys)], minlength=len(starts))
        best: Floats = np.maximum.reduceat(alike, starts).astype(np.float32)
        return best, (union / max(float(whole), 1e-6)).astype(np.float32)

    def _asked(self, asked: Mapping[str, float]) -> tuple[Floats, np.float32]:
        """Return the worth of every known term to the question, and that of the whole question."""
        weights = np.zeros(max(len(self._keys), 1), dtype=np.float32)
        whole = 0.0
        unknown = inverse_frequency(0, len(self._masses))
        for term, weight in asked.items():
            key = term_key(term)
            place = int(self._keys.searchsorted(key))
            if place < len(self._keys) and self._keys[place] == key:
                weights[place] = weight * self._rarities[place]
                whole += float(weights[place])
            elif "_" not in term:
                whole += weight * unknown
        return weights, np.float32(whole)

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as `<name>.line_<array>.npy` into the folder."""
        for array in _ARRAYS:
            np.save(folder / f"{name}.line_{array}.npy", getattr(self, f"_{array}"))

    @classmethod
    def load(cls, folder: Path, name: str) -> LineTerms:
        """Return the saved lines, memory-mapped."""
        return cls(*(mapped(folder / f"{name}.line_{array}.npy") for array in _ARRAYS))


def build_line_terms(lines: Sequence[Sequence[str]]) -> LineTerms:
    """Return the lines, each a sequence of terms; repeats in one line count once."""
    counts = Counter(term for line in lines for term in set(line))
    ordered = sorted(counts, key=term_key)
    places = {term: place for place, term in enumerate(ordered)}
    rarities = np.array([inverse_frequency(counts[term], len(lines)) for term in ordered], dtype=np.float32)
    rows = [sorted(places[term] for term in set(line)) for line in lines]
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    columns = np.array([place for row in rows for place in row], dtype=np.int32)
    masses = np.array([rarities[row].sum() for row in rows], dtype=np.float32)
    keys = np.array([term_key(term) for term in ordered], dtype=np.uint64)
    return LineTerms(keys, rarities, offsets, columns, masses)
