"""Time limits: a figure with a unit, words, or a placeholder that means unknown."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.parse.text import SourceText
from knowledge.records import Channel, Quote, TimeLimit, TimeUnit

_UNITS: dict[str, TimeUnit] = {
    "WORKING_DAY": "working_day",
    "NGÀY LÀM VIỆC": "working_day",
    "DAY": "calendar_day",
    "NGÀY": "calendar_day",
    "HOUR": "hour",
    "GIỜ": "hour",
    "MONTH": "month",
    "THÁNG": "month",
    "YEAR": "year",
    "NĂM": "year",
}
_FIGURE = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s+(.+)")
_PLACEHOLDER = re.compile(r"\s*\bOTHER\s*$")
_DURATION = re.compile(
    r"\d+\s*(?:\([^)]{1,20}\)\s*)?(?:ngày|giờ|tháng|năm|phút|tuần)\b"
    r"|\bngay\s+(?:trong\s+ngày|khi|sau\s+khi)|\btrong\s+(?:ngày|buổi)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"thời\s+hạn|thời\s+gian|trong\s+vòng|không\s+quá|chậm\s+nhất|kể\s+từ|trong\s+ngày|ngay\s+(?:khi|sau|trong)",
    re.IGNORECASE,
)


def parse_time(text: SourceText, start: int, end: int) -> TimeLimit | None:
    """Return the time limit between two offsets; None where nothing stands there.

    "8 WORKING_DAY" gives its figure and unit, "1 OTHER" an unknown limit, and "Không quá 15 ngày OTHER" its words
    without the placeholder.
    """
    quote = text.said(start, end)
    if quote is None:
        return None
    figure = _FIGURE.fullmatch(quote.plain)
    if figure and figure[2].upper() in _UNITS:
        amount = Decimal(figure[1].replace(",", "."))
        # No procedure takes zero days: the form was left at its default.
        return TimeLimit(amount=amount, unit=_UNITS[figure[2].upper()], quote=quote) if amount else TimeLimit()
    return _in_words(text, quote)


def _in_words(text: SourceText, quote: Quote) -> TimeLimit:
    marker = _PLACEHOLDER.search(quote.text)
    words = text.quote(quote.span.start, quote.span.start + marker.start()) if marker else quote
    if words is None or not re.search(r"[^\W\d_]", words.plain):  # "1", "3/5" and "-" are no duration
        return TimeLimit()
    return TimeLimit(quote=words)


def stated_times(channels: tuple[Channel, ...], steps: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the lines of the steps that state a duration, where no channel states one; else nothing."""
    if any(limit.known for channel in channels for limit in channel.time_limits):
        return ()
    if any(states_duration(note) for channel in channels for note in channel.notes):
        return ()
    return tuple(step for step in steps if states_duration(step))


def states_duration(quote: Quote) -> bool:
    """Whether the words say how long something takes."""
    plain = quote.plain
    return bool(_DURATION.search(plain) and _LIMIT.search(plain))
