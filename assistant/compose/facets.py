"""The table of composers, and what they return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import clock
from assistant.circumstances import NOTHING_TOLD, Circumstances
from assistant.compose.brevity import SHORT_CHARS
from assistant.compose.conditions import write_conditions
from assistant.compose.district import warn_of_district
from assistant.compose.documents import write_documents
from assistant.compose.draft import Draft, one_line
from assistant.compose.due import write_due
from assistant.compose.fee import write_fee
from assistant.compose.form import write_form
from assistant.compose.legal import write_legal
from assistant.compose.online import write_online
from assistant.compose.overview import write_overview
from assistant.compose.place import write_place
from assistant.compose.pointed import write_pointed
from assistant.compose.result import write_result
from assistant.compose.steps import write_steps
from assistant.compose.time import write_time
from assistant.compose.where import write_where
from assistant.pointed import Pointed
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
    pointed: bool = False  # it begins with the lines that the question points at
    cases: tuple[str, ...] = ()  # short names of the cases, where the question fixes none of a few


def compose(
    procedure: Procedure,
    source_text: str,
    facet: Facet,
    *,
    full: bool = True,
    today: date | None = None,
    told: Circumstances = NOTHING_TOLD,
) -> Composed:
    """Return what the record says on one facet.

    Args:
        source_text: The unnormalised source that the record's spans point into.
        full: All that the record holds; otherwise long lists are shortened.
        today: The day on which it is asked, for notes that hold for a period; None: the clock's.
        told: What the question tells beside the procedure and the facet.
    """
    return compose_many(procedure, source_text, (facet,), full=full, today=today, told=told)


def compose_many(
    procedure: Procedure,
    source_text: str,
    facets: Sequence[Facet],
    *,
    full: bool = False,
    today: date | None = None,
    first_id: int = 1,
    told: Circumstances = NOTHING_TOLD,
    pointed: Sequence[Pointed] = (),
) -> Composed:
    """Return what the record says on several facets, in their order, under one heading.

    Args:
        first_id: Of the citations; more than 1 where the text is to follow another.
        told: What the question tells beside the procedure and the facets.
        pointed: Lines of the record to quote before the facets.
    """
    draft = Draft(procedure, source_text, full, today or clock.today(), first_id, told)
    title = one_line(procedure.title)
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    draft.add(f"{title} (mã thủ tục {procedure.code}){markers}")
    if procedure.jurisdiction != NATIONAL:
        _write_jurisdiction(draft)
    write_pointed(draft, pointed)
    _write_facets(draft, facets)
    warn_of_district(draft)
    draft.settle()
    return Composed(
        "\n".join(draft.lines),
        tuple(draft.citations),
        tuple(draft.checklist),
        draft.shortened,
        bool(pointed),
        draft.cases,
    )


def _write_facets(draft: Draft, facets: Sequence[Facet]) -> None:
    """Write each facet once, in short up to about `SHORT_CHARS`, and what is worked out from them."""
    for facet in dict.fromkeys(facets):
        begun = len(draft.lines)
        COMPOSERS[facet](draft)
        if not draft.full:
            draft.trim(begun, SHORT_CHARS)
    write_due(draft)
    if {"where", "overview"} & set(facets):
        write_place(draft)


def _write_jurisdiction(draft: Draft) -> None:
    """Say whose procedure it is: another province's fees and times are not yours."""
    decision = draft.procedure.decision_number
    by = f", theo Quyết định {one_line(decision)}" if decision else ""
    marker = draft.cite("decision_number", decision)
    draft.add(f"Thủ tục của địa phương: {place_name(draft.procedure.jurisdiction)}{by}.{marker}")
