"""Dense search: the one home of FAISS. Exact while vectors are few, inverted lists when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Floats

EXACT_UP_TO = 20_000
"""Vectors up to which every one is compared. Source: measured for the house plan, see docs/decisions."""

_TRAINING_POINTS_A_LIST = 64
_VISITED_LISTS = 24
_NEAREST_OF_MANY = 1000
_SEED = 20260701


class DenseIndex:
    """Unit vectors numbered from 0, searched by cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return int(self._index.ntotal)

    def nearest(
        self, vector: Floats, limit: int, allowed: Sequence[int] | npt.NDArray[np.int64] | None = None
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the numbers and cosines of the nearest vectors, best first; fewer than `limit` where there are fewer.

        Args:
            vector: Unit row.
            allowed: The numbers to choose from; the choice is made before the search, so nothing is lost to it.
        """
        faiss = _library()
        if not len(self) or limit < 1 or (allowed is not None and not len(allowed)):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        chosen = None if allowed is None else faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
        if isinstance(self._index, faiss.IndexIVF):
            # A choice may lie in lists far from the question: then all lists are visited.
            visited = _VISITED_LISTS if chosen is None else self._index.nlist
            options = faiss.SearchParametersIVF(sel=chosen, nprobe=min(visited, self._index.nlist))
        else:
            options = faiss.SearchParameters(sel=chosen)
        row = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        cosines, numbers = self._index.search(row, min(limit, len(self)), params=options)
        real = numbers[0] >= 0
        return numbers[0][real], cosines[0][real]

    def cosines(self, vectors: Floats) -> Floats:
        """Return the cosine of every vector with each row, shape (rows, vectors).

        Where vectors are many, only the nearest are looked at; the rest count as near as the last of these.
        """
        faiss = _library()
        if isinstance(self._index, faiss.IndexFlat):
            held = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self._index.d).reshape(len(self), self._index.d)
            exact: Floats = np.stack([held @ vector for vector in np.asarray(vectors, dtype=np.float32)])
            return exact
        every = np.zeros((len(vectors), len(self)), dtype=np.float32)
        for row, vector in zip(every, vectors, strict=True):
            numbers, near = self.nearest(vector, _NEAREST_OF_MANY)
            row[:] = near.min(initial=1.0) if len(near) else 0.0
            row[numbers] = near
        return every

    def save(self, file: Path) -> None:
        """Write the index into one file."""
        faiss = _library()
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> DenseIndex:
        """Return the saved index; its vectors stay on disk until they are looked at."""
        faiss = _library()
        index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        if isinstance(index, faiss.IndexIVF):
            # Threads that read ahead cost more than the few lists of one question.
            faiss.downcast_InvertedLists(index.invlists).prefetch_nthread = 0
        return cls(index)


def _library() -> Any:
    """Return FAISS, set to one thread, for a question is answered by one; its own type stubs miss what SWIG adds."""
    import faiss

    faiss.omp_set_num_threads(1)
    return faiss


def build_dense(vectors: Floats) -> DenseIndex:
    """Return the index of the unit rows, numbered in their order."""
    faiss = _library()
    count, dim = vectors.shape
    if count <= EXACT_UP_TO:
        index = faiss.IndexFlatIP(dim)
    else:
        lists = int(2 * np.sqrt(count))
        # Half precision: as exact as the static vectors themselves, at half the size.
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed = _SEED
        index.cp.max_points_per_centroid = _TRAINING_POINTS_A_LIST
        index.cp.niter = 8
        index.train(vectors)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return DenseIndex(index)
