"""Enumerations: which procedures a level, a field or an agency has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import read_list
from assistant.phrases import Wording
from knowledge.records import Level
from knowledge.records_file import Summary
from knowledge.vietnamese import fold

LONGEST = 500
_ABOUT = re.compile(
    r"\b(?:ve|linh vuc|thuoc|nganh|mang)\s+(?:linh vuc |nganh )?([a-z][a-z ]{2,40}?)"
    r"(?:\s+(?:o|tai|cap|cua|la|gom)\b.*|[?.! ]*)$"
)
_LEVELS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"cap (?:xa|phuong)|(?:o|tai|cua) (?:xa|phuong)"), "commune"),
    (re.compile(r"cap tinh|(?:o|tai|cua) tinh|cap so"), "province"),
    (re.compile(r"cap (?:bo|trung uong)"), "ministry"),
)
LEVEL_NAMES: dict[Level, str] = {"commune": "cấp xã", "province": "cấp tỉnh", "ministry": "cấp bộ, trung ương"}


@dataclass(frozen=True)
class Enumeration:
    """The procedures asked for, in code order, and what they have in common."""

    level: Level | None
    field: str | None
    agency: str | None
    found: tuple[Summary, ...]

    @property
    def named(self) -> str:
        """What was asked for, as people read it: "cấp xã, lĩnh vực Hộ tịch"."""
        parts = [LEVEL_NAMES[self.level] if self.level else "", f"lĩnh vực {self.field}" if self.field else ""]
        parts.append(f"cơ quan {self.agency}" if self.agency else "")
        return ", ".join(part for part in parts if part)


def find_enumeration(wording: Wording, summaries: Sequence[Summary]) -> Enumeration | None:
    """Return the enumeration that the message asks for; None where it asks for none or names nothing to list by."""
    if not _asks().search(wording.folded):
        return None
    level = next((level for pattern, level in _LEVELS if pattern.search(wording.folded)), None)
    fields = [summary.field for summary in summaries]
    field = _named(wording, fields) or _about(wording, fields)
    agency = None if field else _named(wording, [summary.agency for summary in summaries])
    if field is None and agency is None and (level is None or "linh vuc" in wording.folded):
        return None
    found = [
        summary
        for summary in summaries
        if (level is None or summary.level == level)
        and (field is None or summary.field == field)
        and (agency is None or summary.agency == agency)
    ]
    return Enumeration(level, field, agency, tuple(found))


def _about(wording: Wording, fields: Sequence[str | None]) -> str | None:
    """Return the commonest field that holds what the message says it is about: "các thủ tục về cư trú"."""
    about = _ABOUT.search(wording.folded)
    if about is None:
        return None
    held = Counter(field for field in fields if field and re.search(rf"\b{re.escape(about[1])}\b", fold(field)))
    return max(held, key=lambda field: (held[field], field), default=None)


def _named(wording: Wording, names: Sequence[str | None]) -> str | None:
    """Return the longest of the names that stands whole in the message."""
    standing = [
        name for name in {name for name in names if name} if re.search(rf"\b{re.escape(fold(name))}\b", wording.folded)
    ]
    return max(standing, key=lambda name: (len(name), name), default=None)


@cache
def _asks() -> re.Pattern[str]:
    return re.compile("|".join(read_list("dialogue")["asks_for_a_list"]))
