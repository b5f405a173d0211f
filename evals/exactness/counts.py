"""Counts that an answer makes itself, of papers and of cases left: no quote has them, so they are counted again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.records import ChecklistItem, Citation
from evals.exactness.page import Page, words
from knowledge.records import Case, Procedure, Quote

_PAPERS = re.compile(r"\((\d+) loại giấy tờ\)")
_LEFT = re.compile(r"\bcòn (\d+) (?:trường hợp|phần) khác\b")
_MARK = re.compile(r"\[(\d+)\]")


def without_counts(line: str) -> str:
    """Return the line without the numbers that `wrong_counts` counts again."""
    return _LEFT.sub(" ", _PAPERS.sub(" ", line))


def wrong_counts(
    procedure: Procedure, page: Page, citations: Sequence[Citation], checklist: Sequence[ChecklistItem]
) -> Iterator[str]:
    """Yield each count that the record does not bear out.

    A number of papers is of the case whose heading its line cites. The cases left are those whose heading the text
    does not cite, or those with papers of which the checklist has none.
    """
    by_id = {citation.id: citation for citation in citations}
    for line in page.lines:
        cited = [by_id[int(mark)] for mark in _MARK.findall(line) if int(mark) in by_id]
        for count in _PAPERS.findall(line):
            headed = [case for case in procedure.cases if case.title and any(_over(c, case.title) for c in cited)]
            if int(count) not in {_papers(case) for case in headed}:
                yield f"{count} papers in {line[:120]!r}"
    shown = [by_id[mark] for mark in page.marks if mark in by_id]
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
    """Return the lines with an original or a copy, or without counts at all; 0 and 0 stand on lines that explain."""
    named = [item for item in case.items if words(item.name.plain).strip()]
    return sum((item.originals, item.copies) != (0, 0) and not _is_empty(item.originals, item.copies) for item in named)


def _is_empty(originals: int | None, copies: int | None) -> bool:
    return originals is not None and not originals and not copies


def _over(citation: Citation, quote: Quote) -> bool:
    return citation.span.start < quote.span.end and quote.span.start < citation.span.end
