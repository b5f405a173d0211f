"""Passages: the citeable slices of a procedure's fields that the indexes hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.records import Procedure, Quote, Span

LONGEST_CHARS = 700
"""Longer fields are cut at line or sentence ends; shorter neighbouring lines of one field are joined up to it."""

_SHORTEST_CHARS = 4
_BREAK = re.compile(r"(?<=[.;:!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one field of one procedure.

    `span` counts code points of the source text; `text` is that slice as people read it (`Quote.plain`).
    `field` is the record path of the quote where the slice starts, such as "steps.3".
    """

    code: str
    field: str
    span: Span
    text: str


def cut(procedure: Procedure) -> list[Passage]:
    """Return the passages of a record in field order, the title first; no two with the same text.

    Lines of one field that follow each other are one passage up to `LONGEST_CHARS`; a longer line is several.
    Figures alone (fees, times, counts) are left to the record's fields: nobody finds a procedure by them.
    """
    found: list[Passage] = []
    seen: set[str] = set()
    for field, quote in _slices(procedure):
        text = quote.plain
        if len(text) >= _SHORTEST_CHARS and text not in seen:
            seen.add(text)
            found.append(Passage(procedure.code, field, quote.span, text))
    return found


def _slices(procedure: Procedure) -> Iterator[tuple[str, Quote]]:
    yield "title", procedure.title
    yield from _singles([("keywords", procedure.keywords), ("result", procedure.result)])
    for name in ("description", "steps", "conditions", "audience"):
        yield from _joined(name, getattr(procedure, name))
    for number, case in enumerate(procedure.cases):
        yield from _singles([(f"cases.{number}.title", case.title)])
        names = ((f"cases.{number}.items.{place}.name", item.name) for place, item in enumerate(case.items))
        yield from _singles(names)
    for number, channel in enumerate(procedure.channels):
        yield from _joined(f"channels.{number}.notes", channel.notes)
        fees = ((f"channels.{number}.fees.{place}.note", fee.note) for place, fee in enumerate(channel.fees))
        yield from _singles(fees)
    bases = ((f"legal_bases.{place}.quote", basis.quote) for place, basis in enumerate(procedure.legal_bases))
    yield from _singles(bases)
    agencies = procedure.agencies
    yield from _singles((f"agencies.{name}", getattr(agencies, name)) for name in type(agencies).model_fields)


def _singles(
    quotes: Iterator[tuple[str, Quote | None]] | Sequence[tuple[str, Quote | None]],
) -> Iterator[tuple[str, Quote]]:
    for field, quote in quotes:
        if quote is not None:
            for part in _parts(quote):
                yield field, part


def _joined(name: str, lines: Sequence[Quote]) -> Iterator[tuple[str, Quote]]:
    """Yield neighbouring lines as one slice while they fit; each slice's text is rebuilt from its lines."""
    held: list[tuple[int, Quote]] = []
    size = 0
    for number, line in enumerate(lines):
        if held and size + len(line.text) > LONGEST_CHARS:
            yield from _close(name, held)
            held, size = [], 0
        held.append((number, line))
        size += len(line.text)
    if held:
        yield from _close(name, held)


def _close(name: str, held: Sequence[tuple[int, Quote]]) -> Iterator[tuple[str, Quote]]:
    first, last = held[0], held[-1]
    if len(held) == 1:
        for part in _parts(first[1]):
            yield f"{name}.{first[0]}", part
        return
    text = "\n".join(quote.text for _, quote in held)
    yield f"{name}.{first[0]}", Quote(text=text, span=Span(first[1].span.start, last[1].span.end))


def _parts(quote: Quote) -> Iterator[Quote]:
    """Yield the quote, or its parts of at most `LONGEST_CHARS` where it is longer."""
    text, start = quote.text, quote.span.start
    if len(text) <= LONGEST_CHARS:
        yield quote
        return
    begin = 0
    while begin < len(text):
        end = _cut_point(text, begin)
        part = text[begin:end]
        kept = part.strip()
        if kept:
            offset = start + begin + len(part) - len(part.lstrip())
            yield Quote(text=kept, span=Span(offset, offset + len(kept)))
        begin = end


def _cut_point(text: str, begin: int) -> int:
    """Return where the part that begins here ends: the last sentence or line end in reach, else the reach."""
    reach = begin + LONGEST_CHARS
    if reach >= len(text):
        return len(text)
    breaks = [match.end() for match in _BREAK.finditer(text, begin + LONGEST_CHARS // 3, reach)]
    if breaks:
        return breaks[-1]
    space = text.rfind(" ", begin + LONGEST_CHARS // 3, reach)
    return space + 1 if space > 0 else reach
