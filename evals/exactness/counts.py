"""Counts that an answer makes itself, of papers and of cases left: no quote has them, so they are counted again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.records import ChecklistItem, Citation
from evals.exactness.page import Page, words
from knowledge.records import Case, DossierItem, Procedure, Quote

_PAPERS = re.compile(r"\((\d+) loại giấy tờ\)")
_LEFT = re.compile(r"\bcòn (\d+) (?:trường hợp|phần) khác\b")
_PAPERS_LEFT = re.compile(r"… và còn (\d+) giấy tờ khác\b")
_MARK = re.compile(r"\[(\d+)\]")


def without_counts(line: str) -> str:
    """Return the line without the numbers that `wrong_counts` counts again."""
    return _PAPERS_LEFT.sub(" ", _LEFT.sub(" ", _PAPERS.sub(" ", line)))


def wrong_counts(
    procedure: Procedure, page: Page, citations: Sequence[Citation], checklist: Sequence[ChecklistItem]
) -> Iterator[str]:
    """Yield each count that the record does not bear out.

    A number of papers is of the case whose heading its line cites. The cases left are those whose heading the text
    does not cite, or those with papers of which the checklist has none. The papers left are those of one case that
    the text does not cite.
    """
    by_id = {citation.id: citation for citation in citations}
    for line in page.lines:
        cited = [by_id[int(mark)] for mark in _MARK.findall(line) if int(mark) in by_id]
        for count in _PAPERS.findall(line):
            headed = [case for case in procedure.cases if case.title and any(_over(c, case.title) for c in cited)]
            if int(count) not in {_papers(case) for case in headed}:
                yield f"{count} papers in {line[:120]!r}"
    shown = [by_id[mark] for mark in page.marks if mark in by_id]
    papers_left = {_papers_uncited(case, shown) for case in procedure.cases}
    for count in _PAPERS_LEFT.findall(page.text):
        if int(count) not in papers_left:
            yield f"{count} papers left, not one of {sorted(papers_left)}"
    left = {_uncited(procedure, shown), _unlisted(procedure, checklist)}
    for count in _LEFT.findall(page.text):
        if int(count) not in left:
            yield f"{count} cases left, not one of {sorted(left)}"


def _uncited(procedure: Procedure, shown: Sequence[Citation]) -> int:
    headings = [case.title for case in procedure.cases if case.title is not None]
    return sum(not any(_over(citation, title) for citation in shown) for title in headings)


def _unlisted(procedure: Procedure, checklist: Sequence[ChecklistItem]) -> int:
    listed = {words(item.case) for item in checklist if item.case is not None}
    headed = [(case, case.title) for case in procedure.cases if case.title is not None]
    return sum(_papers(case) > 0 and words(title.plain) not in listed for case, title in headed)


def _papers(case: Case) -> int:
    return len(_papers_of(case))


def _papers_uncited(case: Case, shown: Sequence[Citation]) -> int:
    return sum(not any(_over(citation, paper.name) for citation in shown) for paper in _papers_of(case))


def _papers_of(case: Case) -> list[DossierItem]:
    """Return the lines with an original or a copy, or without counts at all; 0 and 0 stand on lines that explain."""
    return [
        item for item in case.items if words(item.name.plain).strip() and not _is_empty(item.originals, item.copies)
    ]


def _is_empty(originals: int | None, copies: int | None) -> bool:
    return originals is not None and not originals and not copies


def _over(citation: Citation, quote: Quote) -> bool:
    return citation.span.start < quote.span.end and quote.span.start < citation.span.end
