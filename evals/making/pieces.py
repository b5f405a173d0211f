"""Where a rewrite may change a question: everywhere but in figures, codes, addresses and markup."""

from __future__ import annotations

import re
from collections.abc import Callable

KEPT = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+"
    r"|<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}"
    r"|(?:[^\W_]+[-./,:–])*[^\W\d_]*\d\w*(?:[-./,:–]\w+)*%?"  # figures, codes, dates, document numbers, A1
    r"|\w{13,}"  # longer than any syllable: encoded, or another language
)
"""What a rewrite leaves as it stands."""

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters of NFC text."""


def outside_kept(text: str, change: Callable[[str], str]) -> str:
    """Return NFC text with every stretch between what is kept changed."""
    changed, end = [], 0
    for kept in KEPT.finditer(text):
        changed += [change(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*changed, change(text[end:])])


def spots(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return where the pattern matches NFC text, but for what stands inside something that is kept."""
    kept = [found.span() for found in KEPT.finditer(text)]
    return [
        found
        for found in pattern.finditer(text)
        if not any(first < found.start() and found.end() < last for first, last in kept)
    ]


def each_word(text: str, change: Callable[[str], str]) -> str:
    """Return NFC text with every word changed that is not kept, in reading order."""
    return outside_kept(text, lambda stretch: WORD.sub(lambda word: change(word[0]), stretch))


def words_of(text: str) -> list[str]:
    """Return the words that `each_word` would change, in reading order."""
    found: list[str] = []
    each_word(text, lambda word: found.append(word) or word)  # type: ignore[func-returns-value]
    return found


def like(word: str, model: str) -> str:
    """Return the word with a capital where the model begins with one, in capitals where it has no other."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
