"""The table of composers, and what they return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.circumstances import NOTHING_TOLD, Circumstances
from assistant.compose.documents import write_documents
from assistant.compose.draft import Draft, one_line
from assistant.compose.fee import write_fee
from assistant.compose.lists import (
    write_conditions,
    write_form,
    write_legal,
    write_online,
    write_result,
    write_steps,
)
from assistant.compose.overview import write_overview
from assistant.compose.time import write_time
from assistant.compose.where import warn_of_district, write_where
from assistant.records import ChecklistItem, Citation
from knowledge.provinces import NATIONAL, place_name
from knowledge.records import Facet, Procedure

COMPOSERS: dict[Facet, Callable[[Draft], None]] = {
    "documents": write_documents,
    "fee": write_fee,
    "time": write_time,
    "where": write_where,
    "steps": write_steps,
    "conditions": write_conditions,
    "legal": write_legal,
    "result": write_result,
    "online": write_online,
    "form": write_form,
    "overview": write_overview,
}


@dataclass(frozen=True)
class Composed:
    """The text about one procedure, and what every figure in it rests on."""

    text: str
    citations: tuple[Citation, ...]
    checklist: tuple[ChecklistItem, ...]
    shortened: bool  # the record holds more on this facet than the text says


def compose(
    procedure: Procedure, source_text: str, facet: Facet, *, full: bool = True, today: date | None = None
) -> Composed:
    """Return what the record says on one facet.

    Args:
        source_text: The unnormalised source that the record's spans point into.
        full: All that the record holds; otherwise long lists are shortened.
        today: The day on which it is asked, for notes that hold for a period; None: the clock's.
    """
    return compose_many(procedure, source_text, (facet,), full=full, today=today)


def compose_many(
    procedure: Procedure,
    source_text: str,
    facets: Sequence[Facet],
    *,
    full: bool = False,
    today: date | None = None,
    first_id: int = 1,
    told: Circumstances = NOTHING_TOLD,
) -> Composed:
    """Return what the record says on several facets, in their order, under one heading.

    Args:
        first_id: Of the citations; more than 1 where the text is to follow another.
        told: What the question tells beside the procedure and the facets.
    """
    draft = Draft(procedure, source_text, full, today or date.today(), first_id, told)
    title = one_line(procedure.title)
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    draft.add(f"{title} (mã thủ tục {procedure.code}){markers}")
    if procedure.jurisdiction != NATIONAL:
        _write_jurisdiction(draft)
    for facet in dict.fromkeys(facets):
        COMPOSERS[facet](draft)
    warn_of_district(draft)
    return Composed("\n".join(draft.lines), tuple(draft.citations), tuple(draft.checklist), draft.shortened)


def _write_jurisdiction(draft: Draft) -> None:
    """Say whose procedure it is: another province's fees and times are not yours."""
    decision = draft.procedure.decision_number
    by = f", theo Quyết định {one_line(decision)}" if decision else ""
    marker = draft.cite("decision_number", decision)
    draft.add(f"Thủ tục của địa phương: {place_name(draft.procedure.jurisdiction)}{by}.{marker}")
