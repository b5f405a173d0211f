"""Enumerations and counts: which procedures a level, a field, an agency or a province has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from assistant.lexicon import read_list
from assistant.listing_names import (
    CUT,
    Read,
    fields_around,
    read_agency,
    read_explicit_fields,
    read_fields,
    read_province,
    today_of,
)
from assistant.officer.ledger import Entry
from assistant.officer.spoken import any_of, readings, written_out
from assistant.phrases import Wording
from knowledge.provinces import NATIONAL
from knowledge.records import Level
from knowledge.records_file import Summary
from knowledge.vietnamese import fold

LONGEST = 500
LEVEL_NAMES: dict[Level, str] = {"commune": "cấp xã", "province": "cấp tỉnh", "ministry": "cấp bộ, trung ương"}
CountedBy = Literal["level", "field", "agency", "jurisdiction", "kind"]
Ledger = Callable[[], Mapping[str, Entry]]
_FLAGS = ("not_online", "online", "free", "fee_unknown")
_FLAG_NAMES = {
    "not_online": "không nêu hình thức nộp trực tuyến",
    "online": "có nêu hình thức nộp trực tuyến",
    "free": "ghi rõ không thu phí ở mọi hình thức nộp",
    "fee_unknown": "chưa công bố mức thu",
}
_AUDIENCE_NAMES = {"citizen": "công dân", "business": "doanh nghiệp", "foreigner": "người nước ngoài"}
_AUDIENCES = {"citizen": "cong dan viet nam", "business": "doanh nghiep", "foreigner": "nguoi nuoc ngoai"}


@dataclass(frozen=True)
class Enumeration:
    """The procedures asked for, in code order, and what they have in common.

    `field` and `agency` are what was asked for as people read it; `spellings` the names of agencies that it was found
    in. `words` are folded words that each title holds. `unknown` counts, for what fields decide, the procedures that
    were left out because their record is silent.
    """

    level: Level | None
    field: str | None
    agency: str | None
    found: tuple[Summary, ...]
    province: str | None = None
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    audience: str | None = None
    counted_by: CountedBy | None = None
    near_fields: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    unknown: int = 0
    renamed: bool = False  # the agency was asked for by a name that is gone
    national: int = 0  # of the same kind, in force everywhere, where a province was asked for
    district: bool = False

    @property
    def named(self) -> str:
        """What was asked for, as people read it: "cấp xã, lĩnh vực Hộ tịch"."""
        parts = [LEVEL_NAMES[self.level] if self.level else "", f"lĩnh vực {self.field}" if self.field else ""]
        parts.append(f"cơ quan {self.agency}" if self.agency else "")
        parts.append(f"của riêng {self.province}" if self.province else "")
        parts.append(f"có đối tượng thực hiện là {_AUDIENCE_NAMES[self.audience]}" if self.audience else "")
        parts += [_FLAG_NAMES[flag] for flag in self.flags]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class _Wanted:
    """What a message asks to be listed by."""

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

    @property
    def narrows(self) -> bool:
        """Whether anything but words of titles is named."""
        named = (self.level, self.fields, self.agency, self.province, self.flags, self.audience, self.local)
        return any((*named, self.district))


def find_enumeration(
    wording: Wording, summaries: Sequence[Summary], ledger: Ledger | None = None
) -> Enumeration | None:
    """Return the enumeration that the message asks for; None where it asks for none or names nothing to list by.

    Args:
        ledger: What fields decide (online, fees, who files), read only where it is asked about; without it such
            questions ask for no enumeration.
    """
    for words in readings(wording):
        wanted = _wanted(words, summaries)
        found = _enumerate(wanted, summaries, ledger) if wanted is not None else None
        if found is not None:
            return found
    return None


def counts(enumeration: Enumeration, ledger: Ledger | None = None) -> list[tuple[str, int]]:
    """Return how many procedures each group has, the largest first; "" stands for records that are silent."""
    by = enumeration.counted_by or "level"
    entries = ledger() if by == "kind" and ledger is not None else {}
    values = [entries[one.code].kind if by == "kind" else getattr(one, by) for one in enumeration.found]
    spelled: dict[str, Counter[str]] = {}
    for value in values:
        spelled.setdefault(written_out(fold(value)), Counter())[value] += 1
    groups = [(min(names, key=lambda name: (-names[name], name)), names.total()) for names in spelled.values()]
    return sorted(groups, key=lambda group: (-group[1], group[0]))


def _wanted(words: str, summaries: Sequence[Summary]) -> _Wanted | None:
    strong = any_of("asks_for_a_list").search(words) is not None
    if not strong and not any_of("may_ask_for_a_list").search(words):
        return None
    names = {summary.field for summary in summaries}
    fields = read_explicit_fields(words, names)
    left, wanted = _read_circumstances(fields.left if fields else words)
    province = read_province(left)
    left = province.left if province else left
    agency = read_agency(left, {summary.agency for summary in summaries})
    renamed = agency is None
    if agency is None:
        agency = read_agency(today_of(left), {summary.agency for summary in summaries})
    left = agency.left if agency else left
    level, left = _read_level(left)
    about = read_fields(left, names) if fields is None else None
    left = about.left if about else left
    fields = fields or about
    rest = tuple(word for word in _without_asking(left).split() if word not in _fillers())
    wanted = replace(wanted, level=level, fields=fields, agency=agency, words=rest, renamed=renamed)
    wanted = replace(wanted, province=province.names[0] if province else None)
    certain = strong or (fields is not None and fields.explicit)
    if rest and not (certain and (fields or agency)):
        return None
    return wanted if wanted.narrows or wanted.counted_by or (strong and not rest) else None


def _read_circumstances(words: str) -> tuple[str, _Wanted]:
    """Return the words without what fields decide, and that."""
    by, left = _first_of(read_list("officer")["counts_by"], words)
    flags = []
    for name in _FLAGS:
        match = re.search(rf"\b{read_list('officer')[name]}(?!\w)", left)
        if match is not None and match[0].strip() and not ("online" in name and "not_online" in flags):
            flags.append(name)
            left = f"{left[: match.start()]}{CUT}{left[match.end() :]}"
    audience, left = _first_of(read_list("officer")["audiences"], left)
    district = re.search(read_list("officer")["district"], left) is not None
    left = re.sub(rf"\b(?:{read_list('officer')['held']}|{read_list('officer')['district']})\b", CUT, left)
    local = re.search(rf"\b{read_list('officer')['local']}\b", left)
    left = left.replace(local[0], CUT, 1) if local else left
    wanted = _Wanted(flags=tuple(flags), audience=audience, local=local is not None, district=district)
    return left, replace(wanted, counted_by=_counted_by(by))


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


def _enumerate(wanted: _Wanted, summaries: Sequence[Summary], ledger: Ledger | None) -> Enumeration | None:
    decided = bool(wanted.flags or wanted.audience or wanted.counted_by == "kind")
    if decided and ledger is None:
        return None
    entries = ledger() if decided and ledger is not None else {}
    alike = [] if wanted.district and wanted.level is None else [one for one in summaries if _fits(one, wanted)]
    here = [one for one in alike if _in_force(one, wanted)]
    found = tuple(one for one in here if _decided(entries.get(one.code), wanted))
    if wanted.words and not found:
        return None
    silent = sum(_is_silent(entries.get(one.code), wanted) for one in here)
    fields = {one.field for one in summaries}
    return Enumeration(
        level=wanted.level,
        field=_shown(wanted.fields.names) if wanted.fields else None,
        agency=_agency_shown(wanted.agency) if wanted.agency else None,
        found=found,
        province=wanted.province,
        words=wanted.words,
        flags=wanted.flags,
        audience=wanted.audience,
        counted_by=wanted.counted_by or (None if wanted.narrows else "level"),
        near_fields=tuple(fields_around(wanted.fields.said, fields - set(wanted.fields.names)))
        if wanted.fields
        else (),
        spellings=wanted.agency.names if wanted.agency else (),
        unknown=silent,
        renamed=wanted.renamed and wanted.agency is not None,
        national=sum(one.jurisdiction == NATIONAL for one in alike) if wanted.province else 0,
        district=wanted.district,
    )


def _fits(one: Summary, wanted: _Wanted) -> bool:
    return (
        (wanted.level is None or one.level == wanted.level)
        and (wanted.fields is None or one.field in wanted.fields.names)
        and (wanted.agency is None or one.agency in wanted.agency.names)
        and (not wanted.local or bool(wanted.province) or one.jurisdiction != NATIONAL)
        and (not wanted.words or set(wanted.words) <= set(written_out(fold(one.title)).split()))
    )


def _in_force(one: Summary, wanted: _Wanted) -> bool:
    """Whether the record is the province's own: published by it, or carried out by an agency of its."""
    if wanted.province is None:
        return True
    return one.jurisdiction == wanted.province or wanted.province in one.agency


