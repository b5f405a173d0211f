"""A text as the finders of personal details see it: without marks, in one kind of digits, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from assistant.lexicon import read_list
from knowledge.vietnamese import nfc

TAKEN = "\x01"
"""Stands in a view for what was taken out already; no text can hold it."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_DASHES = frozenset("‐‑‒–—―−")


@dataclass(frozen=True)
class Detail:
    """A personal detail: where it begins and ends, and the name of its placeholder."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class View:
    """A text without marks but in its own case; `at` has the place in the text of each character, and of the end."""

    source: str
    bare: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, source: str, taken: re.Pattern[str]) -> View:
        """Return the view of a text in which the pattern's matches are already taken out."""
        seen: list[str] = []
        at: list[int] = []
        end = 0
        for match in taken.finditer(source):
            _see(source, end, match.start(), seen, at)
            seen.append(TAKEN)
            at.append(match.start())
            end = match.end()
        _see(source, end, len(source), seen, at)
        return cls(source, "".join(seen), (*at, len(source)))

    @cached_property
    def folded(self) -> str:
        """The text in lower case, as long as `bare`."""
        return self.bare.lower()

    def written(self, start: int, end: int) -> str:
        """Return how a stretch of the view stands in the text, NFC and in lower case."""
        return nfc(self.source[self.at[start] : self.at[end]]).lower()


@cache
def placeholder_pattern() -> re.Pattern[str]:
    """Return what matches every placeholder."""
    return re.compile("|".join(re.escape(words) for words in read_list("privacy")["placeholders"].values()))


def _see(source: str, start: int, end: int, seen: list[str], at: list[int]) -> None:
    for place in range(start, end):
        for char in _bare(source[place]):
            seen.append(char)
            at.append(place)


@lru_cache(maxsize=1 << 12)
def _bare(char: str) -> str:
    """Return what is left of a character: no marks, ASCII digits, plain spaces and dashes."""
    if char in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if char.isspace():
        return " "
    if char in _DASHES:
        return "-"
    if char.isdigit():
        return str(unicodedata.digit(char))
    if unicodedata.category(char) in _UNSEEN:
        return ""
    letters = unicodedata.normalize("NFKD", char).replace("đ", "d").replace("Đ", "D")
    kept = [letter for letter in letters if unicodedata.category(letter) not in _UNSEEN]
    return "".join(letter if len(letter.lower()) == 1 else "?" for letter in kept)
