"""Days that a text names by what they are today: "hôm nay", "thứ Hai tuần sau", "ngày 1/12"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

MARK = "@"
"""Stands in the marked text for a day that it named."""

Meaning = Callable[[re.Match[str], date], date | None]
"""From the words and today to the day that they mean."""

_Named = TypeVar("_Named")
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5} | {
    str(number): number - 2 for number in range(2, 8)
}
_PART = r"(?:(?:sang|trua|chieu|toi) )?"
_WEEKDAY = r"(?:thu (?P<day>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<short>[2-7])|(?P<sunday>chu nhat|cn))"
_NEXT, _LAST = r"(?:tuan )?(?:sau|toi)", r"(?:tuan )?(?:truoc|roi|vua roi|vua qua)"
_NOT_A_COUNT = r"(?<!lan )(?<!con )(?<!dot )(?<!ban )"
_DAY_OF, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?: nam (?P<year>\d{4}))?"
_SOLAR = r" duong(?: lich)?"
_LUNAR = r"(?! (?:am|al|ta|chap|gieng))"
_SLASHED = rf"(?:ngay |hom )?{_DAY_OF} ?[/-] ?{_MONTH}(?:[/-](?P<year>\d{{4}}|\d{{2}}))?(?:{_SOLAR})?{_LUNAR}"
_SPELT = rf"(?:ngay|hom) {_DAY_OF} thang {_MONTH}{_YEAR}(?:{_SOLAR})?{_LUNAR}"
_LONGEST_MONTH, _MONTHS = 31, 12


@dataclass(frozen=True)
class NoDay:
    """A date that no calendar has, as its numbers; the year where it was said."""

    day: int
    month: int
    year: int | None


def mark_days(folded: str, today: date) -> tuple[str, list[date]]:
    """Return folded text with a mark for every day that it names, and the days in their order.

    A lunar date, and a day that does not exist, is no day here.
    """
    return _mark(_DOTTED.sub(r"\1/\2/\3", folded), today, _MEANINGS)


def mark_no_days(folded: str, today: date) -> tuple[str, list[NoDay]]:
    """Return folded text with a mark for every date that no calendar has, such as 31/4, and those dates in order."""
    return _mark(_DOTTED.sub(r"\1/\2/\3", folded), today, _NO_DAYS)


def _mark(
    folded: str, today: date, meanings: Iterable[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Named | None]]]
) -> tuple[str, list[_Named]]:
    parts, named, at = list[str](), list[_Named](), 0
    matches = [(match, meaning) for pattern, meaning in meanings for match in pattern.finditer(folded)]
    for match, meaning in sorted(matches, key=lambda found: (found[0].start(), -found[0].end())):
        meant = meaning(match, today) if match.start() >= at else None
        if meant is not None:
            parts.append(f"{folded[at : match.start()]}{MARK}")
            named.append(meant)
            at = match.end()
    return "".join([*parts, folded[at:]]), named


def _weekday(match: re.Match[str], today: date) -> date:
    """Return the weekday of the week that is named; of none, the next one from today on."""
    number, short, sunday = match["day"], match["short"], match["sunday"]
    weekday = 6 if sunday else _WEEKDAYS[number or short]
    monday = today - _DAY * today.weekday()
    day = monday + _DAY * weekday
    if match["next"]:
        return day + _WEEK
    if match["last"]:
        return day - _WEEK if "tuan" in match["last"] or day >= today else day
    return day if day >= today or match["this"] else day + _WEEK


def _of_year(match: re.Match[str], today: date) -> date | None:
    """Return a day and month; without a year the one that is nearest to today."""
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year + number for number in (-1, 0, 1)]
    days = [found for one in years if (found := _day(one, month, day)) is not None]
    return min(days, key=lambda found: abs(found - today), default=None)


def _of_no_year(match: re.Match[str], today: date) -> NoDay | None:
    """Return a day and month that the year, or no near one, has; None for a day and for what is no date at all."""
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    if not (0 < day <= _LONGEST_MONTH and 0 < month <= _MONTHS) or _of_year(match, today) is not None:
        return None
    return NoDay(day, month, int(year) + (2000 if len(year) == 2 else 0) if year else None)


def _of_month(match: re.Match[str], today: date) -> date | None:
    """Return a day of this month or the next: as it is named, else the first that is not past."""
    later = bool(match["later"]) or (not match["this"] and int(match["day"]) < today.day)
    year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
    return _day(year, month + 1, int(match["day"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _after(days: int) -> Meaning:
    return lambda _, today: today + _DAY * days


def _compiled(*meanings: tuple[str, Meaning]) -> tuple[tuple[re.Pattern[str], Meaning], ...]:
    return tuple((re.compile(rf"(?<![\w/@])(?:{pattern})(?![\w/])"), meaning) for pattern, meaning in meanings)


_MEANINGS = _compiled(
    (rf"{_PART}(?:hom|bua|ngay) nay|(?:sang|trua|chieu|toi) nay|(?:ngay )?(?:bay gio|luc nay)|hnay|gio nay", _after(0)),
    (r"(?:nay|gio|bh|bgio)(?= (?:toi |minh |em |con |tui |ma |di |moi |dem )*nop\b)", _after(0)),
    (r"(?<=nop )(?:luon|lien|ngay)(?= thi\b|$)", _after(0)),
    (rf"{_PART}(?:ngay |bua |hom )?mai(?! (?:tang|dam|linh|phat|mot|sau|moi))", _after(1)),
    (r"(?:ngay|bua|hom) mot|ngay kia", _after(2)),
    (rf"{_PART}(?:hom|bua|ngay) qua|(?:sang|trua|chieu|toi) qua", _after(-1)),
    (r"(?:hom|bua) kia", _after(-2)),
    (r"dau tuan (?:sau|toi)", lambda _, today: today - _DAY * today.weekday() + _WEEK),
    (rf"{_NOT_A_COUNT}{_PART}{_WEEKDAY}(?: (?:(?P<next>{_NEXT})|(?P<last>{_LAST})|(?P<this>tuan nay|nay)))?", _weekday),
    (rf"(?P<next>tuan (?:sau|toi))(?P<last>)(?P<this>) (?:vao )?{_WEEKDAY}", _weekday),
    (_SLASHED, _of_year),
    (_SPELT, _of_year),
    (rf"(?:mung|mong) {_DAY_OF} thang {_MONTH}{_YEAR}{_SOLAR}", _of_year),
    (
        rf"ngay {_DAY_OF}(?: thang (?:(?P<later>sau|toi)|(?P<this>nay)))?(?! (?:thang|ngay|lam viec|am|ta|tuoi))",
        _of_month,
    ),
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])")  # 10.2.2026
_NO_DAYS = tuple((re.compile(rf"(?<![\w/@])(?:{pattern})(?![\w/])"), _of_no_year) for pattern in (_SLASHED, _SPELT))
