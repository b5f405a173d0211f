"""The one question that separates close candidates best, and what its reply leaves of them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.attributes import Attribute, Values, attribute_named, attributes, says, traits
from assistant.choices import label_of
from assistant.clarification import BY_TITLE, Choice, Clarification
from assistant.decide import CHOICES
from assistant.lexicon import read_list
from assistant.phrases import Wording
from assistant.understand import LAST, Understanding, namesakes
from knowledge.names import bare_name
from knowledge.query import read
from knowledge.search import Hit
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import clean, fold

LEAST_GAIN = 0.4  # of what is uncertain; a question that settles less is worth less than the titles themselves
MOST_OPTIONS = 5
_NEW_WORDS = 1  # that a reply may have beside the words of a choice, before it is something new
_LONGEST_REPLY_WORDS = 14


@dataclass(frozen=True)
class Candidate:
    """A procedure that may be meant: `chance` relative to the others, `values` by attribute."""

    code: str
    label: str
    chance: float
    values: Values = field(default_factory=dict)


def candidates(hits: Sequence[Hit], snapshot: Snapshot) -> tuple[Candidate, ...]:
    """Return the hits as candidates, in their order."""
    return tuple(_candidate(hit.code, hit.title, max(float(hit.score), 1e-3), snapshot) for hit in hits)


def candidates_left(codes: Sequence[str], snapshot: Snapshot) -> tuple[Candidate, ...]:
    """Return the held ones of the codes that a reply left, likelier for standing earlier."""
    held = [(code, procedure) for code in codes if (procedure := snapshot.procedure(code)) is not None]
    return tuple(
        _candidate(code, " ".join(procedure.title.plain.split()), 1 / rank, snapshot)
        for rank, (code, procedure) in enumerate(held, start=1)
    )


def separating_question(
    found: Sequence[Candidate], told: Mapping[str, frozenset[str]] | None = None, asked: Collection[str] = ()
) -> Clarification | None:
    """Return the question about the attribute that is expected to settle most; None for less than two candidates.

    Only an attribute that every candidate has, with values that tell them apart, that the person has not told and was
    not asked before, is asked about; where none settles enough, the procedures are offered by their titles.

    Args:
        found: Best first.
        told: Values that the person has told, by attribute.
        asked: Attributes that were asked about before in this talk.
    """
    found = _fitting(found, told or {})
    if len(found) < 2:
        return None
    free = [one for one in attributes() if one.name not in asked and one.name not in (told or {})]
    uncertain = _entropy([one.chance for one in found])
    gains = [(_gain(one, found) * one.ease, one) for one in free]
    best = max(gains, key=lambda pair: pair[0], default=None)
    if best is not None and best[0] >= LEAST_GAIN * uncertain:
        return _by_attribute(best[1], found)
    return None if BY_TITLE in asked else _by_title(found)


def resolve_reply(said: Understanding, clarification: Clarification) -> tuple[str, ...] | None:
    """Return the codes that a reply leaves, best first; None where the reply is something new.

    A reply takes a choice by its number, value, label, or in words: "mất rồi", "không, ở xã", "người Nhật", "thú y".
    One that does not know leaves all of them.
    """
    if said.codes and said.codes[0] not in clarification.codes:
        return None
    choice = taken(said, clarification)
    if choice is not None:
        return choice.codes
    plain = _plain(said.wording.folded)
    if is_unsure(said):
        return clarification.codes
    if len(plain.split()) > _LONGEST_REPLY_WORDS:
        return None
    attribute = attribute_named(clarification.attribute)
    by_words = _by_words(said.wording, clarification)
    if attribute is None:
        return by_words
    read_as = Wording.of(read(said.text)[1])  # "tp hcm" in full words
    by_value = (_by_value(wording, attribute, clarification) for wording in (said.wording, read_as))
    return next((codes for codes in by_value if codes), by_words)


def is_unsure(said: Understanding) -> bool:
    """Whether a reply does not know: "không biết", "cái nào cũng được"."""
    return re.search(rf"\b(?:{_replies()['unsure']})\b", _plain(said.wording.folded)) is not None


def taken(said: Understanding, clarification: Clarification) -> Choice | None:
    """Return the choice that a message takes outright, by its number, its value or its label; None where by none."""
    for number, choice in enumerate(clarification.choices, start=1):
        wanted = len(clarification.choices) if said.number == LAST else said.number
        if wanted == number or said.text == choice.value or said.wording.folded == fold(choice.label):
            return choice
    named = (choice for choice in clarification.rest if said.text == choice.value)
    return next(named, None)


def refined(said: Understanding, clarification: Clarification) -> str:
    """Return what to search for where a reply names no choice: the words that all titles share, and the reply."""
    return f"{clarification.matter} {said.text}".strip()


def is_named(said: Understanding, title: str) -> bool:
    """Whether a title has every telling word of a reply, its short forms in full, and there is one."""
    typed = _plain(read(said.text)[1].lower()).split()
    words = {fold(word) for word in typed if fold(word) not in _fillers() or word in namesakes()}
    return bool(words) and words <= set(_plain(fold(title)).split())


def _fitting(found: Sequence[Candidate], told: Mapping[str, frozenset[str]]) -> Sequence[Candidate]:
    """Return the candidates that fit what was told; all of them where less than two do."""
    fit = [one for one in found if all(values & one.values.get(name, values) for name, values in told.items())]
    return fit if len(fit) > 1 else found


def _candidate(code: str, title: str, chance: float, snapshot: Snapshot) -> Candidate:
    procedure = snapshot.procedure(code)
    if procedure is None:
        return Candidate(code, title, chance, traits(title))
    values = traits(title, procedure.level, procedure.jurisdiction)
    return Candidate(code, label_of(title, procedure), chance, values)


def _gain(attribute: Attribute, found: Sequence[Candidate]) -> float:
    """Return how much entropy the answer is expected to take away; 0 where it cannot be asked about.

    Source: Quinlan 1986, information gain; a candidate with several values is met under each of them.
    """
    own = [one.values.get(attribute.name, frozenset()) for one in found]
    values = sorted(set().union(*own))
    if not all(own) or len(set(own)) < 2 or len(_choices(attribute, found)) not in range(2, MOST_OPTIONS + 1):
        return 0.0
    if _likeness(found) < attribute.alike:
        return 0.0
    whole = sum(one.chance for one in found)
    left = 0.0
    for value in values:
        parts = [one.chance / len(mine) for one, mine in zip(found, own, strict=True) if value in mine]
        left += sum(parts) / whole * _entropy(parts)
    return max(0.0, _entropy([one.chance for one in found]) - left)


def _matter(found: Sequence[Candidate]) -> str:
    """Return the words of the best name that all names have, in its order."""
    names = [bare_name(one.label).split() for one in found]
    return " ".join(word for word in names[0] if all(word in words for words in names))


def _likeness(found: Sequence[Candidate]) -> float:
    """Return the share of the shortest name's words that all names have."""
    shortest = min(len(set(bare_name(one.label).split())) for one in found)
    return len(set(_matter(found).split())) / max(1, shortest)


