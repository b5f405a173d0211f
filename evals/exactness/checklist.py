"""The checklist of an answer against the record: every paper stands in it, and everything in it is cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.records import ChecklistItem, Citation
from evals.exactness.page import numbers, words
from knowledge.records import Procedure


def uncited_items(checklist: Sequence[ChecklistItem], citations: Sequence[Citation]) -> Iterator[str]:
    """Yield each item whose name, counts or form stand not in the words that it cites."""
    quotes = {citation.id: citation.quote for citation in citations}
    for item in checklist:
        quote = quotes.get(item.citation or 0, "")
        counts = {str(count) for count in (item.originals, item.copies) if count}
        forms = (item.form or "").split(", ") if item.form else []
        said = all(words(part) in words(quote) for part in (item.name, *forms))
        if not quote or not said or not counts <= numbers(quote):
            yield f"checklist: {item.name[:80]}"


def missing_papers(procedure: Procedure, checklist: Sequence[ChecklistItem]) -> Iterator[str]:
    """Yield each paper of the record (a line with an original or a copy) that the checklist lacks."""
    listed = {(words(item.name), item.originals, item.copies) for item in checklist}
    for at, case in enumerate(procedure.cases):
        for number, paper in enumerate(case.items):
            key = (words(paper.name.plain), paper.originals, paper.copies)
            if (paper.originals or paper.copies) and key[0].strip() and key not in listed:
                yield f"cases.{at}.items.{number} in the checklist: {paper.name.plain[:80]}"
