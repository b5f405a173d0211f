"""Search: a question in, procedures with their best passages out, best first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.bodies import Bodies, BodyScores
from knowledge.clauses import clauses
from knowledge.dense import DenseIndex
from knowledge.encoder import Encoder
from knowledge.hearing import unheard
from knowledge.lexical import Floats
from knowledge.passages import Passage
from knowledge.phrased import PhrasedViews
from knowledge.phrases import holder_qualifiers, qualifier_kinds, qualifier_names
from knowledge.query import ASIDE_WEIGHT, Query, analyse
from knowledge.ranking import QualifierCounts, RankingModel, chances, leads, shipped_ranking, weigh
from knowledge.titles import TitleViews
from knowledge.vietnamese import fold

PASSAGES_A_HIT = 3
CANDIDATES = 64
"""How many of the best procedures by the quick views are looked at closely."""

BEHIND = 1.0
"""How far the best of the others stands behind the last candidate."""

LISTENED_TO = 48
"""How many of the best procedures may be a province's own that stands behind its national record."""

SAME_MATTER = 0.1
"""A national record that covers this much less of a question than a province's own still is about the same."""

REACH = 7.0
"""How far behind by its sum such a national record may be and still come first."""

AT_HOME = 4.0
"""How far behind by its sum the procedure at home may be and still come before that of an embassy."""

LEAD = 1.8
"""How far the province's record then stands behind it."""

