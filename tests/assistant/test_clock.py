from __future__ import annotations

from datetime import UTC, date, datetime

from assistant.clock import day_of


def test_the_day_is_that_of_viet_nam_when_the_server_is_a_day_behind() -> None:
    assert day_of(datetime(2026, 11, 24, 17, 30, tzinfo=UTC)) == date(2026, 11, 25)
    assert day_of(datetime(2026, 11, 24, 16, 30, tzinfo=UTC)) == date(2026, 11, 24)
