"""Procedures by the documents of law that they rest on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.lexicon import read_list
from assistant.officer.held import Held
from assistant.officer.law_names import law_called, law_name, year_of
from assistant.officer.spoken import any_of, readings
from assistant.phrases import Wording
from knowledge.legal_numbers import LegalNumber, number_of_basis, numbers_in
from knowledge.vietnamese import clean

_LAWS = ("QH", "UBTVQH", "L-CTN")
_RESTS_ON = re.compile(
    r"(?:theo|can cu(?: vao)?|dua (?:tren|vao)|vien dan|dan chieu|quy dinh (?:tai|trong|o|boi)|ap dung|su dung|dung"
    r"|cua|trong|thuoc|lien quan(?: den| toi)?|co|nhac den|neu)(?: cac)? (?:bo luat|luat|phap lenh)\b"
    r"|^(?:bo luat|luat|phap lenh)\b"
)
_ABOUT = re.compile(r"(?:(?:cho|toi|em|minh|hoi|xin|xem|giup|ad|oi|a|la) )*((?:bo luat|luat|phap lenh) [a-z])")
_ALONE = re.compile(
    r"(?:bo luat|luat|nghi dinh|thong tu|nghi quyet|quyet dinh|nd|tt|nq|qd|so|:|\s)*\d[^\s]*(?: nam \d{4})?[\s?.]*"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The document that a message names: by number, or a law by its name and year."""

    number: LegalNumber | None = None
    name: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document and the procedures that rest on it, in code order.

    `places` holds (code, which of the legal bases); `mentioned` the codes of procedures that only name it inside
    the title of another document.
    """

    shown: str
    title: str | None
    places: tuple[tuple[str, int], ...]
    mentioned: tuple[str, ...] = ()


@dataclass
class LegalIndex:
    """Which procedure cites which document."""

    places: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, LegalNumber] = field(default_factory=dict)
    titles: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unnumbered: dict[tuple[str, int | None], list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def named(self, name: str, year: int | None) -> list[str]:
        """Return the keys of the laws of that name, of that year where one is given."""
        keys = sorted(self.names.get(name, ()))
        return [key for key in keys if year in (None, self.numbers[key].year)]


def read_index(held: Held) -> LegalIndex:
    """Return the index of every legal basis of every record."""
    index = LegalIndex()
    for text, name in _known_laws().items():
        number = numbers_in(text)[0]
        index.numbers[number.key] = number
        index.names[name].add(number.key)
    read: dict[tuple[str, str], _Basis] = {}  # few documents are cited often
    for summary in held.summaries:
        for position, words in enumerate(_cited(held, summary.code)):
            if words not in read:
                read[words] = _read_basis(*map(clean, words))
            _add(index, read[words], (summary.code, position))
    for (name, year), places in index.unnumbered.items():
        keys = index.named(name, year)
        if len(keys) == 1:  # more laws of one name: which one is meant is not said
            index.places[keys[0]] += places
    return index


def _cited(held: Held, code: str) -> Iterator[tuple[str, str]]:
    """Yield the number's and the title's words of each legal basis."""
    fields = held.fields(code, ("legal_bases",))
    for basis in fields["legal_bases"] if fields else ():
        yield basis["number"]["text"] if basis["number"] else "", basis["title"]["text"]


def asked_document(wording: Wording, index: LegalIndex, *, bare: bool = False) -> Asked | None:
    """Return the document of law whose procedures are asked for; None where none is.

    Args:
        bare: Whether a message that is nothing but a document's number asks for its procedures.
    """
    said = readings(wording)
    numbers = numbers_in(wording.folded)
    alone = bare and bool(numbers) and _ALONE.fullmatch(wording.folded) is not None
    asks = any_of("asks_for_a_list", "may_ask_for_a_list", "rests_on", "publishes")
    if not (alone or any(asks.search(words) for words in said)):
        return None
    if numbers:
        return Asked(number=numbers[0])
    called = [found for words in said if _RESTS_ON.search(words) and (found := law_called(words, index.names))]
    return Asked(name=called[0][0], year=called[0][1]) if called else None


def document_named(wording: Wording, index: LegalIndex) -> Asked | None:
    """Return the document that a message is about: the first number, or the law whose name it begins with."""
    numbers = numbers_in(wording.folded)
    if numbers:
        return Asked(number=numbers[0])
    for words in readings(wording):
        about = _ABOUT.match(words)
        called = law_called(words[about.start(1) :], index.names) if about else None
        if called is not None:
            return Asked(name=called[0], year=called[1])
    return None


def documents_of(asked: Asked, index: LegalIndex) -> tuple[Document, ...]:
    """Return every document that may be meant, the most cited first; empty where no record names it."""
    if asked.number is not None:
        keys = [key for key, number in index.numbers.items() if asked.number.may_be(number)]
    else:
        keys = index.named(asked.name or "", asked.year)
    groups = _merged(keys, index)
    found = [_document(group, index) for group in groups]
    return tuple(
        sorted((one for one in found if one.places or one.mentioned), key=lambda one: (-len(one.places), one.shown))
    )


def _document(keys: Sequence[str], index: LegalIndex) -> Document:
    first: dict[str, int] = {}
    for code, position in sorted(place for key in keys for place in index.places.get(key, ())):
        first.setdefault(code, position)
    mentioned = sorted({code for key in keys for code in index.mentions.get(key, ())} - set(first))
    titles = sum((index.titles[key] for key in keys if key in index.titles), Counter[str]())
    title = min(titles, key=lambda one: (-titles[one], one), default=None)
    return Document(index.numbers[keys[0]].shown, title, tuple(first.items()), tuple(mentioned))


def _merged(keys: Sequence[str], index: LegalIndex) -> list[list[str]]:
    """Return the keys in groups that are one document: a number cut short joins the only longer one that it may be."""
    groups: dict[str, list[str]] = {}
    for key in sorted(keys, key=lambda key: (-len(index.numbers[key].suffix or ""), key)):
        meant = [other for other in groups if index.numbers[key].may_be(index.numbers[other])]
        groups.setdefault(meant[0] if len(meant) == 1 else key, []).append(key)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the words of one legal basis name."""

    title: str
    number: LegalNumber | None
    name: str | None
    year: int | None
    others: tuple[LegalNumber, ...]


def _read_basis(number_words: str, title: str) -> _Basis:
    number = number_of_basis(number_words, title)
    if number is None:
        name = law_name(title) or law_name(number_words)
        return _Basis(title, None, name, year_of(f"{number_words} {title}"), tuple(_others(title, None)))
    name = law_name(title, is_law=True) if (number.suffix or "").startswith(_LAWS) else None
    return _Basis(title, number, name, number.year, tuple(_others(title, number)))


def _add(index: LegalIndex, basis: _Basis, place: tuple[str, int]) -> None:
    if basis.number is not None:
        key = basis.number.key
        index.numbers.setdefault(key, basis.number)
        index.places[key].append(place)
        index.titles[key][basis.title] += 1
        if basis.name is not None:
            index.names[basis.name].add(key)
    elif basis.name is not None:
        index.unnumbered[basis.name, basis.year].append(place)
    for other in basis.others:
        index.numbers.setdefault(other.key, other)
        index.mentions[other.key].add(place[0])


def _others(title: str, own: LegalNumber | None) -> Iterator[LegalNumber]:
    for number in numbers_in(title):
        if number.whole and (own is None or not number.may_be(own)):
            yield number


@cache
def _known_laws() -> dict[str, str]:
    return {str(number): str(name) for number, name in read_list("officer")["laws"].items()}
