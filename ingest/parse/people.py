"""Who may file: the audience list, whose names may hold commas inside brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.parse.text import SourceText
from knowledge.records import Quote, Span

_SIGN = re.compile(r"[(),]")
_OFFICIALS = ("cán bộ", "công chức", "viên chức")  # one kind of applicant on the portal, commas and all


def parse_audience(text: SourceText, start: int, end: int) -> tuple[Quote, ...]:
    """Return each kind of applicant; empty where the source is silent."""
    if text.said(start, end) is None:
        return ()
    commas = _commas(text, start, end)
    lefts, rights = [start, *(comma + 1 for comma in commas)], [*commas, end]
    quotes = (text.quote(left, right) for left, right in zip(lefts, rights, strict=True))
    return tuple(_joined(text, [quote for quote in quotes if quote is not None]))


def _joined(text: SourceText, parts: list[Quote]) -> Iterator[Quote]:
    names = [part.plain.casefold() for part in parts]
    n = 0
    while n < len(parts):
        if tuple(names[n : n + 3]) == _OFFICIALS:
            start, end = parts[n].span.start, parts[n + 2].span.end
            yield Quote(text=text.raw[start:end], span=Span(start, end))
            n += 3
        else:
            yield parts[n]
            n += 1


def _commas(text: SourceText, start: int, end: int) -> list[int]:
    """Return where the commas outside brackets stand; a bracket that never closes holds none."""
    outside: list[int] = []
    held: list[int] = []
    depth = 0
    for sign in _SIGN.finditer(text.raw, start, end):
        if sign[0] == ",":
            (held if depth else outside).append(sign.start())
        else:
            depth = max(0, depth + (1 if sign[0] == "(" else -1))
            if depth == 0:
                held.clear()
    return outside + held
