"""Bodies: the passages of all procedures, found by their words and by their vectors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.dense import DenseIndex, build_dense
from knowledge.encoder import Encoder
from knowledge.lexical import Floats, LexicalIndex, build_lexical, mapped
from knowledge.passages import Passage
from knowledge.records import Span
from knowledge.vietnamese import terms

Integers = npt.NDArray[np.int64]

COMMON = 0.08
"""A term in more than this share of the passages finds nothing and is passed over."""

_ENCODED_AT_ONCE = 2048
_NEAREST = 200
_OF_OFFICE = ("audience", "agencies", "legal_bases", "channels")
"""Fields that name offices, groups and laws: a word that stands there alone is not what the procedure is about."""
_TABLES = ("owners", "texts", "spans", "fields", "offsets")


@dataclass(frozen=True, slots=True)
class BodyScores:
    """The nearest texts to one question, and their cosines."""

    numbers: Integers
    cosines: Floats


class Bodies:
    """Passages of numbered procedures. Procedures of several provinces share most texts: each text is held once."""

    def __init__(
        self,
        tables: dict[str, npt.NDArray[Any]],
        blob: npt.NDArray[np.uint8],
        names: Sequence[str],
        lexical: LexicalIndex,
        dense: DenseIndex,
    ) -> None:
        """Take what `build_bodies` made.

        Args:
            tables: `owners`: where each procedure's passages begin, and the end; `texts`, `spans`, `fields` of each
                passage; `offsets`: where each text begins in the blob, and the end.
            blob: All texts, UTF-8.
            names: The field paths.
        """
        self._tables, self._blob, self._names = tables, blob, names
        self._lexical, self._dense = lexical, dense
        self._telling = np.array([not name.startswith(_OF_OFFICE) for name in names], dtype=np.bool_)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._tables["texts"])

    def scores(self, vector: Floats, allowed: npt.NDArray[np.bool_] | None) -> BodyScores:
        """Return the nearest texts; `allowed` marks the procedures to choose from."""
        texts = None if allowed is None else self._texts_of(allowed)
        return BodyScores(*self._dense.nearest(vector, _NEAREST, texts))

    def best(self, scores: BodyScores, procedures: Integers) -> Floats:
        """Return the best cosine of each of the procedures; 0 where no near text is its own."""
        rows, offsets = self._rows_of(procedures)
        near = np.zeros(len(self._tables["offsets"]), dtype=np.float32)
        near[scores.numbers] = np.maximum(scores.cosines, 0)
        best: Floats = np.maximum.reduceat(near[self._tables["texts"][rows]], offsets)
        return best

    def frequency(self, term: str) -> int:
        """Return how many texts have the term."""
        return len(self._lexical.postings(term)[0])

    def idf(self, term: str) -> float:
        """Return how rare the term is among the texts, > 0."""
        return self._lexical.idf(term)

    def having(self, wanted: Iterable[str], procedures: Integers) -> dict[str, npt.NDArray[np.bool_]]:
        """Return by term which of the procedures, at least one, tell of it: in any passage that is about the matter."""
        rows, offsets = self._rows_of(procedures)
        texts, telling = self._tables["texts"][rows], self._telling[self._tables["fields"][rows]]
        found: dict[str, npt.NDArray[np.bool_]] = {}
        for term in wanted:
            numbers, _ = self._lexical.postings(term)
            if len(numbers):
                nearest = numbers[np.minimum(numbers.searchsorted(texts), len(numbers) - 1)]
                found[term] = np.logical_or.reduceat((nearest == texts) & telling, offsets)
            else:
                found[term] = np.zeros(len(procedures), dtype=np.bool_)
        return found

    def stating(self, field: str, words: str) -> npt.NDArray[np.bool_]:
        """Return for every procedure whether a passage of that field, such as "audience", has exactly these words."""
        inside = np.array([name.split(".")[0] == field for name in self._names], dtype=np.bool_)
        rows = np.flatnonzero(inside[self._tables["fields"]])
        texts = self._tables["texts"][rows]
        wanted = [text for text in np.unique(texts).tolist() if words in self._text(text)]
        stated = np.zeros(self.passages, dtype=np.bool_)
        stated[rows[np.isin(texts, wanted)]] = True
        return np.logical_or.reduceat(stated, self._tables["owners"][:-1])

    def passages_of(
        self, procedures: Sequence[tuple[str, int]], weighted: Mapping[str, float], scores: BodyScores, limit: int
    ) -> list[tuple[Passage, ...]]:
        """Return the passages of each procedure, best first by words and nearness together, at most `limit`.

        Args:
            procedures: Code and number of each, at least one.
            weighted: The terms of the question.
        """
        rows, offsets = self._rows_of(np.array([number for _, number in procedures], dtype=np.int64))
        texts = self._tables["texts"][rows]
        lexical = self._lexical.scores_of(weighted, texts, COMMON)
        near = dict(zip(scores.numbers.tolist(), scores.cosines.tolist(), strict=True))
        merit = lexical / (float(lexical.max(initial=0.0)) or 1.0)
        merit += np.array([near.get(text, 0.0) for text in texts.tolist()], dtype=np.float32)
        ends = [*offsets[1:].tolist(), len(rows)]
        found = []
        for (code, _), begin, end in zip(procedures, offsets.tolist(), ends, strict=True):
            chosen = begin + np.argsort(-merit[begin:end], kind="stable")[:limit]
            found.append(tuple(self._passage(code, int(rows[place])) for place in chosen))
        return found

    def _rows_of(self, procedures: Integers) -> tuple[Integers, Integers]:
        """Return the rows of all passages of the procedures, and where those of each begin."""
        starts = self._tables["owners"]
        counts = (starts[procedures + 1] - starts[procedures]).astype(np.int64)
        offsets = np.cumsum(counts) - counts
        return np.arange(int(counts.sum())) + np.repeat(starts[procedures] - offsets, counts), offsets

    def _passage(self, code: str, number: int) -> Passage:
        begin, end = (int(place) for place in self._tables["spans"][number])
        text = int(self._tables["texts"][number])
        return Passage(code, self._names[int(self._tables["fields"][number])], Span(begin, end), self._text(text))

    def _text(self, text: int) -> str:
        first, last = (int(place) for place in self._tables["offsets"][text : text + 2])
        return self._blob[first:last].tobytes().decode("utf-8")

    def _texts_of(self, allowed: npt.NDArray[np.bool_]) -> Integers:
        counts = np.diff(self._tables["owners"])
        return np.unique(self._tables["texts"][np.repeat(allowed, counts)])

    def save(self, folder: Path) -> None:
        """Write everything as `passages.*` into the folder."""
        for table in _TABLES:
            np.save(folder / f"passages.{table}.npy", np.ascontiguousarray(self._tables[table]))
        np.save(folder / "passages.blob.npy", self._blob)
        (folder / "passages.names.json").write_text(json.dumps(list(self._names)), encoding="utf-8")
        self._lexical.save(folder, "passages")
        self._dense.save(folder / "passages.faiss")

    @classmethod
    def load(cls, folder: Path) -> Bodies:
        """Return the saved bodies, memory-mapped."""
        tables = {table: mapped(folder / f"passages.{table}.npy") for table in _TABLES}
        blob = mapped(folder / "passages.blob.npy")
        names = json.loads((folder / "passages.names.json").read_text(encoding="utf-8"))
        dense = DenseIndex.load(folder / "passages.faiss")
        return cls(tables, blob, names, LexicalIndex.load(folder, "passages"), dense)


def build_bodies(procedures: Sequence[Sequence[Passage]], encoder: Encoder) -> Bodies:
    """Return the bodies of the procedures, in their order; every procedure has at least its title as a passage."""
    texts: dict[str, int] = {}
    names: dict[str, int] = {}
    rows = [
        (texts.setdefault(passage.text, len(texts)), *passage.span, names.setdefault(passage.field, len(names)))
        for passages in procedures
        for passage in passages
    ]
    table = np.array(rows, dtype=np.int32).reshape(-1, 4)
    owners = np.cumsum([0, *(len(passages) for passages in procedures)], dtype=np.int64)
    encoded = [text.encode("utf-8") for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    blob = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    tables: dict[str, npt.NDArray[Any]] = {
        "owners": owners,
        "texts": table[:, 0],
        "spans": table[:, 1:3],
        "fields": table[:, 3],
        "offsets": offsets,
    }
    lexical = build_lexical((terms(text) for text in texts), k1=0.9, b=0.4)
    return Bodies(tables, blob, list(names), lexical, build_dense(_vectors(list(texts), encoder)))


def _vectors(texts: Sequence[str], encoder: Encoder) -> Floats:
    return np.concatenate(list(_batches(texts, encoder)) or [encoder.encode_passages([])])


def _batches(texts: Sequence[str], encoder: Encoder) -> Iterator[Floats]:
    for begin in range(0, len(texts), _ENCODED_AT_ONCE):
        yield encoder.encode_passages(texts[begin : begin + _ENCODED_AT_ONCE])