_UNKNOWN_SHARE = 0.95  # of a question's weight that no title has: letters, or another language
_OTHERS_SHARE = 0.5
_CITIZENS = "Công dân Việt Nam"
_LEVELS = {"commune": 1.0, "province": 0.5}


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that was found: `score` from 0 to 1, its passages best first, and the features behind the score."""

    code: str
    title: str
    score: float
    passages: tuple[Passage, ...]
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Considered:
    """What one question found: its candidates, their features in the same order, and the sum of every procedure."""

    numbers: npt.NDArray[np.int64]
    features: Mapping[str, Floats]
    sums: Floats
    asked: Floats
    bodies: BodyScores

    def of(self, number: int) -> dict[str, float]:
        """Return the features of one procedure, rounded; none of one that was no candidate."""
        places = np.flatnonzero(self.numbers == number)
        if not len(places):
            return {}
        return {name: round(float(values[places[0]]), 4) for name, values in self.features.items()}


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
    fields: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


class HybridIndex:
    """Titles and bodies, by words and by vectors, in one ranking."""

    def __init__(
        self,
        listing: Listing,
        titles: TitleViews,
        title_vectors: DenseIndex,
        phrased: PhrasedViews,
        bodies: Bodies,
        encoder: Encoder,
        model: RankingModel | None = None,
    ) -> None:
        """Take what a snapshot holds, and the weights of the ranking; None: those that ship."""
        self._model = model or shipped_ranking()
        self._listing, self._titles, self._title_vectors, self._phrased = listing, titles, title_vectors, phrased
        self._bodies, self._encoder = bodies, encoder
        self._numbers = {code: number for number, code in enumerate(listing.codes)}
        carried = _carried(listing, titles)
        self._qualifiers = QualifierCounts(carried, qualifier_kinds())
        self._embassy = qualifier_names().index("embassy")
        self._abroad: npt.NDArray[np.bool_] = carried[:, self._embassy] & ~titles.qualifiers[:, self._embassy]
        self._citizens: Floats = bodies.stating("audience", _CITIZENS).astype(np.float32)
        self._levels = np.array([_LEVELS.get(level or "", 0.0) for level in listing.levels], dtype=np.float32)
        self._places = np.array([_place(name) for name in listing.jurisdictions])
        self._local: Floats = (self._places != "vn").astype(np.float32)

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
        place = place or query.place
        found = self.consider(query, clauses(query.text), place, allowed)
        found = replace(found, sums=self._ordinary_first(found, query))
        sums = found.sums if place else self._national_first(found.sums, found.asked, allowed)
        scores = self._scores(found, sums)
        if allowed is not None:
            sums = np.where(allowed, sums, -np.inf).astype(np.float32)
        order = _best(sums, min(limit, len(sums) if allowed is None else int(allowed.sum())))
        return self._hits(order.tolist(), np.minimum.accumulate(scores[order]).tolist(), found, query)

    def telling(self, text: str) -> dict[str, float]:
        """Return the terms of a question, official words with them, by what each tells: its weight times its rarity."""
        spoken = analyse(text).spoken.items()
        return {term: weight * self._bodies.idf(term) for term, weight in spoken if weight > ASIDE_WEIGHT}

    def weighed_by(self, model: RankingModel) -> HybridIndex:
        """Return the same index with other weights."""
        other = copy(self)
        other._model = model
        return other

    def consider(
        self, query: Query, parts: Sequence[str], place: str | None, allowed: npt.NDArray[np.bool_] | None
    ) -> Considered:
        """Return the candidates with every feature, and the sums of all procedures: candidates before the others."""
        vectors = self._encoder.encode_queries([query.text, query.official, *parts])
        asked = np.concatenate([vectors[:1], vectors[2:]])
        bodies = self._bodies.scores(vectors[0], allowed)
        views = self._everywhere(query, vectors, asked, place)
        sums = weigh(views, self._model.first)
        numbers = _best(
            sums if allowed is None else np.where(allowed, sums, -np.inf).astype(np.float32),
            min(CANDIDATES, len(sums) if allowed is None else int(allowed.sum())),
        )
        features = {name: values[numbers] for name, values in views.items()}
        features |= self._phrased.closely(query, asked, numbers)
        features["body_cosine"] = self._bodies.best(bodies, numbers)
        features["unheard"] = unheard(query, numbers, self._bodies, self._titles)
        finals = weigh(features, self._model.final)
        behind = finals.min() - sums[numbers].min() - np.float32(BEHIND)
        settled = np.minimum(sums + behind, finals.min() - np.float32(BEHIND)).astype(np.float32)
        settled[numbers] = finals
        return Considered(numbers, features, settled, views["asked"], bodies)

    def _scores(self, found: Considered, sums: Floats) -> Floats:
        """Return the chance of every procedure to be the one asked for; all but candidates have next to none."""
        ahead = leads(sums[found.numbers], self._phrased.names_of(found.numbers))
        sure = chances(found.features, ahead, self._model)
        scores = np.full(len(sums), sure.min(initial=1.0) * np.float32(_OTHERS_SHARE), dtype=np.float32)
        scores[found.numbers] = sure
        return scores

    def _everywhere(self, query: Query, vectors: Floats, asked: Floats, place: str | None) -> dict[str, Floats]:
        """Return the features that every procedure has."""
        found = self._titles.features(query)
        found["title_cosine"], found["official_cosine"] = self._title_vectors.cosines(vectors[:2])
        found |= self._phrased.everywhere(query, asked)
        found |= self._qualifiers.features(query.qualifiers)
        found["unmet"] = ((found["wider_deed"] > 0) & (found["agreed_deed"] == 0)).astype(np.float32)
        found["elsewhere"] = self._elsewhere(place)
        found["astray"] = np.maximum(found["elsewhere"], 0) if place else np.zeros_like(self._local)
        found["level"], found["citizens"] = self._levels, self._citizens
        found["named"] = self._named(query)
        unknown = float(found["strange"].min(initial=1.0)) >= _UNKNOWN_SHARE
        found["topicless"] = np.full_like(self._local, float(query.topicless or unknown))
        return found

    def _national_first(self, sums: Floats, asked: Floats, allowed: npt.NDArray[np.bool_] | None) -> Floats:
        """Return the sums with every province's own record behind the best national one of the same matter."""
        rivals = self._local == 0 if allowed is None else (self._local == 0) & allowed
        national = np.where(rivals, sums, -np.inf).astype(np.float32)
        settled = sums.copy()
        for number in _best(sums, min(LISTENED_TO, len(sums))).tolist():
            if not self._local[number]:
                continue
            rival = float(national[asked >= asked[number] - SAME_MATTER].max(initial=-np.inf))
            if rival > sums[number] - REACH:
                settled[number] = min(sums[number], rival - LEAD)
        return settled

    def _ordinary_first(self, found: Considered, query: Query) -> Floats:
        """Return the sums with what embassies do behind the ordinary one, unless the question is of abroad."""
        sums = found.sums.copy()
        if query.qualifiers[self._embassy]:
            return sums
        abroad = self._abroad[found.numbers]
        ordinary = np.where(abroad, -np.inf, sums[found.numbers]).astype(np.float32)
        for number in found.numbers[abroad].tolist():
            same = found.asked[found.numbers] >= found.asked[number] - SAME_MATTER
            rival = float(ordinary[same].max(initial=-np.inf))
            if rival > sums[number] - AT_HOME:
                sums[number] = min(sums[number], rival - LEAD)
        return sums

    def _elsewhere(self, place: str | None) -> Floats:
        """Return 1 for a procedure of a province that the question is not about, -1 for the province's own."""
        if not place:
            return self._local
        own: Floats = np.where(self._places == _place(place), np.float32(-1), self._local)
        return own

    def _named(self, query: Query) -> Floats:
        """Return 1 for every procedure whose code stands in the question, with or without its dot."""
        named = np.zeros(len(self._listing.codes), dtype=np.float32)
        named[[self._numbers[code] for code in query.codes if code in self._numbers]] = 1
        return named

    def _allowed(self, codes: Collection[str]) -> npt.NDArray[np.bool_]:
        allowed = np.zeros(len(self._listing.codes), dtype=np.bool_)
        allowed[[self._numbers[code] for code in codes if code in self._numbers]] = True
        return allowed

    def _hits(self, order: Sequence[int], scores: Sequence[float], found: Considered, query: Query) -> list[Hit]:
        codes, titles = self._listing.codes, self._listing.titles
        named = [(codes[number], number) for number in order]
        passages = self._bodies.passages_of(named, query.spoken, found.bodies, PASSAGES_A_HIT)
        return [
            Hit(codes[number], titles[number], score, own, found.of(number))
            for number, score, own in zip(order, scores, passages, strict=True)
        ]


