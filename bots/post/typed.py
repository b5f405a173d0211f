"""What people type to a channel itself: a thumb as a word, a reason by its number, stars, a wish for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.vietnamese import fold, has_diacritics, nfc

# With their marks: "dừng" and "dùng" are no thumbs. What is typed without any is compared folded.
_UP = ("👍", "đúng", "đúng rồi", "đúng ý", "ok đúng")
_DOWN = ("👎", "sai", "sai rồi", "chưa đúng", "không đúng")
_OFFICER = frozenset(
    {"gap can bo", "toi muon gap can bo", "cho toi gap can bo", "noi chuyen voi can bo", "gap nguoi that"}
)
_GOODBYE = re.compile(r"\b(?:cam on|tam biet|bye|cam on nhieu|hen gap lai)\b")
_STARS = re.compile(r"([1-5])\s*(?:sao|diem|\*|⭐)?")
_NUMBER = re.compile(r"(\d)[.)]?")
_EDGES = " .,!?…"


def without_mark(text: str) -> str:
    """Return the text folded, in lower case, without marks at its ends."""
    return fold(text).strip(_EDGES)


def rating_of(text: str) -> int | None:
    """Return 1 or -1 where the text is nothing but a thumb, in a sign or in words; None otherwise."""
    if _is_one_of(text, _UP):
        return 1
    return -1 if _is_one_of(text, _DOWN) else None


def reason_of(text: str, reasons: Sequence[str]) -> str | None:
    """Return the reason that is named by its number or its words; None where none is."""
    if number := _NUMBER.fullmatch(text.strip()):
        return reasons[int(number[1]) - 1] if 1 <= int(number[1]) <= len(reasons) else None
    said = without_mark(text)
    return next((reason for reason in reasons if without_mark(reason) == said), None)


def stars_of(text: str) -> int | None:
    """Return 1 to 5 where the text is nothing but that; None otherwise."""
    found = _STARS.fullmatch(without_mark(text))
    return int(found[1]) if found else None


def wants_officer(text: str) -> bool:
    """Whether the text is nothing but the wish to talk to a person."""
    return without_mark(text) in _OFFICER


def says_goodbye(text: str) -> bool:
    """Whether the text thanks or says goodbye."""
    return _GOODBYE.search(without_mark(text)) is not None


def _is_one_of(text: str, known: Sequence[str]) -> bool:
    if has_diacritics(text):
        return nfc(text).lower().strip(_EDGES) in known
    return without_mark(text) in {fold(one) for one in known}
