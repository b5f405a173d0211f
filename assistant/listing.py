"""Enumerations and counts: which procedures a level, a field, an agency or a province has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.listing_names import Read, fields_around, spellings_of
from assistant.listing_wanted import CountedBy, Wanted, read_wanted
from assistant.officer.ledger import Entry
from assistant.officer.spoken import readings, written_out
from assistant.phrases import Wording
from knowledge.provinces import NATIONAL
from knowledge.records import Level
from knowledge.records_file import Summary
from knowledge.vietnamese import fold

LONGEST = 500
LEVEL_NAMES: dict[Level, str] = {"commune": "cấp xã", "province": "cấp tỉnh", "ministry": "cấp bộ, trung ương"}
Ledger = Callable[[], Mapping[str, Entry]]
FLAG_NAMES = {
    "not_online": "không nêu hình thức nộp trực tuyến",
    "online": "có nêu hình thức nộp trực tuyến",
    "free": "ghi rõ không thu phí ở mọi hình thức nộp",
    "fee_unknown": "chưa công bố mức thu",
}
_AUDIENCE_NAMES = {"citizen": "công dân", "business": "doanh nghiệp", "foreigner": "người nước ngoài"}
_LEFT_OUT = re.compile(r"\(khong bao gom[^)]*\)")  # "Tổ chức (không bao gồm doanh nghiệp, HTX)"
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
    authority: bool = False  # who decides was counted as well as who carries out
    undecided: int = 0  # of the same kind, left out because the record names nobody who decides
    unmatched: str | None = None  # an office that nothing of the kind names: the list goes by the rest
    counting: bool = False  # how many there are is the question

    @property
    def named(self) -> str:
        """What was asked for, as people read it: "cấp xã, lĩnh vực Hộ tịch"."""
        parts = [LEVEL_NAMES[self.level] if self.level else "", f"lĩnh vực {self.field}" if self.field else ""]
        parts.append(f"cơ quan {self.agency}" if self.agency else "")
        parts.append(f"của riêng {self.province}" if self.province else "")
        parts.append(f"có đối tượng thực hiện là {_AUDIENCE_NAMES[self.audience]}" if self.audience else "")
        parts += [FLAG_NAMES[flag] for flag in self.flags]
        return ", ".join(part for part in parts if part)


def find_enumeration(
    wording: Wording, summaries: Sequence[Summary], ledger: Ledger | None = None
) -> Enumeration | None:
    """Return the enumeration that the message asks for; None where it asks for none or names nothing to list by.

    Args:
        ledger: What fields decide (online, fees, who files), read only where it is asked about; without it such
            questions ask for no enumeration.
    """
    entries = ledger if ledger is not None else dict[str, Entry]
    for words in readings(wording):
        wanted = read_wanted(words, summaries, lambda: {entry.competent for entry in entries().values()})
        found = _enumerate(wanted, summaries, ledger) if wanted is not None else None
        if found is not None and wanted is not None:
            found = _matched(found, wanted, summaries, ledger)
            return replace(found, unmatched=_as_typed(found.unmatched, wording)) if found.unmatched else found
    return None


def decided(codes: Collection[str], flags: Collection[str], ledger: Mapping[str, Entry]) -> tuple[list[str], int]:
    """Return the codes whose records say what the flags ask, and how many of the others are silent."""
    wanted = Wanted(flags=tuple(flags))
    kept = [code for code in codes if _decided(ledger.get(code), wanted)]
    return kept, sum(_is_silent(ledger.get(code), wanted) for code in codes)


def _matched(found: Enumeration, wanted: Wanted, summaries: Sequence[Summary], ledger: Ledger | None) -> Enumeration:
    """Return the list with the office looked for among those who decide, and by the rest where nothing names it.

    Records often leave out who decides, so that nothing found never means that there is nothing.
    """
    if found.found or wanted.agency is None:
        return found
    if not wanted.authority and ledger is not None:
        deciding = spellings_of(wanted.agency.said, (entry.competent for entry in ledger().values()))
        office = replace(wanted.agency, names=(*wanted.agency.names, *deciding))
        found = _enumerate(replace(wanted, authority=True, agency=office), summaries, ledger) or found
    if found.found or wanted.province:
        return found
    rest = replace(wanted, agency=None, authority=False, unmatched=_agency_shown(wanted.agency))
    return (_enumerate(rest, summaries, ledger) if rest.narrows else None) or replace(
        found, unmatched=_agency_shown(wanted.agency)
    )


def _as_typed(words: str, wording: Wording) -> str:
    """Return folded words as the message has them."""
    typed = re.findall(r"[^\W_]+", wording.accented)
    windows = (typed[start:end] for start in range(len(typed)) for end in range(start + 1, len(typed) + 1))
    return next((" ".join(window) for window in windows if written_out(" ".join(window)) == words), words)


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


def _enumerate(wanted: Wanted, summaries: Sequence[Summary], ledger: Ledger | None) -> Enumeration | None:
    reads = bool(wanted.flags or wanted.audience or wanted.counted_by == "kind" or (wanted.authority and wanted.agency))
    if reads and ledger is None:
        return None
    entries = ledger() if reads and ledger is not None else {}
    alike = [] if wanted.district and wanted.level is None else [one for one in summaries if _fits(one, wanted)]
    theirs = [one for one in alike if _has_office(one, entries.get(one.code), wanted)]
    here = [one for one in theirs if _in_force(one, wanted)]
    found = tuple(one for one in here if _decided(entries.get(one.code), wanted))
    if wanted.words and not found:
        return None
    silent = sum(_is_silent(entries.get(one.code), wanted) for one in here)
    by_authority = wanted.authority and wanted.agency is not None
    known = {one.code for one in theirs}
    undecided = [one for one in alike if one.code not in known and not _competent(entries.get(one.code))]
    return replace(
        _asked(wanted, {one.field for one in summaries}),
        found=found,
        unknown=silent,
        national=sum(one.jurisdiction == NATIONAL for one in theirs) if wanted.province else 0,
        authority=by_authority,
        undecided=len(undecided) if by_authority else 0,
    )


def _asked(wanted: Wanted, fields: set[str]) -> Enumeration:
    """Return what is asked for, before anything is looked up."""
    near = fields_around(wanted.fields.said, fields - set(wanted.fields.names)) if wanted.fields else ()
    return Enumeration(
        level=wanted.level,
        field=_shown(wanted.fields.names) if wanted.fields else None,
        agency=_agency_shown(wanted.agency) if wanted.agency else None,
        found=(),
        province=wanted.province,
        words=wanted.words,
        flags=wanted.flags,
        audience=wanted.audience,
        counted_by=wanted.counted_by or (None if wanted.narrows else "level"),
        near_fields=tuple(near),
        spellings=wanted.agency.names if wanted.agency else (),
        renamed=wanted.renamed and wanted.agency is not None,
        district=wanted.district,
        unmatched=wanted.unmatched,
        counting=wanted.counting,
    )


def _fits(one: Summary, wanted: Wanted) -> bool:
    return (
        (wanted.level is None or one.level == wanted.level)
        and (wanted.fields is None or one.field in wanted.fields.names)
        and (not wanted.local or bool(wanted.province) or one.jurisdiction != NATIONAL)
        and (not wanted.words or set(wanted.words) <= set(written_out(fold(one.title)).split()))
    )


def _has_office(one: Summary, entry: Entry | None, wanted: Wanted) -> bool:
    if wanted.agency is None or one.agency in wanted.agency.names:
        return True
    return wanted.authority and bool(_competent(entry)) and _competent(entry) in wanted.agency.names


def _competent(entry: Entry | None) -> str:
    return entry.competent if entry is not None else ""


def _in_force(one: Summary, wanted: Wanted) -> bool:
    """Whether the record is the province's own: published by it, or carried out by an agency of its."""
    if wanted.province is None:
        return True
    return one.jurisdiction == wanted.province or wanted.province in one.agency


def _decided(entry: Entry | None, wanted: Wanted) -> bool:
    if entry is None:
        return not (wanted.flags or wanted.audience)
    holds = {
        "online": entry.online is True,
        "not_online": entry.online is False,
        "free": entry.charge == "free",
        "fee_unknown": entry.charge == "unknown",
    }
    files = wanted.audience is None or any(
        _AUDIENCES[wanted.audience] in _LEFT_OUT.sub("", one) for one in entry.audience
    )
    return files and all(holds[flag] for flag in wanted.flags)


def _is_silent(entry: Entry | None, wanted: Wanted) -> bool:
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