def _entropy(chances: Sequence[float]) -> float:
    whole = sum(chances)
    return -sum(chance / whole * math.log2(chance / whole) for chance in chances if chance > 0)


def _by_attribute(attribute: Attribute, found: Sequence[Candidate]) -> Clarification:
    return Clarification(
        attribute=attribute.name,
        question=f"{attribute.ask} {read_list('attributes')['how']}",
        choices=_choices(attribute, found),
        matter=_matter(found),
    )


def _choices(attribute: Attribute, found: Sequence[Candidate]) -> tuple[Choice, ...]:
    """Return a choice for each set of codes that values leave, likeliest first; values that leave the same are one."""
    order = [value.name for value in attribute.values]
    left: dict[str, tuple[str, ...]] = {}
    for one in found:
        for value in sorted(
            one.values.get(attribute.name, ()), key=lambda name: (name in order and order.index(name), name)
        ):
            left[value] = (*left.get(value, ()), one.code)
    grouped: dict[tuple[str, ...], list[str]] = {}
    for value, codes in left.items():
        grouped.setdefault(codes, []).append(value)
    choices = (
        Choice(label=" / ".join(attribute.value(value).label for value in values), codes=codes, values=tuple(values))
        for codes, values in grouped.items()
    )
    return tuple(sorted(choices, key=lambda choice: choice.values == ("other",)))


