"""Which words of a line are names: of persons, places and offices, which no step of reading may touch."""

from __future__ import annotations

import re

from knowledge.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_INTRODUCE = frozenset(
    (
        "o",
        "tai",
        "tinh",
        "huyen",
        "quan",
        "xa",
        "phuong",
        "thon",
        "ap",
        "ban",
        "ong",
        "ba",
        "anh",
        "chi",
        "cu",
        "ten",
        "ho",
    )
)
"""Words behind which a capital begins a name."""


def names_in(line: str) -> frozenset[int]:
    """Return where the words begin that are names by their capitals.

    A capitalised word is one beside another, or behind "ở", "xã", "ông" and the like; the line's first word only
    beside another. In a line of capitals none is known by them.
    """
    words = list(_WORD.finditer(line))
    capital = [_is_title(word[0]) for word in words]
    if sum(word[0].isupper() and len(word[0]) > 1 for word in words) > len(words) / 2:
        return frozenset()
    found = set()
    for place, word in enumerate(words):
        if not capital[place]:
            continue
        beside = any(
            capital[other] and _touch(line, words, min(place, other))
            for other in (place - 1, place + 1)
            if 0 <= other < len(words)
        )
        introduced = place > 0 and fold(words[place - 1][0]) in _INTRODUCE
        if (beside and (place > 0 or len(word[0]) > 1)) or introduced:
            found.add(word.start())
    return frozenset(found)


def _is_title(word: str) -> bool:
    return word[:1].isupper() and (len(word) == 1 or not word.isupper())


def _touch(line: str, words: list[re.Match[str]], left: int) -> bool:
    return line[words[left].end() : words[left + 1].start()] in (" ", "-")
