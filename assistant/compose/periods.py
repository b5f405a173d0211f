"""Periods that notes of the source name: "kể từ ngày 01/7/2025 đến hết ngày 31/12/2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DAY = r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})"
_FROM = re.compile(rf"từ\s+(?:ngày\s+)?{_DAY}", re.IGNORECASE)
_UNTIL = re.compile(rf"đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """A period with an end; `start` is None where the words name none. `until` are the words of the end."""

    start: date | None
    end: date
    until: str

    def begun(self, today: date) -> bool:
        """Whether the period has begun on that day."""
        return self.start is None or self.start <= today

    def over(self, today: date) -> bool:
        """Whether the period has ended before that day."""
        return self.end < today


def find_period(words: str) -> Period | None:
    """Return the period that the words name, the one that ends last; None where they name none with an end."""
    ends = [(day, match[0]) for match in _UNTIL.finditer(words) if (day := _day(match)) is not None]
    if not ends:
        return None
    end, until = max(ends)
    starts = [day for match in _FROM.finditer(words) if (day := _day(match)) is not None and day <= end]
    return Period(min(starts, default=None), end, until)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:  # the source names a day that does not exist
        return None
