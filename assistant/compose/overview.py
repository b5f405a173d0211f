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

_PAPERS_CHARS = 1_200  # papers of a short overview
_PLACEHOLDERS = frozenset({"OTHER"})


def write_overview(draft: Draft) -> None:
    """Write result, papers, time, fee and place; the full answer holds every facet, the short one a few lines each."""
    _write_identity(draft)
    write_result(draft)
    if not draft.full:
        _write_short(draft)
        return
    for write in (write_documents, write_time, write_fee, write_where, write_steps, write_conditions, write_online):
        write(draft)
    _write_rest(draft)
    write_legal(draft)


def _write_short(draft: Draft) -> None:
    writers = ((write_documents, _PAPERS_CHARS), (write_time, 400), (write_fee, 600), (write_where, 500))
    for write, most_chars in writers:
        begun = len(draft.lines)
        write(draft)
        draft.trim(begun, most_chars)
    write_decision(draft)
    draft.shortened = True
    draft.drop_unused_citations()


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
