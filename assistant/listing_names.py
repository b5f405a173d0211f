"""Fields, agencies and provinces as people name them in a request for a list, found among those that are held."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.lexicon import read_list
from assistant.officer.spoken import written_out
from knowledge.provinces import province_asked_about
from knowledge.vietnamese import fold

CUT = "|"
"""Stands in the words where something was read and taken out."""

_LONGEST_WORDS = 45
_LONGEST_PLACE_WORDS = 5
_HEADS = (
    r"(?:tong cuc|chi cuc|cuc|bo|so|vu|uy ban|chu tich|cong an|phong|ban|ngan hang|chi nhanh|van phong|bao hiem xa hoi"
    r"|thue|hai quan|kho bac|toa an|vien|quy|trung tam|canh sat|tap doan|don bien phong|cang vu|co quan|co so)"
)
_HEAD = re.compile(rf"\b{_HEADS} [a-z]")
_CHAIR = "chu tich "
_FIELD = re.compile(r"\b(linh vuc|nganh|mang)\s+(?=[a-z])")
_ABOUT = re.compile(r"\b(ve|thuoc|cua)\s+(?=[a-z])")
_GENERIC = frozenset({"co quan", "chu tich", "uy ban", "co so", "ban hanh", "ban quan", "so thu", "cong an xa hoi"})


@dataclass(frozen=True, slots=True)
class Read:
    """What was found, and the words without it."""

    names: tuple[str, ...]  # as the records spell them
    said: str  # the words that named it
    left: str
    explicit: bool = False  # "lĩnh vực …" stood before it


@lru_cache(maxsize=8)
def by_words(names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the spellings that are held by their words: "Thi đua – Khen thưởng" and "Thi đua, khen thưởng" are one."""
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        spelled[written_out(fold(name))].append(name)
    return {words: tuple(spellings) for words, spellings in spelled.items()}


def read_explicit_fields(words: str, fields: Iterable[str]) -> Read | None:
    """Return the fields named behind "lĩnh vực": the longest name first, whatever other words it holds."""
    return _behind(_FIELD, words, by_words(frozenset(field for field in fields if field)))


def read_fields(words: str, fields: Iterable[str]) -> Read | None:
    """Return the fields that the words name behind "về", else a whole name anywhere."""
    known = by_words(frozenset(field for field in fields if field))
    about = _behind(_ABOUT, words, known)
    standing = [name for name in known if re.search(rf"\b{re.escape(name)}\b", words)]
    if about is not None or not standing:
        return about
    name = max(standing, key=lambda name: (len(name), name))
    return Read(known[name], name, re.sub(rf"\b{re.escape(name)}\b", CUT, words, count=1))


def _behind(pattern: re.Pattern[str], words: str, known: dict[str, tuple[str, ...]]) -> Read | None:
    for match in pattern.finditer(words):
        found = _several(words[match.end() :], known)
        if found is not None:
            return Read(found.names, found.said, f"{words[: match.start()]}{CUT} {found.left}", pattern is _FIELD)
    return None


def fields_around(said: str, fields: Iterable[str]) -> list[str]:
    """Return the names of fields that hold the words and more."""
    known = by_words(frozenset(field for field in fields if field))
    return [spelled[0] for name, spelled in known.items() if name != said and _holds(name, said)]


def read_agency(words: str, agencies: Iterable[str]) -> Read | None:
    """Return the agencies whose name holds the longest agency name in the words; no names where none is held."""
    known = by_words(frozenset(agency for agency in agencies if agency))
    text = f" {' '.join(words.split())} "
    for match in _HEAD.finditer(text):
        rest = text[match.start() :].split(CUT)[0].split()[:_LONGEST_WORDS]
        for end in range(len(rest), 1, -1):
            said = " ".join(rest[:end])
            names = () if said in _GENERIC or not _may_end(rest[end : end + 1]) else _spellings(said, known)
            if not names:
                continue
            return Read(names, said, text.replace(f" {said} ", f" {CUT} ", 1).strip())
    return None


