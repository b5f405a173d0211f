"""Legal bases: title, number, date and issuer of each cited document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.parse.issuers import find_issuer
from ingest.parse.text import SourceText
from knowledge.records import LegalBasis, Quote

_DATE = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|-|\.|tháng)\s*(\d{1,2})\s*(?:/|-|\.|năm)\s*(\d{4})", re.IGNORECASE)
_BRACKET = re.compile(r"[()]")


def parse_legal_bases(text: SourceText, start: int, end: int) -> tuple[LegalBasis, ...]:
    """Return the cited documents in the order of the source; empty where it cites none."""
    if text.said(start, end) is None:
        return ()
    return tuple(_basis(text, quote) for quote in _entries(text, start, end))


def _entries(text: SourceText, start: int, end: int) -> Iterator[Quote]:
    opened: int | None = None
    last = start
    for line in text.lines(start, end):
        if line.text.startswith("  * "):
            yield from _entry(text, opened, last)
            opened = text.raw.index("*", line.start) + 1
        last = line.end
    yield from _entry(text, opened, last)


def _entry(text: SourceText, start: int | None, end: int) -> Iterator[Quote]:
    quote = text.said(start, end) if start is not None else None
    if quote is not None:
        yield quote


def _basis(text: SourceText, quote: Quote) -> LegalBasis:
    start, end = quote.span
    opening = _last_bracket(quote.text)
    number = text.quote(start + opening + 1, end - 1) if opening is not None else None
    title = text.quote(start, start + opening) if opening else None
    issued = _DATE.search((title or quote).plain)
    return LegalBasis(
        title=title or quote,
        number=number,
        issued_on=_date(issued) if issued else None,
        issuer=find_issuer(number.plain) if number else None,
        quote=quote,
    )


def _last_bracket(words: str) -> int | None:
    """Return where the bracket that closes at the very end opens; None where none does."""
    if not words.endswith(")"):
        return None
    depth = 0
    for bracket in reversed(list(_BRACKET.finditer(words))):
        depth += 1 if bracket[0] == ")" else -1
        if depth == 0:
            return bracket.start()
    return None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:  # the source names a day that does not exist: no date is better than a mended one
        return None
