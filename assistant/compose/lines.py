"""Facets that are the source's own lines, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.compose.brevity import REST, SHORT_CHARS, first_words
from assistant.compose.draft import Draft
from knowledge.records import Quote

_LINE_CHARS = (400, 240, 140)  # of each line, where all of them whole are too long


def write_lines(draft: Draft, name: str, quotes: Sequence[Quote]) -> None:
    """Write the lines of one field, each with its citation.

    A short answer has the first words of each line where all are too many, and says where it stops.
    """
    if draft.full:
        _write(draft, name, quotes, None)
        return
    ways = [partial(_write, draft, name, quotes, line_chars) for line_chars in (None, *_LINE_CHARS)]
    draft.fit(SHORT_CHARS, [*ways, partial(_write_first, draft, name, quotes)])


def _write(draft: Draft, name: str, quotes: Sequence[Quote], line_chars: int | None) -> None:
    for number, quote in enumerate(quotes):
        words = " ".join(quote.plain.split())
        said = first_words(words, line_chars)
        draft.shortened = draft.shortened or said != words
        draft.add(f"{said}{draft.cite(f'{name}.{number}', quote)}")


def _write_first(draft: Draft, name: str, quotes: Sequence[Quote]) -> None:
    """Write the first words of as many lines as a short answer has room for."""
    begun = len(draft.lines)
    _write(draft, name, quotes, _LINE_CHARS[-1])
    while sum(map(len, draft.lines[begun:])) > SHORT_CHARS - len(REST):
        draft.lines.pop()
    draft.add(f"… và còn nữa, {REST}.")
    draft.shortened = True
