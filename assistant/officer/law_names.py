"""Names of laws: what a title calls a law, and the law that a question calls by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.vietnamese import fold

_LAW = re.compile(
    r"^(?:[\W\d_]|qh\d+)*(?:(?:bo )?luat|phap lenh)\b"
    r"(?: (?:so )?:? ?\d\S*(?: ngay [\d /]+)?(?: cua quoc hoi)?)?(?: ?[-:]? ?(?:(?:bo )?luat|phap lenh)\b)?"
    r" ?[-:]? ?(.+)"
)
_AFTER_NAME = re.compile(
    r"\s(?:so\b|nam \d|ngay \d|\d|duoc |cua quoc hoi|cua uy ban thuong vu|da duoc|sua doi)"
    r"|[;(.:\n]| - |, (?:so|ngay|da|duoc)"
)
_NO_NAME = re.compile(
    r"^(?:sua doi|quy dinh|ban hanh|so\b|ve viec|nay\b|huong dan|cua\b|thi diem|nghi quyet|luat$|\d|$)"
)
_LONGEST_WORDS = 25
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def law_name(title: str, *, is_law: bool = False) -> str | None:
    """Return the folded words that a title calls a law by, such as "ho tich"; None where it calls none.

    Args:
        is_law: Whether the document is known to be a law, so that its title may be the bare name.
    """
    folded = " ".join(fold(title).split())
    match = _LAW.match(folded)
    rest = match[1] if match else (folded if is_law else "")
    name = _words(_AFTER_NAME.split(f"{rest} ", maxsplit=1)[0])
    return None if _NO_NAME.match(name) or name.count(" ") >= _LONGEST_WORDS else name


def may_name_a_law(folded: str) -> bool:
    """Return whether the words may call a law by its name: cheap, before any index is read."""
    return re.search(r"\b(?:luat|phap lenh) [a-z]", folded) is not None


def year_of(words: str) -> int | None:
    """Return the first year that the words name."""
    match = _YEAR.search(words)
    return int(match[1]) if match else None


def law_called(folded: str, names: Iterable[str]) -> tuple[str, int | None] | None:
    """Return the longest of the names that stands behind "luật" in the folded words, and the year behind it."""
    best: tuple[str, int | None] | None = None
    known = set(names)
    for match in re.finditer(r"\b(?:luat|phap lenh) ", folded):
        words = _words(folded[match.end() :]).split()[:_LONGEST_WORDS]
        for end in range(len(words), 0, -1):
            name = " ".join(words[:end])
            if name in known and (best is None or len(name) > len(best[0])):
                best = name, year_of(" ".join(words[end : end + 4]))
                break
    return best


def _words(folded: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", folded))
