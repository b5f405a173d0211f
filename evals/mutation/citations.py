"""Faults of citations: lost, pointing elsewhere, or quoting other words than those that are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from evals.mutation.operators import FACETS, Operator, Place
from evals.transcripts import Reply, ReplyCitation

_NAMES = frozenset(("title", "code_quote"))  # cited by every heading: what a claim rests on comes first
_MOST_SHIFTED_CHARS = 9


def _claims(reply: Reply) -> list[ReplyCitation]:
    return [citation for citation in reply.citations if citation.field not in _NAMES]


def _replaced(reply: Reply, old: ReplyCitation, changes: Mapping[str, object]) -> Reply:
    citations = tuple(
        citation.model_copy(update=changes) if citation is old else citation for citation in reply.citations
    )
    return reply.model_copy(update={"citations": citations})


def _without(reply: Reply, ids: Collection[int], *, keep_markers: bool = False) -> Reply:
    text = reply.text
    for number in () if keep_markers else ids:
        text = re.sub(rf" ?\[{number}\]", "", text)
    checklist = tuple(
        item.model_copy(update={"citation": None}) if item.citation in ids else item for item in reply.checklist
    )
    citations = tuple(citation for citation in reply.citations if citation.id not in ids)
    return reply.model_copy(update={"text": text, "citations": citations, "checklist": checklist})


def _one_dropped(reply: Reply, place: Place) -> Reply | None:
    claims = _claims(reply)
    return _without(reply, {place.choose(claims).id}) if claims else None


def _entry_lost(reply: Reply, place: Place) -> Reply | None:
    claims = _claims(reply)
    return _without(reply, {place.choose(claims).id}, keep_markers=True) if claims else None


def _all_dropped(reply: Reply, _: Place) -> Reply | None:
    return _without(reply, {citation.id for citation in reply.citations}) if reply.citations else None


def _other_field(reply: Reply, place: Place) -> Reply | None:
    claims = _claims(reply)
    if not claims:
        return None
    chosen = place.choose(claims)
    others = [citation for citation in reply.citations if citation.quote != chosen.quote]
    if not others:
        return None
    other = place.choose(others)
    return _replaced(reply, chosen, {"field": other.field, "quote": other.quote, "span": other.span})


def _shifted(reply: Reply, place: Place) -> Reply | None:
    """The quote begins some characters late, as where bytes or composed signs were counted."""
    claims = [citation for citation in _claims(reply) if len(citation.quote) > 1]
    if not claims:
        return None
    chosen = place.choose(claims)
    late = 1 + place.number(min(_MOST_SHIFTED_CHARS, len(chosen.quote) // 2))
    span = None if chosen.span is None else (chosen.span[0] + late, chosen.span[1])
    return _replaced(reply, chosen, {"quote": chosen.quote[late:], "span": span})


def _of_neighbour(reply: Reply, place: Place) -> Reply | None:
    claims = _claims(reply)
    if not claims:
        return None
    chosen = place.choose(claims)
    others = [procedure.code for procedure in reply.procedures if procedure.code != chosen.code]
    return _replaced(reply, chosen, {"code": others[0]}) if others else None


CITATIONS = (
    Operator("citation_dropped", "one citation is lost, marker and entry", FACETS, _one_dropped),
    Operator("citation_entry_lost", "a marker stays and its citation is lost", FACETS, _entry_lost),
    Operator("citations_all_dropped", "nothing is cited any more", FACETS | {"list"}, _all_dropped),
    Operator("citation_of_other_field", "a citation quotes another field than the one told", FACETS, _other_field),
    Operator("quote_shifted", "a quote begins some characters late", FACETS, _shifted),
    Operator("citation_of_neighbour", "a citation names the record of a neighbour", FACETS, _of_neighbour),
)
"""Faults of citations, in the order of reports."""
