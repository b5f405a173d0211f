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
from knowledge.query import Query
from knowledge.vietnamese import FOLDED_PREFIX, terms

_NAME = "phrased"
_ALL_COMPARED = 100_000  # every phrasing counts: the nearest of a name may be far from the nearest of all
_LEAST = np.float32(1e-6)  # in place of zero below a fraction line


class PhrasedViews:
    """The best phrasing of every procedure for a question; procedures of one name share theirs."""

    def __init__(
        self,
        words: LexicalIndex,
        vectors: DenseIndex,
        masses: Floats,
        groups: npt.NDArray[np.int64],
        names: npt.NDArray[np.int64],
    ) -> None:
        """Take what `build_phrased` made.

        Args:
            masses: The weight of all terms of each phrasing.
            groups: Where the phrasings of each name begin; they stand name by name.
            names: The name of each procedure.
        """
        self._words, self._vectors, self._masses, self._groups, self._names = words, vectors, masses, groups, names

    def features(self, query: Query, vector: Floats) -> dict[str, Floats]:
        """Return `phrased_words` and `phrased_cosine`, one value a procedure: of its nearest phrasing.

        `phrased_words` is the share of weighted folded terms that question and phrasing have in common, 0 to 1
        (Dice 1945); `phrased_cosine` the cosine of their vectors.

        Args:
            vector: The question's, a unit row.
        """
        asked = {term: weight for term, weight in query.own.items() if term.startswith(FOLDED_PREFIX)}
        shared = self._words.scores(asked)
        own = np.float32(sum(weight * self._words.idf(term) for term, weight in asked.items()))
        alike = 2 * shared / np.maximum(own + self._masses, _LEAST)
        near = self._vectors.cosines(vector[None, :])[0]
        return {"phrased_words": self._best(alike), "phrased_cosine": self._best(near)}

    def _best(self, values: Floats) -> Floats:
        best: Floats = np.maximum.reduceat(values, self._groups).astype(np.float32)[self._names]
        return best

    def save(self, folder: Path) -> None:
        """Write the view into the folder."""
        self._words.save(folder, _NAME)
        self._vectors.save(folder / f"{_NAME}.faiss")
        for name in ("masses", "groups", "names"):
            np.save(folder / f"{_NAME}.{name}.npy", getattr(self, f"_{name}"))

    @classmethod
    def load(cls, folder: Path) -> PhrasedViews:
        """Return the saved view, memory-mapped."""
        masses, groups, names = (mapped(folder / f"{_NAME}.{name}.npy") for name in ("masses", "groups", "names"))
        words, vectors = LexicalIndex.load(folder, _NAME), DenseIndex.load(folder / f"{_NAME}.faiss")
        return cls(words, vectors, masses, groups, names)


def build_phrased(
    codes: Sequence[str], titles: Sequence[str], phrasings: Mapping[str, Sequence[str]], encoder: Encoder
) -> PhrasedViews:
    """Return the view of these procedures; a title is always one of its phrasings.

    Args:
        codes: Of the procedures, in number order.
        titles: In the same order.
        phrasings: By code; those of unknown codes are ignored.
    """
    keys = [bare_name(title) for title in titles]
    numbered = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    ways: list[dict[str, None]] = [{key: None} for key in numbered]
    for code, key in zip(codes, keys, strict=True):
        ways[numbered[key]].update(dict.fromkeys(phrasings.get(code, ())))
    lines = [line for group in ways for line in group]
    groups = np.cumsum([0, *(len(group) for group in ways[:-1])]).astype(np.int64)
    words = build_lexical([_folded_terms(line) for line in lines], k1=0.0, b=0.0)
    masses = np.array([sum(map(words.idf, set(_folded_terms(line)))) for line in lines], dtype=np.float32)
    names = np.array([numbered[key] for key in keys], dtype=np.int64)
    return PhrasedViews(words, build_dense(encoder.encode_passages(lines), _ALL_COMPARED), masses, groups, names)


def _folded_terms(line: str) -> list[str]:
    return [term for term in terms(line) if term.startswith(FOLDED_PREFIX)]
