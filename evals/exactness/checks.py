"""The checks of one answer, full or short, against its record and the source text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from assistant.records import ChecklistItem, Citation
from evals.exactness.checklist import missing_papers, uncited_items
from evals.exactness.counts import without_counts, wrong_counts
from evals.exactness.page import Page, numbers, words
from evals.exactness.required import free_claims, required
from evals.exactness.silence import unsaid
from knowledge.records import Facet, Procedure, Quote

FailureKind = Literal[
    "wrong_quote",  # a citation's quote is not the source's slice
    "unknown_marker",  # a [n] without a citation
    "uncited_number",  # a figure that stands in no cited quote
    "uncited_field",  # a field of the record, shown, and no citation covers its words
    "left_out",  # a field of the record that the facet's full answer does not show
    "left_out_silently",  # one that the short answer does not show, and it does not say that it is short
    "wrong_count",  # a number of papers, or of cases left, that the record does not bear out
    "unknown_unsaid",  # the record is silent on a fee or a time, and the answer does not say so
    "banned_word",  # a placeholder of the source
    "claimed_free",  # an unknown fee told as free
]
_BANNED = re.compile(r"\b(?:OTHER|WORKING_DAY|POSTAL|DIRECT)\b|(?<![\d.,])0 VNĐ")
_MARK = re.compile(r"\[(\d+)\]")


class Composed(Protocol):
    """What a composer gives."""

    @property
    def text(self) -> str:
        """The answer as people read it."""

    @property
    def citations(self) -> Sequence[Citation]:
        """The words that it rests on."""

    @property
    def shortened(self) -> bool:
        """Whether it says that the record holds more."""

    @property
    def checklist(self) -> Sequence[ChecklistItem]:
        """The papers to bring."""


class Failure(BaseModel):
    """One thing that is wrong with one answer."""

    model_config = ConfigDict(frozen=True)

    code: str
    facet: str
    kind: FailureKind
    detail: str


def check(
    procedure: Procedure, source_text: str, facet: Facet, composed: Composed, *, full: bool = True
) -> list[Failure]:
    """Return everything that is wrong with the answer of one facet; empty when it is exact.

    Args:
        full: Whether it has to show all that the record holds; a short answer has to say that it is short instead.
    """
    page = Page(composed.text)
    found: list[tuple[FailureKind, str]] = []
    found += (("wrong_quote", detail) for detail in _wrong_quotes(procedure, source_text, composed.citations))
    found += (("unknown_marker", f"[{mark}]") for mark in _unknown_marks(page, composed.citations))
    found += (("uncited_number", detail) for detail in _uncited_numbers(page, composed.citations))
    counted = wrong_counts(procedure, page, composed.citations, composed.checklist)
    found += (("wrong_count", detail) for detail in counted)
    found += _fields(procedure, facet, page, composed, full=full)
    found += (("uncited_field", detail) for detail in uncited_items(procedure, composed.checklist, composed.citations))
    if facet == "documents" and full:
        found += (("left_out", detail) for detail in missing_papers(procedure.cases, composed.checklist))
    found += (("banned_word", word) for word in _BANNED.findall(composed.text))
    found += (("claimed_free", line) for line in _free_claims(procedure, page, composed.citations))
    found += (("unknown_unsaid", detail) for detail in unsaid(procedure, facet, page))
    return [Failure(code=procedure.code, facet=facet, kind=kind, detail=detail) for kind, detail in found]


def _wrong_quotes(procedure: Procedure, source_text: str, citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        there = source_text[citation.span.start : citation.span.end]
        if citation.code != procedure.code or not there or there != citation.quote:
            yield f"{citation.field} {citation.span}: {citation.quote[:60]!r} against {there[:60]!r}"


def _unknown_marks(page: Page, citations: Sequence[Citation]) -> list[int]:
    """Return markers that no citation has and that the quoted source does not write itself ("mục [46]")."""
    quoted = frozenset[int]().union(*(Page(citation.quote).marks for citation in citations))
    return sorted(page.marks - quoted - {citation.id for citation in citations})


def _uncited_numbers(page: Page, citations: Sequence[Citation]) -> Iterator[str]:
    """Yield each figure that stands in no quote; a line with markers is held to the quotes that it names.

    Counts that the answer makes itself ("4 loại giấy tờ") are not among them: `wrong_counts` counts again.
    """
    by_id = {citation.id: numbers(citation.quote) for citation in citations}
    everything = frozenset[str]().union(*by_id.values())
    for line in page.lines:
        named = [by_id[int(mark)] for mark in _MARK.findall(line) if int(mark) in by_id]
        allowed = frozenset[str]().union(*named) if named else everything
        for figure in sorted(numbers(without_counts(line)) - allowed):
            yield f"{figure} in {line[:120]!r}"


def _fields(
    procedure: Procedure, facet: Facet, page: Page, composed: Composed, *, full: bool
) -> Iterator[tuple[FailureKind, str]]:
    cited_words = [words(citation.quote) for citation in composed.citations]
    for field in required(procedure, facet):
        shown = field.shown(page)
        if not shown and (full or not composed.shortened):
            kind: FailureKind = "left_out" if full else "left_out_silently"
            yield kind, f"{field.path}: {' | '.join(quote.plain[:80] for quote in field.quotes)}"
        for quote in field.quotes:
            if shown and full and not _covered(quote, composed.citations, cited_words):
                yield "uncited_field", f"{field.path}: {quote.plain[:80]}"


def _covered(quote: Quote, citations: Sequence[Citation], cited_words: Sequence[str]) -> bool:
    """Whether a citation overlaps the quote's span, or cites the same words at another place."""
    if any(_overlap(citation, quote) for citation in citations):
        return True
    needle = words(quote.text)
    return any(needle in cited for cited in cited_words)


def _free_claims(procedure: Procedure, page: Page, citations: Sequence[Citation]) -> list[str]:
    """Return lines that claim a free service where the record has an unknown fee and the line cites no free one."""
    fees = [fee for channel in procedure.channels for fee in channel.fees]
    if all(fee.known for fee in fees):
        return []
    free = [fee.quote for fee in fees if fee.free]
    return [line for line in page.lines if _claims_free(line, free, citations)]


def _claims_free(line: str, free: Sequence[Quote], citations: Sequence[Citation]) -> bool:
    """Whether the line says so in the composer's own words: words of quotes that it names are the source's."""
    marks = {int(mark) for mark in _MARK.findall(line)}
    named = [citation for citation in citations if citation.id in marks]
    if any(_overlap(citation, quote) for citation in named for quote in free):
        return False
    quoted = [words(citation.quote) for citation in named or citations]
    claims = free_claims(_MARK.sub(" ", line))
    return any(not any(left in quote or right in quote for quote in quoted) for left, right in claims)


def _overlap(citation: Citation, quote: Quote) -> bool:
    return citation.span.start < quote.span.end and quote.span.start < citation.span.end
