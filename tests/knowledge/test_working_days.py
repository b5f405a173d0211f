"""Working days: the table of days off against the sky and the notices, and limits counted by the law's rules."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import radians, sin
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import read_lexicon
from knowledge.records import TimeUnit
from knowledge.working_days import due_date, holds, is_announced, read_days_off, reason_off, sources_of

HANOI = timezone(timedelta(hours=7))
FIXED, YEARS = read_days_off(read_lexicon("days_off.yaml"))
DAYS = st.dates(date(2025, 1, 1), date(2029, 6, 30))


def off_between(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if reason_off(day) is not None]


def new_moon_day(near: date) -> date:
    """Return the day in Hà Nội of the new moon that is nearest to a day. Source: Meeus 1998, chapter 49."""
    k = round((near.year + near.timetuple().tm_yday / 365.25 - 2000) * 12.3685)
    t = k / 1236.85
    sun, moon = radians(2.5534 + 29.1053567 * k), radians(201.5643 + 385.81693528 * k)
    node, eccentricity = radians(160.7108 + 390.67050284 * k), 1 - 0.002516 * t
    days = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 0.4072 * sin(moon)
    days += eccentricity * (0.17241 * sin(sun) + 0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun))
    days += 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node) - 0.00111 * sin(moon - 2 * node)
    moment = datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=days - 2451545, seconds=-72)
    return moment.astimezone(HANOI).date()


@pytest.mark.parametrize("year", YEARS)
def test_tet_is_a_new_moon_in_ha_noi(year: int) -> None:
    tet = YEARS[year].tet

    assert new_moon_day(tet) == tet


@pytest.mark.parametrize("year", YEARS)
def test_hung_kings_is_the_tenth_day_of_the_third_lunar_month(year: int) -> None:
    third_month = new_moon_day(YEARS[year].tet + timedelta(days=59))

    assert YEARS[year].hung_kings == third_month + timedelta(days=9)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 1, 25), date(2025, 2, 2)),  # nine days, as the notice for 2025 says
        (date(2025, 4, 30), date(2025, 5, 4)),
        (date(2025, 8, 30), date(2025, 9, 2)),
        (date(2026, 1, 1), date(2026, 1, 4)),
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2026, 4, 25), date(2026, 4, 27)),  # Hùng Kings on a Sunday, given back on Monday
        (date(2026, 8, 29), date(2026, 9, 2)),
        (date(2027, 2, 4), date(2027, 2, 10)),
        (date(2027, 4, 30), date(2027, 5, 3)),  # 1 May on a Saturday
        (date(2027, 9, 2), date(2027, 9, 5)),
    ],
)
def test_offices_are_closed_as_announced_and_work_before_and_after(first: date, last: date) -> None:
    day = timedelta(days=1)

    assert off_between(first, last) == [first + day * number for number in range((last - first).days + 1)]
    assert (reason_off(first - day), reason_off(last + day)) == (None, None)


@pytest.mark.parametrize("saturday", [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_saturday_worked_for_a_swapped_day_is_a_working_day(saturday: date) -> None:
    assert saturday.weekday() == 5
    assert reason_off(saturday) is None
    assert reason_off(saturday + timedelta(days=7)) == "thứ Bảy"


def test_the_day_of_culture_is_off_from_2026_on() -> None:
    assert reason_off(date(2025, 11, 24)) is None
    assert reason_off(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert sources_of(date(2026, 11, 24)) == ("Nghị quyết 28/2026/QH16",)


def test_a_holiday_names_where_it_is_given() -> None:
    assert sources_of(date(2027, 2, 8)) == ("Công văn 10065/VPCP-KGVX ngày 02/10/2026",)
    assert sources_of(date(2027, 4, 16)) == ("Bộ luật Lao động 2019, Điều 112",)
    assert sources_of(date(2027, 4, 17)) == ()


def test_a_year_without_a_notice_has_the_days_of_the_law_and_says_that_it_is_not_announced() -> None:
    assert [is_announced(year) for year in (2027, 2028, 2031)] == [True, False, False]
    assert [holds(date(year, 1, 1)) for year in (2024, 2025, 2030, 2031)] == [False, True, True, False]
    assert reason_off(date(2028, 1, 26)) == "Tết Âm lịch"
    assert reason_off(date(2028, 1, 3)) == "nghỉ bù Tết Dương lịch"


@pytest.mark.parametrize(
    ("filed", "amount", "unit", "received", "day"),
    [
        (date(2026, 11, 25), "8", "working_day", date(2026, 11, 25), date(2026, 12, 7)),
        (date(2026, 11, 24), "7", "working_day", date(2026, 11, 25), date(2026, 12, 4)),  # filed on a holiday
        (date(2026, 11, 28), "1", "working_day", date(2026, 11, 30), date(2026, 12, 1)),  # filed on a Saturday
        (date(2026, 11, 20), "3", "working_day", date(2026, 11, 20), date(2026, 11, 26)),
        (date(2026, 11, 25), "2.5", "working_day", date(2026, 11, 25), date(2026, 11, 30)),
        (date(2026, 1, 9), "1", "working_day", date(2026, 1, 9), date(2026, 1, 10)),  # the Saturday is worked
        (date(2027, 2, 3), "3", "working_day", date(2027, 2, 3), date(2027, 2, 15)),  # over Tết
        (date(2026, 11, 25), "15", "calendar_day", date(2026, 11, 25), date(2026, 12, 10)),
        (date(2026, 11, 25), "10", "calendar_day", date(2026, 11, 25), date(2026, 12, 7)),  # ends on a Saturday
        (date(2027, 1, 5), "30", "calendar_day", date(2027, 1, 5), date(2027, 2, 11)),  # ends in Tết
        (date(2026, 11, 30), "3", "month", date(2026, 11, 30), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2027, 1, 29), "13", "month", date(2027, 1, 29), date(2028, 2, 29)),
        (date(2026, 11, 25), "1", "year", date(2026, 11, 25), date(2027, 11, 25)),
    ],
)
def test_a_limit_ends_where_the_civil_code_ends_it(
    filed: date, amount: str, unit: TimeUnit, received: date, day: date
) -> None:
    due = due_date(filed, Decimal(amount), unit)

    assert due is not None
    assert (due.received, due.day) == (received, day)


def test_the_days_that_were_passed_over_are_told() -> None:
    worked = due_date(date(2026, 11, 20), Decimal(3), "working_day")
    moved = due_date(date(2026, 11, 25), Decimal(10), "calendar_day")
    made_up = due_date(date(2026, 1, 9), Decimal(1), "working_day")

    assert worked is not None
    assert worked.passed == (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 24))
    assert moved is not None
    assert (moved.last, moved.passed) == (date(2026, 12, 5), (date(2026, 12, 5), date(2026, 12, 6)))
    assert made_up is not None
    assert made_up.made_up == (date(2026, 1, 10),)


@pytest.mark.parametrize(
    ("filed", "amount", "unit"),
    [
        (date(2024, 12, 31), "5", "working_day"),
        (date(2030, 12, 30), "5", "working_day"),
        (date(2030, 11, 30), "2", "month"),
        (date(2026, 11, 25), "1.5", "month"),
        (date(2026, 11, 25), "90000", "year"),
    ],
)
def test_where_the_table_does_not_reach_there_is_no_date(filed: date, amount: str, unit: TimeUnit) -> None:
    assert due_date(filed, Decimal(amount), unit) is None


@given(DAYS, st.integers(1, 200))
def test_as_many_working_days_lie_behind_receipt_as_the_limit_has(filed: date, amount: int) -> None:
    due = due_date(filed, Decimal(amount), "working_day")

    assert due is not None
    span = [due.received + timedelta(days=number) for number in range(1, (due.day - due.received).days + 1)]
    assert sum(reason_off(day) is None for day in span) == amount
    assert reason_off(due.day) is None
    assert [day for day in span if reason_off(day) is not None] == list(due.passed)


@given(DAYS, st.decimals(min_value=Decimal("0.25"), max_value=200, places=2))
def test_calendar_days_end_on_the_first_working_day_from_their_last_on(filed: date, amount: Decimal) -> None:
    due = due_date(filed, amount, "calendar_day")

    assert due is not None
    assert due.last == due.received + timedelta(days=math.ceil(amount))
    assert reason_off(due.day) is None
    assert off_between(due.last, due.day) == list(due.passed)


@pytest.mark.parametrize(
    "changes",
    [{"tet": "soon"}, {"hung_kings": None}, {"closed": [{"first": "2031-01-01", "name": "Tết"}]}, {"office": "closed"}],
)
def test_a_year_that_is_not_as_the_header_says_is_refused(changes: dict[str, Any]) -> None:
    year = {"year": 2031, "tet": "2031-01-23", "hung_kings": "2031-04-02", **changes}

    with pytest.raises(ValueError, match="0"):
        read_days_off({"every_year": [], "years": [year]})


def test_hours_run_from_a_moment_that_nobody_tells() -> None:
    assert due_date(date(2026, 11, 26), Decimal(1), "hour") is None
