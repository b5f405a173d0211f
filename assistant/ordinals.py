"""Places in the list that was shown last, inside longer messages: "cái thứ 2 cần hồ sơ gì", "hồ sơ của cái cuối"."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.phrases import Wording
from assistant.understand import LAST

_WORDS = {"mot": 1, "nhat": 1, "dau tien": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_WORDS |= {"sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "cuoi cung": LAST, "cuoi": LAST}
_NOUN = r"(?<!con )(?:cai|thu tuc|tthc|muc|lua chon|viec|dong|ket qua)"  # "con cái thứ hai" is a child
_PLACE = r"(\d{1,2}(?![\d./])|mot|nhat|hai|nhi|ba|bon|tu|nam|sau|bay|tam|chin|muoi)"
_END = r"(dau(?: tien)?|cuoi(?: cung)?)"
_ORDINAL = re.compile(
    rf"\b{_NOUN} (?:(?:thu|so) {_PLACE}|{_END}|(?<=cai )(\d{{1,2}})(?![\d./]))(?: (?:o tren|trong (?:danh sach|do)))?\b"
)
_BOTH = re.compile(r"\bca (?:hai|2)\b|\b(?:hai|2) (?:cai|thu tuc|tthc|viec|loai|truong hop)\b(?! tren)")
_AMONG = re.compile(
    r"\b(?:trong (?:so )?(?:do|nay|cac (?:cai|thu tuc) (?:nay|do|tren|kia)|danh sach(?: (?:nay|do|tren))?)"
    r"|(?:nhung|cac|may) (?:cai|thu tuc) (?:nay|do|tren|kia|vua roi)|cai nao)\b"
)


class Ordinal(NamedTuple):
    """A place in a list, from 1 on, or LAST; and the words of the message without it."""

    number: int
    rest: str


def ordinal_of(wording: Wording) -> Ordinal | None:
    """Return the place in a list that the message names, with what else it says; None where it names none.

    "thứ hai" without "cái" or "thủ tục" before it may be a day or a child, and names no place.
    """
    match = _ORDINAL.search(wording.folded)
    if match is None:
        return None
    said = next(group for group in match.groups() if group is not None)
    words = wording.accented if len(wording.accented) == len(wording.folded) else wording.folded
    rest = " ".join(f"{words[: match.start()]} {words[match.end() :]}".split())
    return Ordinal(_WORDS[said] if said in _WORDS else int(said), rest)


def names_both(wording: Wording) -> bool:
    """Return whether the message speaks of two things at once: "hai cái", "cả hai"."""
    return _BOTH.search(wording.folded) is not None


def names_among(wording: Wording) -> bool:
    """Return whether the message asks which of several: "trong đó cái nào", "mấy thủ tục này"."""
    return _AMONG.search(wording.folded) is not None
