"""Search: a question in, procedures with their best passages out, best first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.bodies import Bodies, BodyScores
from knowledge.dense import DenseIndex
from knowledge.encoder import Encoder
from knowledge.lexical import Floats
from knowledge.passages import Passage
from knowledge.phrases import qualifier_kinds
from knowledge.query import Query, analyse
from knowledge.ranking import calibrate, qualifier_features, weigh
from knowledge.titles import TitleViews
from knowledge.vietnamese import fold

PASSAGES_A_HIT = 3
_NEAREST_TITLES = 1000
_LEVELS = {"commune": 1.0, "province": 0.5}


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that was found: `score` from 0 to 1, its passages best first, and the features behind the score."""

    code: str
    title: str
    score: float
    passages: tuple[Passage, ...]
    features: Mapping[str, float]


class SearchIndex(Protocol):
    """Whatever finds procedures."""

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> list[Hit]:
        """Return the procedures that the text asks for, best first."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What ranking knows of each procedure beside its words; all in the same order."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[str | None, ...]
    jurisdictions: tuple[str, ...]


class HybridIndex:
    """Titles and bodies, by words and by vectors, in one ranking."""

    def __init__(
        self, listing: Listing, titles: TitleViews, title_vectors: DenseIndex, bodies: Bodies, encoder: Encoder
    ) -> None:
        self._listing, self._titles, self._title_vectors = listing, titles, title_vectors
        self._bodies, self._encoder = bodies, encoder
        self._numbers = {code: number for number, code in enumerate(listing.codes)}
        self._levels = np.array([_LEVELS.get(level or "", 0.0) for level in listing.levels], dtype=np.float32)
        self._places = tuple(_place(name) for name in listing.jurisdictions)
        self._local = np.array([place != "vn" for place in self._places])

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> list[Hit]:
        """Return the procedures that the text asks for, best first; ties in code order.

        Args:
            text: Anything that a person types.
            place: The province that the question is about; its own procedures then come before the national ones.
            codes: Procedures to choose from; unknown codes are ignored. None: all.

        Returns:
            At most `limit` hits; none for a text without a word.
        """
        query = analyse(text)
        allowed = None if codes is None else self._allowed(codes)
        if not query.own or limit < 1 or (allowed is not None and not allowed.any()):
            return []
        features, bodies = self.features(query, place, allowed)
        sums = weigh(features)
        if allowed is not None:
            sums = np.where(allowed, sums, -np.inf).astype(np.float32)
        count = len(sums) if allowed is None else int(allowed.sum())
        order = self._best(sums, min(limit, count))
        scores = calibrate(sums[order])
        return [
            self._hit(int(number), float(score), features, bodies)
            for number, score in zip(order, scores, strict=True)
        ]

    def features(
        self, query: Query, place: str | None, allowed: npt.NDArray[np.bool_] | None
    ) -> tuple[dict[str, Floats], BodyScores]:
        """Return every feature of every procedure, and what the bodies say."""
        vectors = self._encoder.encode_queries([query.matter, query.official])
        bodies = self._bodies.scores(dict(query.own), vectors[1], allowed)
        words, near = self._bodies.best(bodies)
        top = max(float(words.max(initial=0.0)), 1e-6)
        found = self._titles.features(query)
        found["title_cosine"] = self._cosines(vectors[0], allowed)
        found["official_cosine"] = self._cosines(vectors[1], allowed)
        found["body_words"] = words / np.float32(top)
        found["body_cosine"] = near
        found |= qualifier_features(self._titles.qualifiers, query.qualifiers, qualifier_kinds())
        found["elsewhere"] = self._elsewhere(place)
        found["level"] = self._levels
        return found, bodies

    def _cosines(self, vector: Floats, allowed: npt.NDArray[np.bool_] | None) -> Floats:
        numbers, cosines = self._title_vectors.nearest(
            vector, _NEAREST_TITLES, None if allowed is None else np.flatnonzero(allowed)
        )
        every = np.full(len(self._listing.codes), cosines.min(initial=1.0) if len(cosines) else 0.0, dtype=np.float32)
        every[numbers] = cosines
        return every

    def _elsewhere(self, place: str | None) -> Floats:
        """Return 1 for a procedure of a province that the question is not about, -1 for the province's own."""
        asked = _place(place or "")
        own = np.array([bool(asked) and asked == name for name in self._places])
        return np.where(own, -1.0, self._local.astype(np.float32)).astype(np.float32)

    def _allowed(self, codes: Collection[str]) -> npt.NDArray[np.bool_]:
        allowed = np.zeros(len(self._listing.codes), dtype=np.bool_)
        allowed[[self._numbers[code] for code in codes if code in self._numbers]] = True
        return allowed

    @staticmethod
    def _best(sums: Floats, limit: int) -> npt.NDArray[np.int64]:
        # A stable sort of the best alone: procedures are numbered in code order, which settles ties.
        return np.argsort(-sums, kind="stable")[:limit]

    def _hit(self, number: int, score: float, features: Mapping[str, Floats], bodies: BodyScores) -> Hit:
        code = self._listing.codes[number]
        passages = self._bodies.passages_of(code, number, bodies, PASSAGES_A_HIT)
        values = {name: round(float(column[number]), 4) for name, column in features.items()}
        return Hit(code, self._listing.titles[number], score, passages, values)


def _place(name: str) -> str:
    """Return a place's name to compare by: folded, without what kind of place it is."""
    folded = " ".join(fold(name).replace(".", " ").split())
    for kind in ("thanh pho ", "tinh ", "tp "):
        folded = folded.removeprefix(kind)
    return folded


__all__ = ["Hit", "HybridIndex", "Listing", "SearchIndex"]
