"""Which two things a message wants compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.officer.spoken import any_of, readings

if TYPE_CHECKING:
    from assistant.phrases import Wording
    from assistant.understand import Understanding

_AND = r"(?:với|voi|và|va|hay|vs\.?|so với|so voi|cùng|cung|,|/)"
_THING = r"(?:thủ tục|thu tuc|tthc|việc|viec|giấy|giay|cái|cai)?\s*"
_ASKS = (
    r"(?:(?:sự |su )?(?:khác|khac)(?:\s(?:nhau|biệt|biet))?"
    r"(?:\s(?:gì|gi|j|ở|o|chỗ|cho|điểm|diem|thế|the|như|nhu|ra|nào|nao|đâu|dau|sao|nhau|không|khong|ko))*"
    r"|(?:có )?(?:giống|giong)(?:\s(?:nhau|và|va|hay|khác|khac|không|khong|ko))*)"
)
_BEFORE = re.compile(
    rf"^.*?(?:so sánh|so sanh|đối chiếu|doi chieu|phân biệt|phan biet"
    rf"|(?:sự |su |điểm |diem )*(?:khác|khac)(?: (?:nhau|biệt|biet))*(?: (?:giữa|giua|của|cua))"
    rf"|(?:giữa|giua)(?=.*(?:khác|khac|giống|giong) (?:gì|gi|j|nhau|ở|o|biệt|biet)))\s*"
    rf"(?:(?:giữa|giua|cho|hai|2|thủ tục|thu tuc)\s+)*(.+?)\s*\b{_AND}\s+{_THING}(.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"^(.+?)\s+{_AND}\s+{_THING}(.+?)\s+{_ASKS}\W*$", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"^(.+?)\s+(?:khác|khac)\s+(?!(?:nhau|biệt|biet)\b)(?:gì |gi |j |thế nào |the nao |ra sao )?"
    rf"(?:với |voi |so với |so voi )?{_THING}(.+)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"\s*(?<!\w)(?:{_ASKS}|(?:như |nhu )?(?:thế nào|the nao)|ra sao"
    r"|(?:giúp|giup|cho|hộ|ho)\s(?:tôi|toi|em|mình|minh|với|voi)|(?:nhé|nhe|ạ))\W*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:cho (?:tôi|toi|em|mình|minh) (?:hỏi|hoi)|xin hỏi|xin hoi|hỏi|hoi|ad ơi|ad oi|thủ tục|thu tuc)\s+)+",
    re.IGNORECASE,
)
_CODES = 2
LONGEST_CHARS = 300
"""A longer message is a story, which compares no two procedures."""

_LONGEST_WORDS = 12  # of a name; more is a story that only holds such a word


def wants_comparison(wording: Wording) -> bool:
    """Return whether two things are to be compared: "so sánh", "khác nhau", "khác gì"."""
    return any(any_of("compare").search(words) for words in readings(wording))


def split_comparison(said: Understanding) -> tuple[str, str] | None:
    """Return the two things that a message wants compared, as it names them: codes, or the words of each.

    None where it compares nothing, or names one thing only.
    """
    if not wants_comparison(said.wording):
        return None
    if len(said.codes) >= _CODES:
        return said.codes[0], said.codes[1]
    text = said.text.strip(" ?.!")
    if len(text) > LONGEST_CHARS:
        return None
    for pattern in (_BEFORE, _BEHIND, _BETWEEN):
        match = pattern.match(text)
        if match is not None:
            first, second = (_name(part) for part in match.groups())
            if all(0 < len(name.split()) <= _LONGEST_WORDS for name in (first, second)):
                return first, second
    return None


def _name(words: str) -> str:
    return _TAIL.sub("", _OPENING.sub("", words.strip(" ,;:?.!"))).strip(" ,;:?.!")