def spellings_of(said: str, offices: Iterable[str]) -> tuple[str, ...]:
    """Return the names that hold the words that name an office, however they are spelled."""
    return _spellings(said, by_words(frozenset(office for office in offices if office)))


def _spellings(said: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({spelling for one in _ways_to_say(said) for spelling in _holding(one, known)}))


def unknown_office(words: str) -> str | None:
    """Return the words that name an office which no record names, such as "so du lich"; None where none is named."""
    match = re.search(rf"\b(?:cua|thuoc|do|boi) ({_HEADS} [a-z][^{CUT}]*)", words)
    return " ".join(re.split(r"\b(?:ve|linh vuc|thuc hien|giai quyet)\b", match[1])[0].split()) if match else None


def read_province(words: str) -> Read | None:
    """Return today's name of the province that the words name, with or without "tỉnh" before it."""
    tokens = words.split()
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _LONGEST_PLACE_WORDS, len(tokens)) + 1):
            said = " ".join(tokens[start:end])
            place = province_asked_about(f"o {said}")
            introduced = start > 0 and tokens[start - 1] in {"o", "tinh", "tai", "cua", "pho", "ve"}
            longer = province_asked_about(f"o {' '.join(tokens[start + 1 : end])}") == place  # it begins further on
            if place is None or longer or not (introduced or end - start > 1):
                continue
            first = start - 1 if introduced and tokens[start - 1] != "pho" else start - 2 if introduced else start
            return Read((place,), said, " ".join([*tokens[:first], CUT, *tokens[end:]]))
    return None


def today_of(words: str) -> str:
    """Return the words with each ministry or department that was merged under its name of today."""
    for old, new in read_list("officer")["merged_offices"].items():
        words = re.sub(rf"\b(bo|so) {old}\b", rf"\1 {new}", words)
    return words


def _several(rest: str, known: dict[str, tuple[str, ...]]) -> Read | None:
    """Return the field that the words begin with, and those joined to it by "và"."""
    found = _first(rest, known)
    if found is None:
        return None
    more = re.match(r"\s*(?:va|hoac|hay|voi)(?: linh vuc)?\s+(.*)", found.left)
    other = _several(more[1], known) if more else None
    return found if other is None else Read((*found.names, *other.names), f"{found.said} {other.said}", other.left)


def _first(rest: str, known: dict[str, tuple[str, ...]]) -> Read | None:
    tokens = rest.split(CUT)[0].split()[:_LONGEST_WORDS]
    for end in range(len(tokens), 0, -1):
        said = " ".join(tokens[:end])
        names = known.get(said) or _everyday(said, known) or _holding(said, known)
        if names and said not in _fillers():
            return Read(tuple(names), said, rest[rest.index(said) + len(said) :])
    return None


def _everyday(said: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    meant = _table().get(said, ())
    return (
        [spelling for name, all_ in known.items() if name.startswith(tuple(meant)) for spelling in all_]
        if meant
        else []
    )


def _holding(said: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    return [spelling for name, spellings in known.items() if _holds(name, said) for spelling in spellings]


def _holds(name: str, said: str) -> bool:
    return f" {said} " in f" {name} "


def _ways_to_say(said: str) -> list[str]:
    """Return the spellings of the office that the words name; the words themselves where they are no known office."""
    chair = _CHAIR if said.startswith(_CHAIR) else ""
    bare = said.removeprefix(chair)
    meant = [spellings for pattern, spellings in read_list("officer")["agencies"] if re.fullmatch(pattern, bare)]
    return [f"{chair}{spelling}" for spelling in meant[0]] if meant else [said]


def _may_end(following: Sequence[str]) -> bool:
    """Whether the word behind an agency's name goes on with something else than the name."""
    return not following or following[0] in _fillers()


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("officer")["fillers"].split())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {said: tuple(means) for everyday, means in read_list("officer")["fields"] for said in everyday}
