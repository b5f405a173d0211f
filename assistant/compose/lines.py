"""Facets that are the source's own lines, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.draft import Draft
from knowledge.records import Quote

_SHORT_CHARS = 2_400  # a short answer stops after about this many characters of source lines


def write_lines(draft: Draft, name: str, quotes: Sequence[Quote]) -> None:
    """Write the lines of one field, each with its citation; a short answer stops after some and says so."""
    written = 0
    for number, quote in enumerate(quotes):
        if not draft.full and written > _SHORT_CHARS:
            draft.shortened = True
            return
        line = " ".join(quote.plain.split())
        written += len(line)
        draft.add(f"{line}{draft.cite(f'{name}.{number}', quote)}")
