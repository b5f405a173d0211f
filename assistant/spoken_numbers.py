"""Numbers written in Vietnamese words: "năm mươi nghìn", "một triệu rưỡi", "nửa tháng", "5 chục"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

_DIGITS = {
    **dict.fromkeys(("một", "mốt"), 1),
    "hai": 2,
    "ba": 3,
    **dict.fromkeys(("bốn", "tư"), 4),
    **dict.fromkeys(("năm", "lăm"), 5),
    "sáu": 6,
    **dict.fromkeys(("bảy", "bẩy"), 7),
    "tám": 8,
    "chín": 9,
}
_TENS = {"mười": 10, "mươi": 10, "chục": 10, "tá": 12}
_SCALES = {"trăm": 100, **dict.fromkeys(("nghìn", "ngàn"), 1_000), "triệu": 10**6, **dict.fromkeys(("tỷ", "tỉ"), 10**9)}
_HALVES = frozenset({"rưỡi", "nửa"})
_FILLERS = frozenset({"lẻ", "linh"})
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
# Alone these are other words as well: "năm" a year, "ba" a father, "tư" private, "tá" an adviser.
_ALONE = frozenset({"mười", "nửa", *(_SCALES.keys() - {"tỉ"})})


def spoken_numbers(text: str) -> Iterator[str]:
    """Yield the value of every number that is written in words, in order: "50000", "1500000", "0.5".

    A single digit counts where a unit follows ("ba ngày"), because "ba" and "năm" are other words as well.
    """
    words = _WORD.findall(text.casefold())
    at = 0
    while at < len(words):
        end = _run_ends(words, at)
        if end > at and _is_number(words, at, end):
            yield _said(_value(words[at:end]))
        at = max(end, at + 1)


def _run_ends(words: Sequence[str], at: int) -> int:
    end = at
    while end < len(words) and (_is_part(words[end]) or (end == at and words[end].isdecimal())):
        end += 1
    return end


def _is_part(word: str) -> bool:
    return any(word in known for known in (_DIGITS, _TENS, _SCALES, _HALVES, _FILLERS))


def _is_number(words: Sequence[str], at: int, end: int) -> bool:
    run = words[at:end]
    if len(run) > 1:
        return any(word in _TENS or word in _SCALES or word in _HALVES for word in run) or not run[0].isdecimal()
    follows = words[end] if end < len(words) else ""
    return run[0] in _ALONE or (run[0] in _DIGITS and follows in _UNITS)


_UNITS = frozenset(
    {"ngày", "giờ", "phút", "tuần", "tháng", "đồng", "bản", "bộ", "tờ", "ảnh", "tấm", "lần", "tuổi", "năm"}
)


def _value(run: Sequence[str]) -> Decimal:
    total, group, ones = Decimal(0), Decimal(0), Decimal(0)
    scale = 1
    for word in run:
        if word.isdecimal() or word in _DIGITS:
            ones += Decimal(word) if word.isdecimal() else _DIGITS[word]
        elif word in _TENS:
            group, ones, scale = group + (ones or 1) * _TENS[word], Decimal(0), 10
        elif word == "trăm":
            group, ones, scale = group + (ones or 1) * 100, Decimal(0), 100
        elif word in _SCALES:
            scale = _SCALES[word]
            total, group, ones = total + (group + ones or 1) * scale, Decimal(0), Decimal(0)
        elif word in _HALVES:
            ones += Decimal(scale) / 2
    return total + group + ones


def _said(value: Decimal) -> str:
    return str(int(value)) if value % 1 == 0 else f"{value.normalize():f}"