def _by_title(found: Sequence[Candidate]) -> Clarification:
    every = [Choice(label=one.label, codes=(one.code,)) for one in found]
    question = read_list("attributes")["many"] if len(every) > CHOICES else ""
    return Clarification(
        attribute=BY_TITLE,
        question=question,
        choices=tuple(every[:CHOICES]),
        rest=tuple(every[CHOICES:]),
        matter=_matter(found),
    )


def _by_value(wording: Wording, attribute: Attribute, clarification: Clarification) -> tuple[str, ...] | None:
    """Return what the values leave that a reply affirms, or does not deny; None where it says nothing of them."""
    heard = says(attribute, wording)
    affirmed, denied = set(heard.affirmed), set(heard.denied)
    yes = {value.name for value in attribute.values if value.is_yes}
    for name, into in (("says_yes", affirmed), ("says_no", denied)):
        if re.fullmatch(_replies()[name], _plain(wording.folded)):
            into |= yes
    kept = [choice for choice in clarification.choices if affirmed & set(choice.values)]
    if not kept:
        wider = {attribute.value(name).within for name in affirmed}
        kept = [choice for choice in clarification.choices if wider & set(choice.values)]
    if not kept and denied & {value for choice in clarification.choices for value in choice.values}:
        kept = [choice for choice in clarification.choices if not denied & set(choice.values)]
    if not kept or _strange(wording, attribute, clarification) > _NEW_WORDS:
        return None
    return _codes(kept)


def _strange(wording: Wording, attribute: Attribute, clarification: Clarification) -> int:
    """Return how many words of a reply neither the attribute nor the choices nor a reply as such explain."""
    labels = _plain(fold(" ".join([clarification.matter, *(choice.label for choice in clarification.choices)])))
    said = [value.said.patterns for value in attribute.values if value.said is not None]
    explained = {word for patterns in said for word in _words_of(patterns)}
    words = {word for word in _plain(wording.folded).split() if not word.isdecimal()}
    return len(words - set(labels.split()) - explained - _fillers())


def _by_words(wording: Wording, clarification: Clarification) -> tuple[str, ...] | None:
    """Return the choices whose label holds the reply, outside brackets before inside, or most of its telling words."""
    every = (*clarification.choices, *clarification.rest)
    reply = _as_typed(wording, wording)
    for shorten in (bare_name, clean):
        labels = [_as_typed(wording, Wording.of(shorten(choice.label))) for choice in every]
        holding = [choice for choice, label in zip(every, labels, strict=True) if f" {reply} " in f" {label} "]
        if reply and 0 < len(holding) < len(every):
            return _codes(holding)
    owned = [set(label.split()) for label in labels]
    telling = {word for word in reply.split() if fold(word) not in _fillers()} - owned[0].intersection(*owned[1:])
    scores = [len(telling & words) for words in owned]
    most = max(scores)
    if most == 0 or len(telling) - most > _NEW_WORDS or 2 * most < len(telling):
        return None
    kept = [choice for choice, score in zip(every, scores, strict=True) if score == most]
    return _codes(kept) if len(kept) < len(every) else None


def _as_typed(wording: Wording, words: Wording) -> str:
    """Return the words with diacritics where the reply is written with them, else without."""
    return _plain(words.accented if wording.marked else words.folded)


def _codes(kept: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for choice in kept for code in choice.codes))


def _plain(folded: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split())


@cache
def _words_of(patterns: tuple[str, ...]) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{2,}", fold(" ".join(patterns))))


@cache
def _replies() -> dict[str, str]:
    lists = read_list("attributes")
    return {name: lists[name] for name in ("unsure", "says_yes", "says_no")}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("attributes")["reply_fillers"].split())
