"""Who may file: the audience list, whose names may hold commas inside brackets."""

from __future__ import annotations

import re

from ingest.parse.text import SourceText
from knowledge.records import Quote

_COMMA = re.compile(r",(?![^(]*\))")


def parse_audience(text: SourceText, start: int, end: int) -> tuple[Quote, ...]:
    """Return each kind of applicant; empty where the source is silent."""
    if text.said(start, end) is None:
        return ()
    cuts = [start, *(match.start() for match in _COMMA.finditer(text.raw, start, end)), end]
    quotes = (
        text.quote(left + (1 if n else 0), right)
        for n, (left, right) in enumerate(zip(cuts, cuts[1:], strict=False))
    )
    return tuple(quote for quote in quotes if quote is not None)