def _decided(entry: Entry | None, wanted: _Wanted) -> bool:
    if entry is None:
        return not (wanted.flags or wanted.audience)
    holds = {
        "online": entry.online is True,
        "not_online": entry.online is False,
        "free": entry.charge == "free",
        "fee_unknown": entry.charge == "unknown",
    }
    files = wanted.audience is None or any(_AUDIENCES[wanted.audience] in one for one in entry.audience)
    return files and all(holds[flag] for flag in wanted.flags)


def _is_silent(entry: Entry | None, wanted: _Wanted) -> bool:
    if entry is None:
        return False
    fee = "free" in wanted.flags and entry.charge == "unknown"
    way = bool({"online", "not_online"} & set(wanted.flags)) and entry.online is None
    return fee or way or (wanted.audience is not None and not entry.audience)


def _shown(names: Iterable[str]) -> str:
    """Return names that are held as people read them, each once whatever its marks."""
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(written_out(fold(name)), name)
    return "; ".join(once.values())


def _agency_shown(agency: Read) -> str:
    """Return the agency as the records spell what was asked for."""
    for name in sorted(agency.names, key=len):
        words = name.split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                part = " ".join(words[start:end]).strip(" ,.-()")
                if written_out(fold(part)) == agency.said:
                    return part
    return min(agency.names, key=len)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("officer")["fillers"].split())
