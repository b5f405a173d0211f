"""Exactness: whether the record bears out everything that an answer says, by the independent checker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.records import ChecklistItem, Citation
from evals.exactness.checks import check
from evals.exactness.outline import misplaced
from evals.exactness.page import Page, words
from evals.metrics.sample import Sample, Turn
from evals.transcripts import Reply
from knowledge.records import Facet, Procedure, Span

_SHORT = re.compile(r"đầy đủ|còn \d+|rút gọn")
_MEASURED_ELSEWHERE = frozenset(("uncited_number", "wrong_quote"))  # by `grounding` and `citations`


def exact_answers(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each checked answer in which nothing is wrong, else 0; unchecked ones are absent."""
    checked = (turn for turn in turns if turn.asked.inexact is not None)
    return Sample({turn.key: float(not turn.asked.inexact) for turn in checked})


def is_checked(reply: Reply) -> bool:
    """Return whether the reply can be held against one record: an answer of one facet that cites one procedure."""
    return (
        reply.behavior == "answer"
        and bool(reply.facet)
        and len({citation.code for citation in reply.citations}) == 1
        and all(citation.span is not None for citation in reply.citations)
    )


def inexact(reply: Reply, procedure: Procedure, source_text: str) -> tuple[str, ...]:
    """Return what the record does not bear out, such as "unknown_unsaid: the fee"; the reply must be a checked one."""
    facet: Facet = reply.facet  # type: ignore[assignment]  # `check` refuses what is no facet
    composed = _composed(reply)
    found = check(procedure, source_text, facet, composed, full=False)
    told = [f"{failure.kind}: {failure.detail}" for failure in found if failure.kind not in _MEASURED_ELSEWHERE]
    places = misplaced(procedure, facet, Page(reply.text), composed.citations)
    return (*told, *_wrong_items(reply, procedure), *(f"misplaced: {detail}" for detail in places))


@dataclass(frozen=True)
class _Composed:
    text: str
    citations: tuple[Citation, ...]
    shortened: bool
    checklist: tuple[ChecklistItem, ...]


def _composed(reply: Reply) -> _Composed:
    return _Composed(
        text=reply.text,
        citations=tuple(
            Citation(
                id=citation.id,
                code=citation.code,
                field=citation.field,
                quote=citation.quote,
                source_url=None,
                source_file="",
                span=Span(*citation.span) if citation.span else Span(0, 0),
            )
            for citation in reply.citations
        ),
        shortened=bool(_SHORT.search(reply.text)) or any("đầy đủ" in option.value for option in reply.options),
        checklist=tuple(
            ChecklistItem.model_validate({name: getattr(item, name) for name in ChecklistItem.model_fields})
            for item in reply.checklist
        ),
    )


def _wrong_items(reply: Reply, procedure: Procedure) -> Iterator[str]:
    """Yield each item of the checklist whose name, originals and copies stand in no line of the dossier."""
    lines = [(words(item.name.plain), item.originals, item.copies) for case in procedure.cases for item in case.items]
    for item in reply.checklist:
        counts = item.originals, item.copies
        if not any(words(item.name) in name and counts == (ours, copies) for name, ours, copies in lines):
            yield f"wrong_item: {item.name[:80]} ({item.originals} and {item.copies})"
