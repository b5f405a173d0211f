"""The day of the people who ask: that of Viet Nam, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))  # all year round


def day_of(moment: datetime) -> date:
    """Return the day in Viet Nam at a moment that has a time zone."""
    return moment.astimezone(VIET_NAM).date()


def today() -> date:
    """Return the day that it is in Viet Nam."""
    return day_of(datetime.now(VIET_NAM))
