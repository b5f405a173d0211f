"""Which case of a procedure the words of a question fix, told from its headings alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.circumstances import Circumstances
from assistant.headings import bare, labels
from assistant.lexicon import read_list
from assistant.records import Option
from knowledge.phrases import Phrasebook
from knowledge.query import analyse
from knowledge.vietnamese import FOLDED_PREFIX, fold, syllables, terms

# Set by hand on the development dialogues; none comes from a fit.
_ENOUGH = 1.3  # evidence that fixes a case: one sense that only its heading carries, or two pairs of words
_LEAD = 0.8  # and this much more than for the next case
_LEAD_SHARE = 0.35
_SENSE = 2.0
_DENIED = -3.0
_UNTOLD = -0.7  # of a sense that nobody means who does not say it
_OTHER_DEED = -1.0  # a renewal is asked for, and the heading is of a first issue
_PAIR = 0.7
_PAIRS_COUNT = 3.0  # so much at most do pairs of words say together
_NAMED_ANYWAY = 0.5  # what a sense, or all pairs, count that the procedure's own title has too
_CERTAIN_WEIGHT = 0.5  # below it a term of the question only asks
_COVERS = 0.7  # a reply that names a case says little else
_INTRODUCED = "trường hợp:"  # stands before the name of a case
_NEGATORS = frozenset({"khong", "chua", "chang", "cha", "dau", "khoi"})
_BETWEEN = frozenset({"phai", "he", "bi"})
_LINKS = frozenset({"cho", "cua", "va", "la", "thi", "ma", "duoc", "cac", "nhung", "voi", "trong", "khi"})
"""Syllables that link others: a pair with one of them tells nothing apart."""

_LATEST = 1  # tokens between a negator and what it denies


@dataclass(frozen=True)
class _Sense:
    name: str
    titles: tuple[str, ...]
    only_titles: tuple[str, ...]
    asked: tuple[str, ...]
    opens: tuple[str, ...]
    lacks: frozenset[str]
    against: frozenset[str]
    rare: bool
    deed: bool


@dataclass(frozen=True)
class _Heading:
    senses: frozenset[str]
    pairs: frozenset[str]

    @classmethod
    def of(cls, title: str) -> _Heading:
        line = bare(title)
        pairs = {term for term in terms(line) if term.startswith(FOLDED_PREFIX) and "_" in term}
        return cls(_carried(line), frozenset(pair for pair in pairs if _LINKS.isdisjoint(pair[1:].split("_"))))


def question_of(code: str, label: str) -> str:
    """Return the question that asks for the papers of one case: what an option that offers the case stands for."""
    return f"Hồ sơ của thủ tục {code}, {_INTRODUCED} {label}"


def is_case(option: Option) -> bool:
    """Whether an option offers a case of a procedure."""
    return f", {_INTRODUCED} " in option.value


def case_told(titles: Sequence[str], told: Circumstances, about: str = "") -> int | None:
    """Return which of the headings is fixed by the question, else by what was told before it, the last first."""
    chosen = (choose_case(titles, words, about) for words in (told.words, *told.earlier))
    return next((at for at in chosen if at is not None), None)


def choose_case(titles: Sequence[str], words: str, about: str = "") -> int | None:
    """Return which of the headings the words fix; None where they fix none, or two alike.

    Only what tells the headings apart counts. What the words deny ("không phải cấp lại") speaks against a heading.

    Args:
        words: A question or a reply as it was typed: without marks, in chat spelling, with a story around it.
        about: The procedure's title; what stands in it says less about the case.
    """
    if len(titles) < 2 or not words.strip():
        return None
    named = [_named(titles, words), _named(titles, words.rpartition(_INTRODUCED)[2])]
    if named != [None, None]:
        return next(at for at in named if at is not None)
    evidence = _evidence([_Heading.of(title) for title in titles], words, _Heading.of(about))
    best, second = sorted(evidence, reverse=True)[:2]
    if best < _ENOUGH or best - second < max(_LEAD, _LEAD_SHARE * best):
        return None
    return evidence.index(best)


def _named(titles: Sequence[str], words: str) -> int | None:
    """Return the heading whose short or whole name the words are, or nearly."""
    said = _tokens(words)
    scores = []
    for at, (title, label) in enumerate(zip(titles, labels(titles), strict=True)):
        for name in (_tokens(label), _tokens(title)):
            if len(name) > 0 and _stands(name, said) and len(name) >= _COVERS * len(said):
                scores.append((len(name), at))
    best = max(scores, default=None)
    return best[1] if best is not None and len({at for size, at in scores if size == best[0]}) == 1 else None


def _stands(name: Sequence[str], said: Sequence[str]) -> bool:
    return any(said[start : start + len(name)] == name for start in range(len(said) - len(name) + 1))


def _tokens(text: str) -> list[str]:
    return syllables(text, folded=True)


def _evidence(headings: Sequence[_Heading], words: str, about: _Heading) -> list[float]:
    asked = analyse(words)
    told, denied = _told(syllables(asked.text))
    certain = {term for term, weight in asked.spoken.items() if weight >= _CERTAIN_WEIGHT}
    return [
        sum(_of_sense(_senses()[name], headings, about) for name in told & heading.senses)
        + sum(_DENIED * _rarity([name in other.senses for other in headings]) for name in denied & heading.senses)
        + sum(_against(heading, told))
        + _of_pairs(heading.pairs & certain, headings, about)
        for heading in headings
    ]


def _of_sense(sense: _Sense, headings: Sequence[_Heading], about: _Heading) -> float:
    """Return what it says that a heading carries the sense: all where only one does, nothing where all do."""
    others = [heading.senses for heading in headings if sense.name not in heading.senses]
    if sense.against and not any(sense.against & senses for senses in others):
        return 0.0
    share = _NAMED_ANYWAY if sense.name in about.senses else 1.0
    return _SENSE * share * _rarity([sense.name in heading.senses for heading in headings])


def _against(heading: _Heading, told: set[str]) -> Iterator[float]:
    """Yield what speaks against a heading: a special circumstance that nobody told, another deed than the one asked."""
    deeds = {name for name, sense in _senses().items() if sense.deed}
    yield from (_UNTOLD for name in heading.senses - told if _senses()[name].rare)
    if told & deeds and heading.senses & deeds and not told & deeds & heading.senses:
        yield _OTHER_DEED


def _of_pairs(found: frozenset[str], headings: Sequence[_Heading], about: _Heading) -> float:
    worth = {pair: _PAIR * _rarity([pair in heading.pairs for heading in headings]) for pair in found}
    named = sum(value for pair, value in worth.items() if pair in about.pairs)
    return min(_PAIRS_COUNT, sum(worth.values()) - named + min(named, _NAMED_ANYWAY))


def _rarity(carrying: Sequence[bool]) -> float:
    return (len(carrying) - sum(carrying)) / (len(carrying) - 1)


def _told(tokens: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the senses that the question tells, and those that it only denies."""
    told, denied = set[str](), set[str]()
    for found in _asked().every(tokens):
        (denied if _is_denied(tokens, found.start) else told).add(found.value)
    return told, denied - told


