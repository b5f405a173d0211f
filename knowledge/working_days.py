"""Working days of public offices in Viet Nam, and the day on which a time limit ends."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter

from knowledge.lexicon import read_lexicon
from knowledge.records import TimeUnit

LAW_OF_DAYS_OFF = "Bộ luật Lao động 2019, Điều 112"
SWAPPED = "nghỉ hoán đổi"
_SATURDAY = 5
_TET_DAYS = range(-1, 4)  # of a year without a notice: the last day of the old lunar year and four of the new
_CLOSED = ConfigDict(extra="forbid")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A day that the law fixes in the solar calendar, as month-day."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    day: str
    name: str
    source: str
    since: int = 0

    def of(self, year: int) -> date | None:
        """Return the day in a year, None before the law."""
        return date.fromisoformat(f"{year}-{self.day}") if year >= self.since else None


@dataclass(frozen=True, slots=True)
class Closed:
    """Days off from the first to the last, both included."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A working day that is off, and the Saturday on which it is worked instead."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    closed: date
    works: date


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of one year; without notices its days of Tết and National Day are not announced."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    year: int
    tet: date
    hung_kings: date
    closed: tuple[Closed, ...] = ()
    swaps: tuple[Swap, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a time limit, and how it was counted.

    `received` is the first working day from the filing on; it is not counted. `last` is the day on which the count
    ends, `day` the working day on which the limit then ends. `passed` are the days off that were not counted, or
    over which the end was moved; `made_up` the Saturdays that were counted because offices work on them.
    """

    received: date
    last: date
    day: date
    passed: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()


def due_date(filed: date, amount: Decimal, unit: TimeUnit) -> Due | None:
    """Return when a limit ends for what is filed in office hours of a day.

    Begun days count as whole ones: the day is the latest. None where the table of days off does not reach, a month is
    not whole, or the limit is in hours: those run from the moment of receipt, which nobody has told.

    Source:
        Bộ luật Dân sự 2015, Điều 147 khoản 1 (hours), khoản 2 (the first day is not counted), Điều 148 khoản 3 and 4
        (months and years), khoản 5 (an end on a day off moves to the next working day).
    """
    if unit == "hour" or (amount % 1 and unit in ("month", "year")):
        return None
    try:
        received = _working_from(filed)
        if unit == "working_day":
            return _counted(received, math.ceil(amount))
        return _ended(received, _LATER[unit](received, math.ceil(amount)))
    except (KeyError, OverflowError, ValueError):  # a year that the table, or the calendar itself, does not hold
        return None


def reason_off(day: date) -> str | None:
    """Return why offices are closed on a day: "thứ Bảy", "Chủ nhật" or a holiday's name; None where they work.

    Raises:
        KeyError: The year does not stand in the table.
    """
    off = _off(day.year).get(day)
    if off is not None or day.weekday() < _SATURDAY or day in _made_up(day.year):
        return off
    return "thứ Bảy" if day.weekday() == _SATURDAY else "Chủ nhật"


def is_announced(year: int) -> bool:
    """Whether the year's days of Tết and National Day, and its swaps, have been announced."""
    return year in _years() and bool(_years()[year].notices)


def holds(day: date) -> bool:
    """Whether the table of days off reaches to a day."""
    return day.year in _years()


def sources_of(day: date) -> tuple[str, ...]:
    """Return where a holiday is given, in words that can be looked up; nothing for a weekend or a working day.

    Raises:
        KeyError: The year does not stand in the table.
    """
    if day not in _off(day.year):
        return ()
    fixed = [one.source for one in _table()[0] if one.of(day.year) == day]
    known = _years()[day.year]
    announced = any(one.first <= day <= one.last for one in known.closed) or any(s.closed == day for s in known.swaps)
    return tuple(fixed) or (known.notices if announced else (LAW_OF_DAYS_OFF,))


def read_days_off(content: Any) -> tuple[tuple[Fixed, ...], dict[int, Year]]:
    """Return the days of every year and the years of a parsed file.

    Raises:
        ValueError: Something is missing, unknown or no day; the message names the place.
    """
    years = TypeAdapter(tuple[Year, ...]).validate_python(content["years"])
    return TypeAdapter(tuple[Fixed, ...]).validate_python(content["every_year"]), {one.year: one for one in years}


def _working_from(day: date) -> date:
    while reason_off(day) is not None:
        day += _DAY
    return day


def _counted(received: date, days: int) -> Due:
    """Count working days from the day after receipt on."""
    day, passed, made_up = received, list[date](), list[date]()
    while days > 0:
        day += _DAY
        if reason_off(day) is not None:
            passed.append(day)
            continue
        days -= 1
        if day.weekday() >= _SATURDAY:
            made_up.append(day)
    return Due(received, day, day, tuple(passed), tuple(made_up))


def _ended(received: date, last: date) -> Due:
    """End a limit that counts every day: on its last day, or the next working day."""
    day = _working_from(last)
    return Due(received, last, day, tuple(last + _DAY * passed for passed in range((day - last).days)))


def _months_later(day: date, months: int) -> date:
    """Return the corresponding day, or the last one of a month that has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_LATER: dict[TimeUnit, Callable[[date, int], date]] = {
    "calendar_day": lambda day, days: day + _DAY * days,
    "month": _months_later,
    "year": lambda day, years: _months_later(day, 12 * years),
}


@cache
def _table() -> tuple[tuple[Fixed, ...], dict[int, Year]]:
    return read_days_off(read_lexicon("days_off.yaml"))


def _years() -> dict[int, Year]:
    return _table()[1]


@cache
def _made_up(year: int) -> frozenset[date]:
    return frozenset(swap.works for swap in _years()[year].swaps)


@cache
def _off(year: int) -> dict[date, str]:
    """Return every holiday of a year with its name, those given back for a weekend among them."""
    known = _years()[year]
    lawful = dict(sorted(_lawful(known)))
    given = {day: one.name for one in known.closed for day in _days(one.first, one.last)}
    off = lawful | given | {swap.closed: SWAPPED for swap in known.swaps}
    for day in lawful:
        if day.weekday() >= _SATURDAY and day not in given:
            back = day + _DAY
            while back.weekday() >= _SATURDAY or back in off:
                back += _DAY
            off[back] = f"nghỉ bù {lawful[day]}"
    return off


def _lawful(known: Year) -> Iterator[tuple[date, str]]:
    yield from ((day, fixed.name) for fixed in _table()[0] if (day := fixed.of(known.year)) is not None)
    yield known.hung_kings, "Giỗ Tổ Hùng Vương"
    if not known.notices:
        yield from ((known.tet + _DAY * number, "Tết Âm lịch") for number in _TET_DAYS)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))
