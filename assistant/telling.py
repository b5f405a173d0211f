"""What is told of the procedures that a turn asks about: composed from their fields, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose import Composed, compose_many
from assistant.officer.validity import compose_validity
from assistant.officer.verbatim import compose_verbatim, wants_verbatim
from assistant.pointed import NEAR, Pointed, point_at
from assistant.turn import Turn
from knowledge.records import Facet, Procedure
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

Asked = Sequence[tuple[str, tuple[Facet, ...]]]
"""Codes with what is asked about each."""


NOTHING = Composed("", (), (), shortened=False)
"""What stands behind a reply that no record stands behind."""


def tell_of(turn: Turn, asked: Asked, snapshot: Snapshot, *, full: bool) -> list[tuple[Composed, tuple[Facet, ...]]]:
    """Return what the records say, with the facets that are told; codes that are not held are passed over."""
    parts: list[tuple[Composed, tuple[Facet, ...]]] = []
    for code, facets in asked:
        procedure, source_text = snapshot.procedure(code), snapshot.source_text(code)
        if procedure is None or source_text is None:
            continue
        lines: list[Pointed] = []
        if len(asked) == 1 and not turn.said.wants_all and _is_pointed(turn, procedure):
            telling = snapshot.index.telling(turn.said.text)
            lines = point_at(procedure, telling, durations=turn.said.asks_for_a_limit)
        facets, lines = _settle(turn, facets, lines)
        first_id = 1 + sum(len(part.citations) for part, _ in parts)
        if turn.for_officer and wants_verbatim(turn.said.wording):
            told = compose_verbatim(procedure, source_text, facets, told=turn.told, first_id=first_id)
        else:
            told = compose_many(
                procedure, source_text, facets, full=full, first_id=first_id, told=turn.told, pointed=lines
            )
        parts.append((told, facets))
        if turn.for_officer:
            remarks = compose_validity(procedure, source_text, first_id=first_id + len(told.citations))
            parts += [(remarks, facets)] if remarks is not None else []
    return parts


def join(parts: Sequence[Composed]) -> Composed:
    """Return several as one; their citations are numbered on already."""
    return Composed(
        text="\n\n".join(part.text for part in parts),
        citations=tuple(citation for part in parts for citation in part.citations),
        checklist=tuple(item for part in parts for item in part.checklist),
        shortened=any(part.shortened for part in parts),
        pointed=any(part.pointed for part in parts),
        cases=parts[0].cases if len(parts) == 1 else (),
    )


def _is_pointed(turn: Turn, procedure: Procedure) -> bool:
    """Whether the question may ask for one line of the record: a yes, a limit, or more than its title is named."""
    said, title = turn.said, set(re.findall(r"\w+", fold(procedure.title.plain)))
    beyond = turn.follows and not said.facets and not set(said.topic) <= title
    return (said.asks_whether or said.asks_for_a_limit or beyond) and said.number is None


def _settle(turn: Turn, facets: tuple[Facet, ...], lines: list[Pointed]) -> tuple[tuple[Facet, ...], list[Pointed]]:
    """Return the facets to tell and the lines to quote before them.

    A question without a facet of its own asks for the facet of the line that it points at; "phải báo trước mấy ngày"
    asks for a limit on the applicant, which no field holds.
    """
    best = lines[0].cover if lines else 0.0
    if turn.said.asks_for_a_limit and set(facets) <= {"time", "overview"} and best >= NEAR:
        return (facets if lines[0].facet == "documents" else (lines[0].facet,)), lines
    if facets == ("overview",) and best >= NEAR:
        return (lines[0].facet,), lines
    return facets, lines if turn.said.asks_whether and best >= NEAR else []
