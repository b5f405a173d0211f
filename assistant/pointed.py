"""The lines of a record that a question points at: what the source itself says on the very thing that is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.durations import states_duration
from knowledge.records import Facet, Procedure, Quote, Span
from knowledge.vietnamese import terms

NEAR = 0.12
"""A line that covers so much of what a question tells is worth a facet. Source: last messages of `dev_talks`."""

_OF_TITLE = 0.25  # what a term tells that the title has too: it stands in most lines
_SHORTEST_CHARS = 8
_LONG_CHARS = 600
_NEARLY = 0.85  # of the best line's cover: such a line stands beside it
_SENTENCES = re.compile(r"(?<=[.;:])\s+|\n+")
_DUE = 0.15  # that a line says when an applicant has to act, where that is asked
_OF_APPLICANT = re.compile(
    r"(?:chậm nhất|trong (?:thời hạn|vòng|thời gian)|trước (?:ngày|khi|ít nhất))[^.;]{0,200}"
    r"(?:phải|có trách nhiệm|làm thủ tục|đi đăng ký|nộp|thông báo|khai báo|trình báo|gửi)",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(
    r"(?:nhận (?:được |đủ )?(?:\w+ ){0,3}hồ sơ|cơ quan (?:tiếp nhận|đăng ký|giải quyết)|công chức|trả kết quả)",
    re.IGNORECASE,
)
_FACETS: Mapping[str, Facet] = {
    "cases": "documents",
    "conditions": "conditions",
    "steps": "steps",
    "result": "result",
    "audience": "conditions",
    "description": "overview",
    "stated_times": "time",
}


@dataclass(frozen=True)
class Pointed:
    """A line of a record: its path, its words, the facet it belongs to, and its share of what the question tells."""

    path: str
    quote: Quote
    facet: Facet
    cover: float


def point_at(
    procedure: Procedure, telling: Mapping[str, float], *, durations: bool = False, limit: int = 2
) -> list[Pointed]:
    """Return the lines that cover most of a question, the best first, none of them far behind it.

    Args:
        telling: The terms of the question by what each tells, > 0.
        durations: Whether only lines that state a duration answer it.
    """
    common = set(terms(procedure.title.plain))
    told = {term: weight * (_OF_TITLE if term in common else 1.0) for term, weight in telling.items()}
    whole = sum(told.values())
    if not whole and not durations:
        return []
    found = [
        Pointed(
            path,
            quote,
            facet,
            _cover(told, quote.plain) / (whole or 1.0) + (_DUE if durations and _is_due(quote) else 0.0),
        )
        for path, quote, facet in _lines(procedure)
        if not durations or states_duration(quote.plain)
    ]
    found.sort(key=lambda line: -line.cover)
    best = found[0].cover if found else 0.0
    return [line for line in _each_once(found) if line.cover >= max(NEAR, _NEARLY * best)][:limit]


def _is_due(quote: Quote) -> bool:
    return _OF_APPLICANT.search(quote.plain) is not None and _OF_OFFICE.search(quote.plain) is None


def _cover(told: Mapping[str, float], words: str) -> float:
    """Return how much of what is told stands in the words, less for long ones: of equal lines the short one says it."""
    stands = sum(told[term] for term in told.keys() & set(terms(words)))
    return stands * (1 - min(len(words), _LONG_CHARS) / (4 * _LONG_CHARS))


def _lines(procedure: Procedure) -> Iterator[tuple[str, Quote, Facet]]:
    for path, quote in procedure.quotes():
        facet = _facet_of(path)
        if facet is not None:
            yield from ((path, part, facet) for part in _sentences(quote))


def _facet_of(path: str) -> Facet | None:
    field, *rest = path.split(".")
    if field == "channels" and "notes" in rest:
        return "where"
    return None if rest and rest[-1] == "counts" else _FACETS.get(field)


def _sentences(quote: Quote) -> Iterator[Quote]:
    """Yield the sentences of a quote, each with its own span."""
    start = 0
    for end in [*(match.start() for match in _SENTENCES.finditer(quote.text)), len(quote.text)]:
        words = quote.text[start:end]
        kept = words.strip()
        if len(kept) >= _SHORTEST_CHARS:
            at = quote.span.start + start + len(words) - len(words.lstrip())
            yield Quote(text=kept, span=Span(at, at + len(kept)))
        start = end


def _each_once(lines: Sequence[Pointed]) -> Iterator[Pointed]:
    seen: set[str] = set()
    for line in lines:
        words = line.quote.plain.lstrip("-+* ")
        if words not in seen:
            seen.add(words)
            yield line
