"""Facet overview: what the procedure is, and its essentials in a few lines."""

from __future__ import annotations

from assistant.compose.documents import write_documents
from assistant.compose.draft import Draft, one_line
from assistant.compose.fee import write_fee
from assistant.compose.lists import (
    write_conditions,
    write_decision,
    write_legal,
    write_online,
    write_result,
    write_steps,
)
from assistant.compose.time import write_time
from assistant.compose.where import write_where

_PAPERS_CHARS = 1_600  # papers of a short overview
_PLACEHOLDERS = frozenset({"OTHER"})


def write_overview(draft: Draft) -> None:
    """Write result, papers, time, fee and place; the full answer holds every facet."""
    _write_identity(draft)
    write_result(draft)
    write_documents(draft, None if draft.full else _PAPERS_CHARS)
    write_time(draft)
    write_fee(draft)
    write_where(draft)
    if draft.full:
        write_steps(draft)
        write_conditions(draft)
        write_online(draft)
        _write_rest(draft)
        write_legal(draft)
    else:
        write_decision(draft)
        draft.shortened = True


def _write_identity(draft: Draft) -> None:
    procedure = draft.procedure
    if procedure.field is not None:
        draft.add(f"Lĩnh vực: {one_line(procedure.field)}{draft.cite('field', procedure.field)}")
    if procedure.audience:
        names = "; ".join(one_line(quote) for quote in procedure.audience)
        draft.add(f"Đối tượng thực hiện: {names}{draft.cite('audience', *procedure.audience)}")


def _write_rest(draft: Draft) -> None:
    procedure = draft.procedure
    if procedure.kind is not None and procedure.kind.plain not in _PLACEHOLDERS:
        draft.add(f"Loại thủ tục: {one_line(procedure.kind)}{draft.cite('kind', procedure.kind)}")
    if procedure.keywords is not None:
        draft.add(f"Từ khóa: {one_line(procedure.keywords)}{draft.cite('keywords', procedure.keywords)}")
    seen = {quote.plain for quote in procedure.conditions}
    for number, line in enumerate(procedure.description):  # the portal often repeats the conditions here
        if line.plain not in seen:
            draft.add(f"{' '.join(line.plain.split())}{draft.cite(f'description.{number}', line)}")
