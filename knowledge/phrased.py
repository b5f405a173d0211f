"""Procedures by the ways in which people ask for them: phrasings and the title itself, by words and by vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.dense import DenseIndex, build_dense
from knowledge.encoder import Encoder
from knowledge.lexical import Floats, LexicalIndex, build_lexical, mapped
from knowledge.names import bare_name
from knowledge.query import Query, read
from knowledge.vietnamese import FOLDED_PREFIX, terms

CLOSE = ("phrased_cosine", "phrased_second", "phrased_clause", "phrased_middle", "phrased_union")
"""The features of candidates, in the order of their columns."""

_NAME = "phrased"
_ARRAYS = ("rows", "groups", "names")
_COMMON = 0.25  # a term that more than this share of the names have finds nothing
_LEAST = np.float32(1e-6)  # in place of zero below a fraction line


class PhrasedViews:
    """The phrasings of every procedure; procedures of one name share theirs."""

    def __init__(
        self,
        documents: LexicalIndex,
        vectors: DenseIndex,
        rows: npt.NDArray[np.float16],
        groups: npt.NDArray[np.int64],
        names: npt.NDArray[np.int64],
    ) -> None:
        """Take what `build_phrased` made.

        Args:
            documents: A document a name: its title and phrasings together.
            vectors: Of every phrasing, to find near ones.
            rows: The same vectors, to compare with all of a name.
            groups: Where the phrasings of each name begin, and the end; they stand name by name.
            names: The name of each procedure.
        """
        self._documents, self._vectors = documents, vectors
        self._rows, self._groups, self._names = rows, groups, names

    def everywhere(self, query: Query, vectors: Floats) -> dict[str, Floats]:
        """Return `phrased_near` and `phrased_document`, one value a procedure, for choosing candidates.

        `phrased_near` is the cosine of the nearest phrasing, or of the last one that was looked at;
        `phrased_document` the BM25 score of all phrasings as one text, 1 for the best.

        Args:
            vectors: Of the question and its clauses, unit rows, shape (clauses, dim).
        """
        near = self._vectors.cosines(vectors).max(axis=0)
        best = np.maximum.reduceat(near, self._groups[:-1]).astype(np.float32)
        words = self._documents.scores(query.spoken, _COMMON)
        words = words / np.maximum(words.max(initial=0.0), _LEAST)
        return {"phrased_near": best[self._names], "phrased_document": words[self._names].astype(np.float32)}

    def closely(self, query: Query, vectors: Floats, procedures: npt.NDArray[np.int64]) -> dict[str, Floats]:
        """Return the features of `CLOSE`, one value a candidate.

        Cosines with its phrasings: the best (`phrased_cosine`), the second best, the best of any clause, and with
        the middle of them all. Words: the share of the question that its phrasings have together, weighted by rarity.

        Args:
            vectors: Of the question and, after it, of its clauses, unit rows.
            procedures: The candidates.
        """
        chosen, places = np.unique(self._names[procedures], return_inverse=True)
        lengths = self._groups[chosen + 1] - self._groups[chosen]
        starts = np.cumsum(lengths) - lengths
        lines = np.arange(int(lengths.sum())) + np.repeat(self._groups[chosen] - starts, lengths)
        rows = self._rows[lines].astype(np.float32)
        near = rows @ vectors.T
        middle = np.add.reduceat(rows, starts, axis=0)
        middle /= np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), _LEAST)
        asked = {term: weight for term, weight in query.own.items() if term.startswith(FOLDED_PREFIX)}
        table = np.stack(
            [
                np.maximum.reduceat(near[:, 0], starts),
                _second(near[:, 0], starts, lengths),
                np.maximum.reduceat(near.max(axis=1), starts),
                middle @ vectors[0],
                self._documents.coverage(asked, chosen),
            ]
        ).astype(np.float32)
        return dict(zip(CLOSE, table[:, places], strict=True))

    def names_of(self, procedures: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the number of each procedure's name."""
        names: npt.NDArray[np.int64] = self._names[procedures]
        return names

    def save(self, folder: Path) -> None:
        """Write the view into the folder."""
        self._documents.save(folder, _NAME)
        self._vectors.save(folder / f"{_NAME}.faiss")
        for name in _ARRAYS:
            np.save(folder / f"{_NAME}.{name}.npy", getattr(self, f"_{name}"))

    @classmethod
    def load(cls, folder: Path) -> PhrasedViews:
        """Return the saved view, memory-mapped."""
        rows, groups, names = (mapped(folder / f"{_NAME}.{name}.npy") for name in _ARRAYS)
        documents, vectors = LexicalIndex.load(folder, _NAME), DenseIndex.load(folder / f"{_NAME}.faiss")
        return cls(documents, vectors, rows, groups, names)


def build_phrased(
    codes: Sequence[str], titles: Sequence[str], phrasings: Mapping[str, Sequence[str]], encoder: Encoder
) -> PhrasedViews:
    """Return the view of these procedures; a title is always one of its phrasings.

    Phrasings are read as questions are, so that shorthand meets what it stands for.

    Args:
        codes: Of the procedures, in number order.
        titles: In the same order.
        phrasings: By code; those of unknown codes are ignored.
    """
    keys = [bare_name(title) for title in titles]
    numbered = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    ways: list[dict[str, None]] = [{key: None} for key in numbered]
    for code, key in zip(codes, keys, strict=True):
        ways[numbered[key]].update(dict.fromkeys(read(said)[1] for said in phrasings.get(code, ())))
    lines = [line for group in ways for line in group]
    groups = np.cumsum([0, *(len(group) for group in ways)]).astype(np.int64)
    names = np.array([numbered[key] for key in keys], dtype=np.int64)
    documents = build_lexical([[term for line in group for term in terms(line)] for group in ways], k1=0.9, b=0.4)
    rows = encoder.encode_passages(lines)
    return PhrasedViews(documents, build_dense(rows), rows.astype(np.float16), groups, names)


def _second(near: Floats, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Floats:
    """Return the second best value of each group, the best where a group has one value."""
    groups = np.repeat(np.arange(len(starts)), lengths)
    order = np.lexsort((-near, groups))
    second: Floats = near[order[starts + (lengths > 1)]]
    return second
