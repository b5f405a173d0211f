"""Hearing: how much of what a question speaks of a procedure never mentions, in its title or in its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.bodies import Bodies, Integers
from knowledge.lexical import Floats
from knowledge.query import ASIDE_WEIGHT, Query, Terms
from knowledge.titles import TitleViews
from knowledge.vietnamese import FOLDED_PREFIX

WORD_SHARE = 0.12
"""Two syllables are one word when they stand together in at least this share of the texts that have the rarer one."""

TERSE = 6
"""Up to so many syllables each of them matters; of a longer question, a story, not every word has to be met."""

LEAST_TEXTS = 3
"""Fewer texts than this do not show that two syllables are a word."""

_OF_A_STORY = frozenset(("bố", "mẹ", "má", "vợ", "chồng", "trai", "gái", "cháu", "mảnh", "quá", "mà"))
"""Words of a person's own story, which a record puts in another way or not at all. Only with their marks: without
them most are other words too."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A syllable of the question: what it weighs, and the words of two syllables that it is a part of."""

    syllable: str
    mass: float
    words: tuple[str, ...]


def unheard(query: Query, procedures: Integers, bodies: Bodies, titles: TitleViews) -> Floats:
    """Return for each of the procedures the share of the question that it never mentions, 0 to 1; less for long ones.

    A syllable counts as mentioned when one of its words is: "án" of "bản án" is not mentioned by "dự án". What an
    everyday phrase means is mentioned where the title has its official words.
    """
    missed = np.zeros(len(procedures), dtype=np.float32)
    whole, said = 0.0, 0
    if not len(procedures):
        return missed
    for unit in query.units:
        spoken = _spoken(unit.own, bodies, marked=query.marked)
        mass, said = sum(part.mass for part in spoken), said + len(spoken)
        if not mass:
            continue
        heard = _heard(spoken, procedures, bodies) / np.float32(mass)
        if unit.meanings:
            heard = np.maximum(heard, titles.likeness(unit.meanings)[procedures])
        missed += np.float32(mass) * (1 - np.minimum(heard, 1))
        whole += mass
    return missed * np.float32(min(1.0, TERSE / max(said, 1)) / max(whole, 1e-6))


def _heard(spoken: Sequence[Spoken], procedures: Integers, bodies: Bodies) -> Floats:
    wanted = {term for part in spoken for term in (part.words or (part.syllable,))}
    has = bodies.having(wanted, procedures)
    total = np.zeros(len(procedures), dtype=np.float32)
    for part in spoken:
        mentioned = np.logical_or.reduce([has[term] for term in (part.words or (part.syllable,))])
        total += np.float32(part.mass) * mentioned
    return total


def _spoken(own: Terms, bodies: Bodies, *, marked: bool) -> list[Spoken]:
    terms = [term for term, weight in own.items() if weight > ASIDE_WEIGHT and marked != term.startswith(FOLDED_PREFIX)]
    words: dict[str, list[str]] = {}
    for term in terms:
        left, joint, right = term.partition("_")
        right = FOLDED_PREFIX + right if term.startswith(FOLDED_PREFIX) else right
        if joint and _is_word(term, left, right, bodies):
            words.setdefault(left, []).append(term)
            words.setdefault(right, []).append(term)
    return [
        Spoken(term, own[term] * bodies.idf(term), tuple(words.get(term, ())))
        for term in terms
        if "_" not in term and term not in _OF_A_STORY and len(term.removeprefix(FOLDED_PREFIX)) > 1
    ]


def _is_word(pair: str, left: str, right: str, bodies: Bodies) -> bool:
    together = bodies.frequency(pair)
    rarer = min(bodies.frequency(left), bodies.frequency(right))
    return together >= LEAST_TEXTS and together >= WORD_SHARE * rarer