def _is_denied(tokens: Sequence[str], start: int) -> bool:
    before = [fold(token) for token in tokens[max(0, start - _LATEST - 1) : start]]
    while before and before[-1] in _BETWEEN:
        before.pop()
    return bool(before) and before[-1] in _NEGATORS


def _carried(line: str) -> frozenset[str]:
    tokens = syllables(line)
    found = {match.value for match in _written().every(tokens)}
    opening = " ".join(tokens)
    for name, sense in _senses().items():
        if found.isdisjoint(sense.lacks) and any(opening.startswith(f"{start} ") for start in sense.opens):
            found.add(name)
    return frozenset(found)


@cache
def _senses() -> dict[str, _Sense]:
    return {entry["sense"]: _sense(entry) for entry in read_list("cases")}


def _sense(entry: dict[str, Any]) -> _Sense:
    return _Sense(
        entry["sense"],
        tuple(entry["titles"]),
        tuple(entry.get("only_titles", ())),
        tuple(entry["asked"]),
        tuple(entry.get("opens", ())),
        frozenset(entry.get("lacks", ())),
        frozenset(entry.get("against", ())),
        bool(entry.get("rare")),
        bool(entry.get("deed")),
    )


@cache
def _written() -> Phrasebook[str]:
    return Phrasebook(
        (phrase, name) for name, sense in _senses().items() for phrase in (*sense.titles, *sense.only_titles)
    )


@cache
def _asked() -> Phrasebook[str]:
    return Phrasebook((phrase, name) for name, sense in _senses().items() for phrase in (*sense.titles, *sense.asked))
