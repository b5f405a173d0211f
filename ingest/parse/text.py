"""A source text whose slices remember where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.records import Quote, Span

_SILENT = frozenset({"", "không có thông tin", "null", "none", "undefined"})


@dataclass(frozen=True)
class Line:
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
        end = len(self.raw) if end is None else end
        while start < end:
            stop = self.raw.find("\n", start, end)
            stop = end if stop < 0 else stop
            yield Line(start, stop, unicodedata.normalize("NFC", self.raw[start:stop]))
            start = stop + 1

    def quote(self, start: int, end: int) -> Quote | None:
        """Return the slice without white space around it; None when nothing is left."""
        while start < end and _blank(self.raw[start]):
            start += 1
        while end > start and _blank(self.raw[end - 1]):
            end -= 1
        return Quote(text=self.raw[start:end], span=Span(start, end)) if start < end else None

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
        quotes = (self.quote(line.start, line.end) for line in self.lines(start, end))
        return tuple(quote for quote in quotes if quote is not None)


def is_silent(quote: Quote) -> bool:
    """Whether the words are a sentinel such as "Không có thông tin căn cứ pháp lý."."""
    words = quote.plain.casefold().strip(" .|-")
    return words in _SILENT or words in {
        "không có thông tin căn cứ pháp lý",
        "không có thông tin thành phần hồ sơ",
    }


def _blank(character: str) -> bool:
    # A BOM or a zero-width mark around a value is no word of it.
    return character.isspace() or character in "\ufeff\u200b\u200e\u2060"
