"""From what a question and its `place` field tell to the place they mean, and plain questions about a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.compose.place import compose_place_answer, compose_province_answer, old_name
from assistant.lexicon import read_list
from assistant.phrases import Phrases
from assistant.understand import Understanding
from knowledge.places import Place, find_places
from knowledge.provinces import province_asked_about, provinces_said, today_of, without_provinces
from knowledge.vietnamese import clean, fold

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS_LEFT = 1  # of a question about a place, when its name and its asking are gone


@dataclass(frozen=True)
class PlaceTold:
    """The place that a question means, as `assistant.circumstances.Circumstances` holds it."""

    place: Place | None = None
    province: str | None = None  # today's, as in knowledge.provinces.PROVINCES
    old_place: str | None = None  # the unit that is gone, with where it lay
    communes: tuple[str, ...] = ()  # of today; empty where the table is not sure of them


def place_told(words: str, given: str | None) -> PlaceTold:
    """Return the place that a question names, else the one that was given with it.

    Args:
        given: The `place` of a request: an address, a commune or a province; None where there is none.
    """
    asked = province_asked_about(fold(clean(words)))
    known = _province_of(given)
    place = find_places(words, asked or known) or (find_places(given, asked) if given and not asked else None)
    province = (place.province if place is not None else None) or asked or known
    if place is None or len(place.units) > 1:
        return PlaceTold(place, province)
    unit = place.units[0]
    old = None if unit.level == "commune" else old_name(unit)
    return PlaceTold(place, province, old, unit.communes if unit.sure or unit.level == "district" else ())


def place_answer(said: Understanding) -> str | None:
    """Return the answer to a plain question about a place; None where it is no such question."""
    if said.wording not in _asks() or said.codes or _other_words(said) > _MOST_WORDS_LEFT:
        return None
    place = find_places(said.text)
    if place is not None:
        return compose_place_answer(place)
    names = provinces_said(said.wording.folded)
    today = today_of(names[0]) if names else None
    return compose_province_answer(names[0], today) if today is not None else None


def _province_of(given: str | None) -> str | None:
    """Return today's province of the place that was given; None where it names none."""
    if not given:
        return None
    place = find_places(given)
    if place is not None and place.province is not None:
        return place.province
    names = provinces_said(fold(clean(given)))
    return today_of(names[-1]) if names else None


def _other_words(said: Understanding) -> int:
    """Return how many words of a question neither ask about a place nor belong to a name."""
    named = find_places(said.text)
    units = named.units if named is not None else ()
    names = " ".join(f"{unit.name} {unit.district}" for unit in units)
    known = _fillers() | set(_WORD.findall(fold(names)))
    return sum(word not in known for word in _WORD.findall(without_provinces(said.wording.folded)))


@cache
def _asks() -> Phrases:
    return Phrases(tuple(read_list("places")["asks"]))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("places")["fillers"].split())
