"""A source text whose slices remember where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.records import Quote, Span

_SILENT = frozenset(
    {
        "",
        "không có thông tin",
        "không có thông tin căn cứ pháp lý",
        "không có thông tin thành phần hồ sơ",
        "null",
        "none",
        "undefined",
    }
)
_LONGEST_SENTINEL_CHARS = 80  # decomposed letters and stray spaces included
_SENTINEL_STARTS = frozenset("kKnNuU.|-")
# Around a value, white space and marks that nobody sees are no word of it.
_BLANK = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())


class Line(NamedTuple):
    """One line without its line break: offsets in code points, and its words in NFC for matching."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class SourceText:
    """The unnormalised text of one file."""

    raw: str

    def lines(self, start: int = 0, end: int | None = None) -> Iterator[Line]:
        """Yield the lines between two offsets, in order; the last one may lack a line break."""
        for left, right in self._bounds(start, len(self.raw) if end is None else end):
            yield Line(left, right, unicodedata.normalize("NFC", self.raw[left:right]))

    def quote(self, start: int, end: int) -> Quote | None:
        """Return the slice without white space and invisible marks around it; None when nothing is left."""
        piece = self.raw[start:end].rstrip(_BLANK)
        words = piece.lstrip(_BLANK)
        left = start + len(piece) - len(words)
        return Quote(text=words, span=Span(left, left + len(words))) if words else None

    def said(self, start: int, end: int) -> Quote | None:
        """Like `quote`, but None also where the source says that it has no information."""
        quote = self.quote(start, end)
        return None if quote is None or is_silent(quote) else quote

    def value_start(self, line: Line) -> int:
        """Return the offset behind the first colon of a "Heading: value" line."""
        return self.raw.index(":", line.start, line.end) + 1

    def quotes_by_line(self, start: int, end: int) -> tuple[Quote, ...]:
        """Return one quote a non-empty line; empty where the whole slice is a sentinel of silence."""
        if self.said(start, end) is None:
            return ()
        quotes = (self.quote(left, right) for left, right in self._bounds(start, end))
        return tuple(quote for quote in quotes if quote is not None)

    def _bounds(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end:
            stop = self.raw.find("\n", start, end)
            stop = end if stop < 0 else stop
            yield start, stop
            start = stop + 1


def is_silent(quote: Quote) -> bool:
    """Whether the words are a sentinel such as "Không có thông tin căn cứ pháp lý."."""
    if len(quote.text) > _LONGEST_SENTINEL_CHARS or quote.text[0] not in _SENTINEL_STARTS:
        return False
    return quote.plain.casefold().strip(" .|-") in _SILENT
