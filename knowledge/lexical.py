"""Lexical search: bm25s builds the scores of every (document, term), numpy adds them up from mapped files.

bm25s is asked once, at build time. A question needs weights a term (a synonym counts less than the user's own word),
which bm25s has no way to take, so reading its saved columns is done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_HELD_COLUMNS = 1 << 14
_ARRAYS = ("keys", "starts", "postings", "weights")


class LexicalIndex:
    """Term columns over documents that are numbered from 0; arrays may be memory-mapped.

    A term is known by a 64-bit hash, so that no vocabulary has to be read at start.
    """

    def __init__(
        self,
        keys: npt.NDArray[np.uint64],
        starts: npt.NDArray[np.int64],
        postings: npt.NDArray[np.int32],
        weights: Floats,
        documents: int,
    ) -> None:
        self._keys, self._starts, self._postings, self._weights = keys, starts, postings, weights
        self.documents = documents
        self._column = lru_cache(maxsize=_HELD_COLUMNS)(self._find)

    def postings(self, term: str) -> tuple[npt.NDArray[np.int32], Floats]:
        """Return the numbers of the documents with this term, and its BM25 score in each; both may be empty."""
        begin, end = self._column(term)
        return self._postings[begin:end], self._weights[begin:end]

    def _find(self, term: str) -> tuple[int, int]:
        key = _key(term)
        place = int(self._keys.searchsorted(key))
        if place >= len(self._keys) or self._keys[place] != key:
            return 0, 0
        return int(self._starts[place]), int(self._starts[place + 1])

    def idf(self, term: str) -> float:
        """Return how rare the term is: > 0; a term that no document has counts as standing in half of one."""
        return inverse_frequency(len(self.postings(term)[0]), self.documents)

    def scores(self, weighted: Mapping[str, float], common: float = 1.0) -> Floats:
        """Return the BM25 score of every document: the weighted sum over the terms.

        Args:
            weighted: The weight of each term, 1 for a word of the question.
            common: Terms in more than this share of the documents are passed over.
        """
        total = np.zeros(self.documents, dtype=np.float32)
        for term, weight in weighted.items():
            numbers, values = self.postings(term)
            if len(numbers) <= common * self.documents:
                total[numbers] += np.float32(weight) * values
        return total

    def scores_of(self, weighted: Mapping[str, float], documents: npt.NDArray[np.int64], common: float = 1.0) -> Floats:
        """Return the BM25 score of these documents alone, as `scores` has it; they may repeat."""
        total = np.zeros(len(documents), dtype=np.float32)
        for term, weight in weighted.items():
            numbers, values = self.postings(term)
            if 0 < len(numbers) <= common * self.documents:
                places = np.minimum(numbers.searchsorted(documents), len(numbers) - 1)
                total += np.float32(weight) * np.where(numbers[places] == documents, values[places], np.float32(0))
        return total

    def coverage(self, weighted: Mapping[str, float], documents: npt.NDArray[np.int64]) -> Floats:
        """Return the share of the terms, weighted by rarity, that each of these documents has: 0 to 1.

        Of what no document has, syllables count as the rarest and pairs not at all.
        """
        total = np.zeros(len(documents), dtype=np.float32)
        whole = 0.0
        for term, weight in weighted.items():
            numbers, _ = self.postings(term)
            if not len(numbers) and "_" in term:
                continue
            worth = weight * self.idf(term)
            whole += worth
            if len(numbers):
                places = np.minimum(numbers.searchsorted(documents), len(numbers) - 1)
                total += np.float32(worth) * (numbers[places] == documents)
        return total / np.float32(whole or 1.0)

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as `<name>.<array>.npy` into the folder."""
        for array in _ARRAYS:
            np.save(folder / f"{name}.{array}.npy", getattr(self, f"_{array}"))
        np.save(folder / f"{name}.documents.npy", np.array([self.documents], dtype=np.int64))

    @classmethod
    def load(cls, folder: Path, name: str) -> LexicalIndex:
        """Return the saved index with its arrays memory-mapped."""
        keys, starts, postings, weights = (mapped(folder / f"{name}.{array}.npy") for array in _ARRAYS)
        return cls(keys, starts, postings, weights, int(np.load(folder / f"{name}.documents.npy")[0]))


def mapped(file: Path) -> Any:
    """Return the array in the file, memory-mapped, as a plain array: numpy's own class costs at every slice."""
    return np.asarray(np.load(file, mmap_mode="r"))


def inverse_frequency(found_in: float, documents: int) -> float:
    """Return the weight of a term that stands in `found_in` of the documents; > 0.

    Source:
        Robertson and Zaragoza 2009, in Lucene's form, which never falls below zero.
    """
    return float(np.log(1 + (documents - found_in + 0.5) / (found_in + 0.5)))


def build_lexical(documents: Iterable[Sequence[str]], *, k1: float, b: float) -> LexicalIndex:
    """Return the index of the documents, each a sequence of terms with repeats kept.

    Args:
        documents: In number order; one may be empty.
        k1: How much repeats count; 0 is not at all.
        b: How much long documents are held back, 0 to 1.

    Source:
        Kamphuis et al. 2020 for BM25 in Lucene's form, which bm25s computes.
    """
    vocabulary: dict[str, int] = {}
    rows = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in documents]
    keys = np.array([_key(term) for term in vocabulary], dtype=np.uint64)
    if not rows or not len(keys):
        empty = np.zeros(1, dtype=np.int64)
        return LexicalIndex(keys[:0], empty, np.zeros(0, np.int32), np.zeros(0, np.float32), len(rows))
    weights, postings, starts = _columns(rows, vocabulary, k1=k1, b=b)
    return _in_key_order(keys, starts, postings, weights, len(rows))


def _columns(
    rows: list[list[int]], vocabulary: dict[str, int], *, k1: float, b: float
) -> tuple[Floats, npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    import bm25s  # here: answering never builds, and should not pay for the import

    engine = bm25s.BM25(method="lucene", k1=k1, b=b)
    engine.index((rows, vocabulary), create_empty_token=False, show_progress=False)
    columns = engine.scores
    starts = np.asarray(columns["indptr"], dtype=np.int64)
    return np.asarray(columns["data"], np.float32), np.asarray(columns["indices"], np.int32), starts


def _in_key_order(
    keys: npt.NDArray[np.uint64],
    starts: npt.NDArray[np.int64],
    postings: npt.NDArray[np.int32],
    weights: Floats,
    documents: int,
) -> LexicalIndex:
    """Return the index, columns sorted by key and each by document, so that equal input makes equal bytes."""
    lengths = np.diff(starts)[: len(keys)]
    rank = np.empty(len(keys), dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    rank[order] = np.arange(len(keys))
    column_of = np.repeat(rank, lengths)
    position = np.lexsort((postings[: len(column_of)], column_of))
    sorted_starts = np.concatenate(([0], np.cumsum(lengths[order]))).astype(np.int64)
    return LexicalIndex(keys[order], sorted_starts, postings[position], weights[position], documents)


def _key(term: str) -> np.uint64:
    return np.uint64(int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"))
