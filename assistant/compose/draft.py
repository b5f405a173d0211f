"""The sheet that composers write on: lines of plain text and the citations that they rest on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant import clock
from assistant.circumstances import NOTHING_TOLD, Circumstances
from assistant.records import ChecklistItem, Citation
from knowledge.records import Procedure, Quote, Span
from knowledge.vietnamese import nfc

UNKNOWN = "chưa công bố"
_LONG_CHARS = 160
_TAIL_CHARS = 200  # a line is not cut for less than this
_CONTEXT_CHARS = 12  # words before a number in brackets by which the source's own is known
_MARKER = re.compile(r" \[(\d+)\]")
_BULLET = re.compile(r"(?<=[.;:,])\s+(?=(?:[-+*•]|\(?[a-zđ]\)|\(?\d{1,2}\))\s)")


@dataclass
class Draft:
    """Lines of one answer about one procedure. `full` asks for all that the record holds on the facet."""

    procedure: Procedure
    source_text: str
    full: bool
    today: date = field(default_factory=clock.today)
    first_id: int = 1  # of the citations, where the text follows another
    told: Circumstances = NOTHING_TOLD
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    checklist: list[ChecklistItem] = field(default_factory=list)
    cases: tuple[str, ...] = ()  # names of the cases of which the question fixes none
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
            kept.append(text if len(text) <= left + _TAIL_CHARS else cut(text, max(left, _TAIL_CHARS)))
            left -= len(text)
        if kept != self.lines:
            self.lines, self.shortened = kept, True

    def fit(self, most_chars: int, ways: Sequence[Callable[[], None]]) -> None:
        """Write in the first of the ways, fullest first, that takes at most so many characters; else in the last."""
        begun, listed, shortened = len(self.lines), len(self.checklist), self.shortened
        for write in ways:
            del self.lines[begun:], self.checklist[listed:]
            self.shortened = shortened
            write()
            if sum(map(len, self.lines[begun:])) <= most_chars:
                return

    def settle(self) -> None:
        """Forget the citations that nothing points at, and number the others as the lines, then the checklist, do."""
        known = {citation.id: citation for citation in self.citations}
        order = [number for line in self.lines for number in self._markers(line) if number in known]
        order += [item.citation for item in self.checklist if item.citation in known]
        places = {old: self.first_id + place for place, old in enumerate(dict.fromkeys(order))}
        self.lines = [self._renumbered(line, places) for line in self.lines]
        self.checklist = [
            item.model_copy(update={"citation": places[item.citation]}) if item.citation in places else item
            for item in self.checklist
        ]
        self.citations = [known[old].model_copy(update={"id": new}) for old, new in places.items()]

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

    def _markers(self, line: str) -> list[int]:
        return [int(match[1]) for match in _MARKER.finditer(line) if not self._quoted(match)]

    def _renumbered(self, line: str, places: Mapping[int, int]) -> str:
        def renumber(match: re.Match[str]) -> str:
            new = None if self._quoted(match) else places.get(int(match[1]))
            return match[0] if new is None else f" [{new}]"

        return _MARKER.sub(renumber, line)

    def _quoted(self, match: re.Match[str]) -> bool:
        """Whether the number in brackets is the source's own, as in "mục [46] của tờ khai"."""
        words = match.string[max(0, match.start() - _CONTEXT_CHARS) : match.end()]
        return any(
            match[0].strip() in citation.quote and words in " ".join(nfc(citation.quote).split())
            for citation in self.citations
        )

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


def cut(text: str, most_chars: int) -> str:
    """Return the text cut at the end of a word with "…" where it is longer; markers at its end stay."""
    if len(text) <= most_chars:
        return text
    markers = "".join(match[0] for match in _MARKER.finditer(text, max(0, len(text) - 40)))
    return f"{text[:most_chars].rsplit(' ', 1)[0].rstrip(' ,;:.')}…{markers}"