def _carried(listing: Listing, titles: TitleViews) -> npt.NDArray[np.bool_]:
    """Return the qualifiers that procedures carry, by their titles and by who runs them."""
    carried: npt.NDArray[np.bool_] = np.array(titles.qualifiers)
    holders = holder_qualifiers()
    rows = zip(listing.fields, listing.agencies, listing.levels, strict=False)
    for number, (field, agency, level) in enumerate(rows):
        field, agency = field.lower(), agency.lower()
        keys = [("fields", field), *(("agencies", name.strip()) for name in agency.split(","))]
        if level is None:
            keys.append(("fields_without_level", field))
        for column in (column for key in keys for column in holders.get(key, ())):
            carried[number, column] = True
    return carried


def _best(sums: Floats, limit: int) -> npt.NDArray[np.int64]:
    """Return the numbers of the highest sums, best first; ties in code order, in which procedures are numbered."""
    reach = np.partition(sums, len(sums) - limit)[len(sums) - limit]
    candidates = np.flatnonzero(sums >= reach)
    return candidates[np.argsort(-sums[candidates], kind="stable")][:limit]


def _place(name: str) -> str:
    """Return a place's name to compare by: folded, without what kind of place it is."""
    folded = " ".join(fold(name).replace(".", " ").split())
    for kind in ("thanh pho ", "tinh ", "tp "):
        folded = folded.removeprefix(kind)
    return folded
