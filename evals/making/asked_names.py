"""What a procedure is called in a made question: its own title, or a shorter form of it that is nobody else's.

The phrasings that ship are not used: the search has learned them, and asking with them would measure memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.records_file import Summary
from knowledge.vietnamese import clean, fold

_OPENING = re.compile(r"^(?:thủ tục|trình tự)(?: hành chính)?\s*:?\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_AGENCY = re.compile(
    r",?\s+(?:thuộc (?:thẩm quyền|phạm vi)|do (?:bộ|sở|ủy ban|uỷ ban|ubnd|cơ quan)|tại (?:bộ|sở|ủy ban|uỷ ban|ubnd|cấp)"
    r"|của (?:bộ|sở|ủy ban|uỷ ban|ubnd|cơ quan)|(?:ở )?cấp (?:xã|tỉnh|huyện|bộ|trung ương))\b.*$",
    re.IGNORECASE,
)
_SHORTEST_WORDS = 4


def names_by_code(summaries: Sequence[Summary]) -> Mapping[str, tuple[str, ...]]:
    """Return the names that stand for one procedure alone, by code: the title, then its shorter form if it has one.

    A procedure whose title stands for several has no name here: which of them is meant could not be said.
    """
    titles = {summary.code: titled(summary.title) for summary in summaries}
    shorter = {code: shortened(title) for code, title in titles.items()}
    standing = Counter(fold(name) for code in titles for name in {titles[code], shorter[code]})
    named: dict[str, tuple[str, ...]] = {}
    for code, title in titles.items():
        several = dict.fromkeys((title, shorter[code]))
        alone = tuple(name for name in several if standing[fold(name)] == 1)
        if title in alone:
            named[code] = alone
    return named


def titled(title: str) -> str:
    """Return the title without "Thủ tục" in front and marks at the end, ready to stand inside a sentence."""
    name = _OPENING.sub("", clean(title)).strip(" .;:,")
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def shortened(title: str) -> str:
    """Return the title without brackets and the agency at its end; the title where too little would be left."""
    name = _AGENCY.sub("", _BRACKETS.sub("", title)).strip(" .;:,")
    return name if len(name.split()) >= _SHORTEST_WORDS else title
