"""Faults of finding: a neighbour is answered, the right procedure falls, another facet is told."""

from __future__ import annotations

from evals.mutation.lines import HEAD, lines_of, with_lines
from evals.mutation.operators import FACETS, Operator, Place
from evals.transcripts import Reply

_SURE = 0.99


def borrowed(reply: Reply, other: Reply) -> Reply:
    """Return the other reply as it would come back in this conversation."""
    return other.model_copy(update={"conversation_id": reply.conversation_id, "snapshot": reply.snapshot})


def _neighbour_answered(reply: Reply, place: Place) -> Reply | None:
    if not reply.procedures:
        return None
    other = place.neighbours.neighbour(reply.procedures[0].code, reply.facet)
    return None if other is None else borrowed(reply, other)


def _other_facet_answered(reply: Reply, place: Place) -> Reply | None:
    if not reply.procedures:
        return None
    other = place.neighbours.about(reply.procedures[0].code, reply.facet)
    return None if other is None else borrowed(reply, other)


def _facet_mislabelled(reply: Reply, place: Place) -> Reply | None:
    others = sorted(FACETS - {reply.facet})
    return reply.model_copy(update={"facet": place.choose(others)})


def _right_second(reply: Reply, _: Place) -> Reply | None:
    if len(reply.procedures) < 2:
        return None
    first, second, *rest = reply.procedures
    fallen = (
        second.model_copy(update={"score": first.score}),
        first.model_copy(update={"score": second.score}),
        *rest,
    )
    return reply.model_copy(update={"procedures": fallen})


def _title_of_neighbour(reply: Reply, _: Place) -> Reply | None:
    """The heading names the neighbour while the facts are those of the right procedure."""
    if len(reply.procedures) < 2:
        return None
    first, second, *_rest = reply.procedures
    lines = lines_of(reply)
    own, others = f"{first.title} {HEAD}{first.code}", f"{second.title} {HEAD}{second.code}"
    return with_lines(reply, [line.replace(own, others) for line in lines])


def _overconfident(reply: Reply, _: Place) -> Reply | None:
    sure = tuple(procedure.model_copy(update={"score": _SURE}) for procedure in reply.procedures)
    return reply.model_copy(update={"procedures": sure}) if len(sure) > 1 else None


def _list_halved(reply: Reply, _: Place) -> Reply | None:
    kept = (len(reply.procedures) + 1) // 2
    gone = {procedure.code for procedure in reply.procedures[kept:]}
    if not gone:
        return None
    lines = [line for line in lines_of(reply) if not any(f"(mã {code})" in line for code in gone)]
    citations = tuple(citation for citation in reply.citations if citation.code not in gone)
    halved = {"procedures": reply.procedures[:kept], "citations": citations}
    return with_lines(reply, lines).model_copy(update=halved)


FINDING = (
    Operator("neighbour_answered", "a neighbour of the right procedure is answered", FACETS, _neighbour_answered),
    Operator("right_second", "the right procedure falls to rank 2", FACETS, _right_second),
    Operator("title_of_neighbour", "the heading names a neighbour", FACETS, _title_of_neighbour),
    Operator("other_facet_answered", "another facet of the procedure is answered", FACETS, _other_facet_answered),
    Operator("facet_mislabelled", "the reply names another facet than it tells", FACETS, _facet_mislabelled),
    Operator("overconfident", "every procedure has the score 0.99", FACETS | {"clarify"}, _overconfident),
    Operator("list_halved", "the second half of a list is missing", frozenset(("list",)), _list_halved),
)
"""Faults of finding, in the order of reports."""
