"""Words that say how long something takes."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"\d+\s*(?:\([^)]{1,20}\)\s*)?(?:ngày|giờ|tháng|năm|phút|tuần)\b"
    r"|\bngay\s+(?:trong\s+ngày|khi|sau\s+khi)|\btrong\s+(?:ngày|buổi)\b",
    re.IGNORECASE,
)


def states_duration(plain: str) -> bool:
    """Whether NFC text names a duration, as in "không quá 15 ngày làm việc" or "ngay trong ngày"."""
    return _DURATION.search(plain) is not None
