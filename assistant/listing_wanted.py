"""What a message wants listed: by level, field, agency, authority, province, who files, and what fields decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from assistant.lexicon import read_list
from assistant.listing_names import (
    CUT,
    Read,
    read_agency,
    read_explicit_fields,
    read_fields,
    read_province,
    today_of,
    unknown_office,
)
from assistant.officer.spoken import any_of
from knowledge.records import Level
from knowledge.records_file import Summary

CountedBy = Literal["level", "field", "agency", "jurisdiction", "kind"]
_FLAGS = ("not_online", "online", "free", "fee_unknown")


@dataclass(frozen=True)
class Wanted:
    """What a message asks to be listed by; `words` are those that are left, for titles."""

    level: Level | None = None
    fields: Read | None = None
    agency: Read | None = None
    province: str | None = None
    flags: tuple[str, ...] = ()
    audience: str | None = None
    counted_by: CountedBy | None = None
    words: tuple[str, ...] = ()
    local: bool = False
    district: bool = False
    renamed: bool = False  # the agency was asked for by a name that is gone
    authority: bool = False  # who decides counts as well as who carries out
    counting: bool = False  # how many there are is the question
    unmatched: str | None = None  # words that name an office which no record names

    @property
    def narrows(self) -> bool:
        """Whether anything but words of titles is named."""
        named = (self.level, self.fields, self.agency, self.province, self.flags, self.audience, self.local)
        return any((*named, self.district))


def read_wanted(words: str, summaries: Sequence[Summary], authorities: Callable[[], Iterable[str]]) -> Wanted | None:
    """Return what the words ask to be listed by; None where they ask for no list.

    Args:
        words: Folded, short forms written out.
        authorities: Names of those who decide, as the records spell them; read only where authority is asked about.
    """
    strong = any_of("asks_for_a_list").search(words) is not None
    if not strong and not any_of("may_ask_for_a_list").search(words):
        return None
    names = {summary.field for summary in summaries}
    fields = read_explicit_fields(words, names)
    left, wanted = _read_circumstances(fields.left if fields else words)
    province = read_province(left)
    left = province.left if province else left
    offices = {summary.agency for summary in summaries} | (set(authorities()) if wanted.authority else set())
    agency, renamed, left = _read_office(left, offices)
    level, left = _read_level(left)
    about = read_fields(left, names) if fields is None else None
    left = about.left if about else left
    fields = fields or about
    wanted = replace(wanted, level=level, fields=fields, agency=agency, renamed=renamed)
    wanted = replace(wanted, province=province.names[0] if province else None, counting=_counts(words))
    return _with_words(wanted, left, strong=strong)


def _read_office(words: str, offices: set[str]) -> tuple[Read | None, bool, str]:
    """Return the office, whether it was asked for by a name that is gone, and the words without it."""
    office = read_agency(words, offices)
    if office is not None:
        return office, False, office.left
    office = read_agency(today_of(words), offices)
    return office, office is not None, office.left if office else words


def _with_words(wanted: Wanted, left: str, *, strong: bool) -> Wanted | None:
    """Return what is wanted with the words that are left; None where they make it no request for a list."""
    office = unknown_office(left) if strong and wanted.agency is None and wanted.narrows else None
    if office is not None:
        left = left.replace(office, CUT, 1)
    rest = tuple(word for word in _without_asking(left).split() if word not in _fillers())
    certain = strong or (wanted.fields is not None and wanted.fields.explicit)
    if rest and not (certain and (wanted.fields or wanted.agency)):
        return None
    wanted = replace(wanted, words=rest, unmatched=office)
    return wanted if wanted.narrows or wanted.counted_by or (strong and not rest) else None


def _counts(words: str) -> bool:
    return any_of("asks_how_many").search(words) is not None


def _read_circumstances(words: str) -> tuple[str, Wanted]:
    """Return the words without what fields decide, and that."""
    by, left = _first_of(read_list("officer")["counts_by"], words)
    flags, left = read_flags(left)
    audience, left = _first_of(read_list("officer")["audiences"], left)
    district = re.search(read_list("officer")["district"], left) is not None
    left = re.sub(rf"\b(?:{read_list('officer')['held']}|{read_list('officer')['district']})\b", CUT, left)
    authority = any_of("authority").search(left) is not None
    local = re.search(rf"\b{read_list('officer')['local']}\b", left)
    left = left.replace(local[0], CUT, 1) if local else left
    wanted = Wanted(flags=flags, audience=audience, local=local is not None, district=district)
    wanted = replace(wanted, authority=authority)
    return left, replace(wanted, counted_by=_counted_by(by))


def read_flags(words: str) -> tuple[tuple[str, ...], str]:
    """Return what is asked that fields decide, such as "free" and "online", and the words without it."""
    flags: list[str] = []
    for name in _FLAGS:
        match = re.search(rf"\b{read_list('officer')[name]}(?!\w)", words)
        if match is not None and match[0].strip() and not ("online" in name and "not_online" in flags):
            flags.append(name)
            words = f"{words[: match.start()]}{CUT}{words[match.end() :]}"
    return tuple(flags), words


def _counted_by(name: str | None) -> CountedBy | None:
    names: tuple[CountedBy, ...] = ("level", "field", "agency", "jurisdiction", "kind")
    return next((one for one in names if one == name), None)


def _first_of(patterns: Mapping[str, str], words: str) -> tuple[str | None, str]:
    for name, pattern in patterns.items():
        match = re.search(rf"\b(?:{pattern})", words)
        if match is not None:
            return name, f"{words[: match.start()]}{CUT}{words[match.end() :]}"
    return None, words


def _read_level(words: str) -> tuple[Level | None, str]:
    levels: tuple[Level, ...] = ("commune", "province", "ministry")
    for level in levels:
        match = re.search(rf"\b(?:{read_list('officer')['levels'][level]})(?!\w)", words)
        if match is not None:
            return level, f"{words[: match.start()]}{CUT}{words[match.end() :]}"
    return None, words


def _without_asking(words: str) -> str:
    left = any_of("asks_for_a_list", "may_ask_for_a_list").sub(" ", words.replace(CUT, " "))
    return re.sub(r"\b(?:linh vuc|thu tuc|hanh chinh)\b", " ", left)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("officer")["fillers"].split())
