"""The checklist of an answer against the record: every paper stands in it, and everything in it is cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.records import ChecklistItem, Citation
from evals.exactness.page import numbers, words
from knowledge.records import Case, Procedure


def uncited_items(
    procedure: Procedure, checklist: Sequence[ChecklistItem], citations: Sequence[Citation]
) -> Iterator[str]:
    """Yield each item whose name, counts, form or note stand not in the words that it cites, or whose case is none."""
    quotes = {citation.id: citation.quote for citation in citations}
    headings = {words(case.title.plain) for case in procedure.cases if case.title is not None}
    ways = _ways(procedure)
    for item in checklist:
        quote = quotes.get(item.citation or 0, "")
        counts = {str(count) for count in (item.originals, item.copies) if count}
        forms = (item.form or "").split(", ") if item.form else []
        notes = [part for part in (item.note or "").split(" · ") if part and part not in ways]
        said = all(words(part) in words(quote) for part in (item.name, *forms, *notes))
        cased = item.case is None or words(item.case) in headings
        if not quote or not said or not cased or not counts <= numbers(quote):
            yield f"checklist: {item.name[:80]}"


def missing_papers(cases: Sequence[Case], checklist: Sequence[ChecklistItem]) -> Iterator[str]:
    """Yield each paper of the cases (a line with an original or a copy) that the checklist lacks."""
    listed = {(words(item.name), item.originals, item.copies) for item in checklist}
    for at, case in enumerate(cases):
        for number, paper in enumerate(case.items):
            key = (words(paper.name.plain), paper.originals, paper.copies)
            if (paper.originals or paper.copies) and key[0].strip() and key not in listed:
                yield f"cases.{at}.items.{number} in the checklist: {paper.name.plain[:80]}"


def _ways(procedure: Procedure) -> set[str]:
    """Return "Nộp" and "Xuất trình" where the dossier's own words have them."""
    said = [
        line.plain for case in procedure.cases for line in (case.title, *(item.name for item in case.items)) if line
    ]
    return {way for way in ("Nộp", "Xuất trình") if any(words(way) in words(line) for line in said)}
