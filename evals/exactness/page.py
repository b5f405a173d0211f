"""An answer's text as the checker reads it: words, figures, money, durations, counts of papers."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_LIST_MARKER = re.compile(r"^\d+\. ", re.MULTILINE)
_CITATION = re.compile(r"\[(\d+)\]")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DURATION = re.compile(r"(\d+(?:[.,]\d+)*)\s+(ngày làm việc|ngày|giờ|tháng|năm)(?!\w)")
_MONEY = re.compile(r"(\d+(?:[.,]\d+)*)\s+(đồng|USD|EUR)(?!\w)")
_COUNT = re.compile(r"(\d+)\s+(bản chính|bản sao)|(bản chính|bản sao):?\s+(\d+)", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)  # the checks read the same quotes again and again
def words(text: str) -> str:
    """Return the words in lower case and NFC, one space around each; no punctuation, no invisible marks."""
    plain = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).casefold()
    return f" {' '.join(_WORD.findall(plain))} "


def canonical(figure: str) -> str:
    """Return a figure without thousands separators and leading zeros, a decimal comma as a point."""
    if _THOUSANDS.fullmatch(figure):
        return re.sub(r"[.,]", "", figure).lstrip("0") or "0"
    return re.sub(r"^0+(?=\d)", "", figure.replace(",", "."))


def numbers(text: str) -> frozenset[str]:
    """Return every figure of the text in canonical form, citation markers apart."""
    return frozenset(map(canonical, _NUMBER.findall(_CITATION.sub(" ", text))))


class Page:
    """One answer text, read in the ways that the checks need."""

    def __init__(self, text: str) -> None:
        """Read `text`, the plain text of an answer."""
        self.text = unicodedata.normalize("NFC", text)

    @cached_property
    def marks(self) -> frozenset[int]:
        """The ids of the citation markers."""
        return frozenset(int(mark) for mark in _CITATION.findall(self.text))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their list markers; citation markers stay."""
        return tuple(_LIST_MARKER.sub("", line) for line in self.text.split("\n"))

    @cached_property
    def durations(self) -> frozenset[tuple[str, str]]:
        """Every (figure, unit) such as ("8", "ngày làm việc")."""
        return frozenset((canonical(figure), unit) for figure, unit in _DURATION.findall(self._unmarked.casefold()))

    @cached_property
    def money(self) -> frozenset[tuple[str, str]]:
        """Every (amount, currency) such as ("75000", "đồng")."""
        return frozenset((canonical(figure), currency) for figure, currency in _MONEY.findall(self._unmarked))

    @cached_property
    def counts(self) -> frozenset[tuple[str, str]]:
        """Every (number, kind) such as ("1", "bản chính")."""
        found = (match.groups() for match in _COUNT.finditer(self._unmarked))
        return frozenset((canonical(a or d), (b or c).casefold()) for a, b, c, d in found)

    def has(self, quoted: str) -> bool:
        """Return whether the words stand in the text one after the other, list and citation markers aside."""
        needle = words(_CITATION.sub(" ", quoted))
        return needle in self._words or needle in self._words_unnumbered

    @cached_property
    def _unmarked(self) -> str:
        return _CITATION.sub(" ", self.text)

    @cached_property
    def _words(self) -> str:
        return words(self._unmarked)

    @cached_property
    def _words_unnumbered(self) -> str:
        return words(_CITATION.sub(" ", _LIST_MARKER.sub("", self.text)))
