"""The sheet that composers write on: lines of plain text and the citations that they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from assistant.circumstances import NOTHING_TOLD, Circumstances
from assistant.records import ChecklistItem, Citation
from knowledge.records import Procedure, Quote, Span

UNKNOWN = "chưa công bố"
_LONG_CHARS = 160
_TAIL_CHARS = 200  # a line is not cut for less than this
_MARKER = re.compile(r" \[(\d+)\]")
_BULLET = re.compile(r"(?<=[.;:,])\s+(?=(?:[-+*•]|\(?[a-zđ]\)|\(?\d{1,2}\))\s)")


@dataclass
class Draft:
    """Lines of one answer about one procedure. `full` asks for all that the record holds on the facet."""

    procedure: Procedure
    source_text: str
    full: bool
    today: date = field(default_factory=date.today)
    first_id: int = 1  # of the citations, where the text follows another
    told: Circumstances = NOTHING_TOLD
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    checklist: list[ChecklistItem] = field(default_factory=list)
    shortened: bool = False

    def add(self, line: str) -> None:
        """Write one line."""
        self.lines.append(line)

    def trim(self, line: int, most_chars: int) -> None:
        """Shorten what stands from the given line on to about so many characters, at the end of a word."""
        kept, left = self.lines[:line], most_chars
        for text in self.lines[line:]:
            if left <= 0:
                break
            kept.append(text if len(text) <= left + _TAIL_CHARS else _cut(text, max(left, _TAIL_CHARS)))
            left -= len(text)
        if kept != self.lines:
            self.lines, self.shortened = kept, True

    def drop_unused_citations(self) -> None:
        """Forget the citations that neither a line nor the checklist points at any more."""
        used = {int(number) for text in self.lines for number in _MARKER.findall(text)}
        used |= {item.citation for item in self.checklist if item.citation is not None}
        self.citations = [citation for citation in self.citations if citation.id in used]

    def cite(self, path: str, *quotes: Quote | None) -> str:
        """Cite the words from the first quote to the last and return the marker, such as " [3]".

        The same words cited twice keep their first number. Without a quote there is nothing to cite: "".
        """
        found = [quote.span for quote in quotes if quote is not None]
        if not found:
            return ""
        return f" [{self._number(path, Span(min(s.start for s in found), max(s.end for s in found)))}]"

    def cite_all(self, quotes: Iterable[tuple[str, Quote | None]]) -> str:
        """Cite several places in order; of places with the same words the first stands for all."""
        first: dict[str, tuple[str, Quote]] = {}
        for path, quote in quotes:
            if quote is not None:
                first.setdefault(quote.plain, (path, quote))
        return "".join(self.cite(path, quote) for path, quote in first.values())

    def id_of(self, marker: str) -> int | None:
        """Return the number inside a marker that `cite` returned."""
        return int(marker.strip(" []")) if marker else None

    def _number(self, path: str, span: Span) -> int:
        for citation in self.citations:
            if citation.span == span:
                return citation.id
        source = self.procedure.source
        citation = Citation(
            id=self.first_id + len(self.citations),
            code=self.procedure.code,
            field=path,
            quote=self.source_text[span.start : span.end],
            source_url=source.url,
            source_file=source.file,
            span=span,
        )
        self.citations.append(citation)
        return citation.id


def one_line(quote: Quote) -> str:
    """Return the words on one line, without a list mark in front."""
    return " ".join(quote.plain.split()).lstrip("-+*• ").strip()


def block(quote: Quote) -> str:
    """Return the words behind a colon: one line after a space, several lines indented under it."""
    return "\n  " + quote.plain.replace("\n", "\n  ") if "\n" in quote.plain else f" {one_line(quote)}"


def paragraphs(words: str, indent: int = 2) -> str:
    """Return long words with each of their own bullets, such as "- ", "+ " or "a) ", on a line of its own.

    Args:
        indent: Spaces in front of such a line.
    """
    return _BULLET.sub("\n" + " " * indent, words) if len(words) > _LONG_CHARS else words


def _cut(text: str, most_chars: int) -> str:
    markers = "".join(match[0] for match in _MARKER.finditer(text, max(0, len(text) - 40)))
    return f"{text[:most_chars].rsplit(' ', 1)[0].rstrip(' ,;:.')}…{markers}"
