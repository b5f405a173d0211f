"""A question taken apart: its own terms with weights, what its everyday words mean, and how it narrows itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from knowledge.accents import accents
from knowledge.phrases import (
    Everyday,
    Found,
    asides,
    asked_qualifiers,
    everyday_words,
    qualifier_kinds,
    qualifier_names,
)
from knowledge.provinces import province_asked_about, province_of_agency
from knowledge.reading import by_letter, by_word
from knowledge.vietnamese import FOLDED_PREFIX, clean, fold, has_diacritics, syllables, terms

LONGEST_QUESTION_CHARS = 2000
"""What stands behind is not searched for: an answerable question is shorter."""

ASIDE_WEIGHT = 0.15
"""What a word counts that belongs to asking ("cho tôi hỏi", "bao nhiêu tiền"), against 1 for the matter itself."""

OFFICIAL_WEIGHT = 0.7
"""What an official word counts in a passage that the question meant by an everyday one."""

GROWN_UP_YEARS = 14
"""From this age a person has an identity card of their own. Source: Law 26/2023/QH15 on identification, Art. 19."""

LONGEST_PLACE_TOKENS = 5

_HELD = 64  # questions; one is read several times on its way to an answer

Terms = Mapping[str, float]
Part = Literal["reading", "lexicon"]

_CODE = re.compile(r"(?<![\d.,])(\d)[ .,]?(\d{6})(?![\d.,]*\d)")
_BEFORE_A_PLACE = frozenset({"o", "tai", "tinh", "tp", "pho", "cua", "ve"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a question: its own terms, and each way in which an official title may put it."""

    own: Terms
    meanings: tuple[Terms, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as searching sees it.

    `marked` says whether it has any diacritic; without one, only folded terms exist. `own` are all its terms with
    weights from 0 to 1, `spoken` the same with the official words, `units` the same taken apart. `matter` is the
    text without asides, `official` the matter with the official words behind it. `qualifiers` has one column a
    qualifier. `place` is the province that the question names, `topicless` whether it is about nothing: nothing but
    words of asking, numbers and places. `codes` are the procedure codes in it, with or without their dot.
    """

    text: str
    marked: bool
    own: Terms
    spoken: Terms
    units: tuple[Unit, ...]
    matter: str
    official: str
    qualifiers: npt.NDArray[np.bool_]
    place: str | None = None
    topicless: bool = False
    codes: tuple[str, ...] = ()


def analyse(text: str, *, without: Collection[Part] = ()) -> Query:
    """Return the question taken apart; any text has one, even an empty one.

    Args:
        without: Parts of understanding to leave out, to see what each is worth.
    """
    return _analyse(text, frozenset(without))


@lru_cache(maxsize=_HELD)
def _analyse(text: str, without: frozenset[Part]) -> Query:
    typed, line = (clean(text, LONGEST_QUESTION_CHARS),) * 2 if "reading" in without else read(text)
    tokens = syllables(line)
    place, passed_over = _place_named(typed, tokens)
    meanings, absorbed = ([], set[int]()) if "lexicon" in without else _meanings(tokens, passed_over)
    spoken_asides = asides().every(tokens)
    weights = _weights(tokens, meanings, _places(spoken_asides) | passed_over | absorbed)
    marked = has_diacritics(line)
    table = _TermTable(line, len(tokens), marked)
    units = _units(table, weights, meanings, marked)
    matter = " ".join(token for token, weight in zip(tokens, weights, strict=True) if weight > ASIDE_WEIGHT) or line
    official = " ".join([matter, *(means for found in meanings for means in found.value.means)])
    own = table.weighted(weights, range(len(tokens)))
    long_asides = _places(aside for aside in spoken_asides if aside.end - aside.start > 1)
    spoken = {term: OFFICIAL_WEIGHT for unit in units for meaning in unit.meanings for term in meaning}
    spoken = {term: max(own.get(term, 0.0), spoken.get(term, 0.0)) for term in (*own, *spoken)}
    codes = tuple(f"{system}.{number}" for system, number in _CODE.findall(line))
    return Query(
        text=line,
        marked=marked,
        own=own,
        spoken=spoken,
        units=units,
        matter=matter,
        official=official,
        qualifiers=_qualifiers(tokens, long_asides),
        place=place,
        topicless=not codes and _is_topicless(tokens, weights),
        codes=codes,
    )


@lru_cache(maxsize=_HELD)
def read(text: str) -> tuple[str, str]:
    """Return the question as it was meant to be typed, and that with its marks and in full words.

    Every step is a function from a line to a line; sound text passes through all of them unchanged.
    """
    typed = by_letter(clean(text, LONGEST_QUESTION_CHARS))
    return typed, by_word(accents().restore(typed))


def _units(
    table: _TermTable, weights: Sequence[float], meanings: Sequence[Found[Everyday]], marked: bool
) -> tuple[Unit, ...]:
    meant = _places(meanings)
    rest = table.weighted(weights, [place for place in range(len(weights)) if place not in meant])
    units = [Unit(rest)] if rest else []
    for found in meanings:
        own = table.weighted(weights, range(found.start, found.end))
        units.append(Unit(own, tuple(_official(means, marked) for means in found.value.means)))
    return tuple(units)


def _place_named(typed: str, tokens: Sequence[str]) -> tuple[str | None, set[int]]:
    """Return the province that the question names, and the places of the tokens that name it.

    It stands behind "ở", "tỉnh" and the like, or is written as a name is: with its marks and capitals.
    """
    folded = [fold(token) for token in tokens]
    by_name = province_of_agency(typed)
    for start in range(len(folded)):
        introduced = start > 0 and folded[start - 1] in _BEFORE_A_PLACE
        if not introduced and not by_name:
            continue
        for end in range(start + 1, min(start + LONGEST_PLACE_TOKENS, len(folded)) + 1):
            place = province_asked_about("o " + " ".join(folded[start:end]))
            begins_here = province_asked_about("o " + " ".join(folded[start + 1 : end])) != place
            if place is not None and begins_here and (introduced or place in by_name):
                return place, set(range(start - introduced, end))
    return None, set()


def _is_topicless(tokens: Sequence[str], weights: Sequence[float]) -> bool:
    matter = [token for token, weight in zip(tokens, weights, strict=True) if weight > ASIDE_WEIGHT]
    return all(len(token) < 2 or token[0].isdecimal() for token in matter)


class _TermTable:
    """The terms of a text by token: `terms` lays out syllables, then pairs, accented before folded ones."""

    def __init__(self, line: str, tokens: int, marked: bool) -> None:
        laid_out = terms(line)
        kinds = 2 if marked else 1
        step = max(0, 2 * tokens - 1)
        self._blocks = [laid_out[number * step : (number + 1) * step] for number in range(kinds)]
        self._keys = laid_out[kinds * step :]
        self._tokens = tokens

    def weighted(self, weights: Sequence[float], places: Sequence[int]) -> dict[str, float]:
        """Return the terms that lie in these places with their weights; a repeated term keeps its highest."""
        chosen = set(places)
        found: dict[str, float] = {}
        for block in self._blocks:
            for place in places:
                _keep(found, block[place], weights[place])
                if place + 1 in chosen:
                    _keep(found, block[self._tokens + place], (weights[place] + weights[place + 1]) / 2)
        if len(chosen) == self._tokens:
            for key in self._keys:
                _keep(found, key, 1.0)
        return found


def _keep(found: dict[str, float], term: str, weight: float) -> None:
    if weight > found.get(term, 0.0):
        found[term] = weight


def _meanings(tokens: Sequence[str], passed_over: set[int]) -> tuple[list[Found[Everyday]], set[int]]:
    """Return the everyday phrases to believe, and the places of what they absorb; none overlap.

    The longest win, but before them those that require more; nothing means anything in a place's name.
    """
    folded = [fold(token) for token in tokens]
    bare = f" {' '.join(folded)} "
    taken, absorbed = set(passed_over), set[int]()
    kept: list[Found[Everyday]] = []
    for found in sorted(everyday_words().every(tokens), key=_precedence):
        span = range(found.start, found.end)
        if taken.isdisjoint(span) and found.value.fits(bare):
            taken.update(span)
            kept.append(found)
            if found.value.absorbs:
                absorbed |= _standing(found.value.requires, folded) - taken
                taken |= absorbed
    return sorted(kept, key=lambda found: found.start), absorbed


def _standing(phrases: Iterable[str], folded: Sequence[str]) -> set[int]:
    """Return the places of the phrases in the folded tokens."""
    places: set[int] = set()
    for phrase in phrases:
        wanted = fold(phrase).split()
        for start in range(len(folded) - len(wanted) + 1):
            if list(folded[start : start + len(wanted)]) == wanted:
                places.update(range(start, start + len(wanted)))
    return places


def _precedence(found: Found[Everyday]) -> tuple[bool, int, int]:
    # A meaning that asks for another phrase too was written for that very situation.
    return not found.value.requires, found.start - found.end, found.start


def _weights(tokens: Sequence[str], meanings: Sequence[Found[Everyday]], spoken_asides: set[int]) -> list[float]:
    weights = [ASIDE_WEIGHT if place in spoken_asides else 1.0 for place in range(len(tokens))]
    for found in meanings:
        for place in range(found.start, found.end):
            weights[place] = found.value.own
    return weights


@lru_cache(maxsize=1024)
def _official(means: str, marked: bool) -> Terms:
    return {term: 1.0 for term in terms(means) if marked or term.startswith(FOLDED_PREFIX)}


def _places(found: Iterable[Found[Any]]) -> set[int]:
    return {place for phrase in found for place in range(phrase.start, phrase.end)}


def _qualifiers(tokens: Sequence[str], phrases_of_asking: set[int]) -> npt.NDArray[np.bool_]:
    names = qualifier_names()
    carried = np.zeros(len(names), dtype=np.bool_)
    kinds = qualifier_kinds()
    for found in asked_qualifiers().every(tokens):
        if kinds[found.value] == "deed" and found.end - found.start == 1 and not has_diacritics(tokens[found.start]):
            continue  # without its marks "hoan" is "hoàn" (refund) as well as "hoãn" (postpone)
        if not phrases_of_asking.issuperset(range(found.start, found.end)):  # "mất" in "mất bao lâu" is no loss
            carried[found.value] = True
    for before, number, unit in zip(["", *tokens], tokens, tokens[1:], strict=False):
        if number.isdecimal() and len(number) < 4 and fold(unit) == "tuoi":
            grown = int(number) >= GROWN_UP_YEARS + (fold(before) == "duoi")
            carried[names.index("under_14")], carried[names.index("from_14")] = not grown, grown
    return carried
