"""Words that say how long something takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.records import TimeUnit

_DURATION = re.compile(
    r"\d+\s*(?:\([^)]{1,20}\)\s*)?(?:ngày|giờ|tháng|năm|phút|tuần)\b"
    r"|\bngay\s+(?:trong\s+ngày|khi|sau\s+khi)|\btrong\s+(?:ngày|buổi)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d\s*(?:đồng|đ\b|vnđ|vnd|usd|đô la|nghìn|triệu)", re.IGNORECASE)
_DAYS = re.compile(
    r"(?<![\d/.,])(?<!ngày )(?<!tháng )(?<!năm )0*(\d{1,4})\s*(?:\([^)]{1,20}\)\s*)?ngày\b(\s+làm\s+việc)?",
    re.IGNORECASE,
)


def states_duration(plain: str) -> bool:
    """Whether NFC text names a duration, as in "không quá 15 ngày làm việc" or "ngay trong ngày"."""
    return _DURATION.search(plain) is not None


def states_only_money(plain: str) -> bool:
    """Whether NFC text names an amount of money and no duration, as in "từ trang thứ 3 thu 1.000 đồng/trang"."""
    return _MONEY.search(plain) is not None and not states_duration(plain)


def days_stated(plain: str) -> Iterator[tuple[int, TimeUnit]]:
    """Yield the numbers of days that NFC text names, each with its unit: working days where it says "làm việc"."""
    for match in _DAYS.finditer(plain):
        yield int(match[1]), "working_day" if match[2] else "calendar_day"
