"""Facet overview: what the procedure is, and its essentials in a few lines."""

from __future__ import annotations

from assistant.compose.conditions import write_conditions
from assistant.compose.documents import write_documents
from assistant.compose.draft import Draft, one_line
from assistant.compose.fee import write_fee
from assistant.compose.legal import write_decision, write_legal
from assistant.compose.online import write_online
from assistant.compose.result import write_result
from assistant.compose.steps import write_steps
from assistant.compose.time import write_time
from assistant.compose.where import write_where

_RESULT_CHARS = 300
_PAPERS_CHARS = 1_100  # papers of a short overview
_PLACEHOLDERS = frozenset({"OTHER"})


def write_overview(draft: Draft) -> None:
    """Write result, papers, time, fee and place; the full answer holds every facet, the short one a few lines each."""
    _write_identity(draft)
    begun = len(draft.lines)
    write_result(draft)
    if not draft.full:
        draft.trim(begun, _RESULT_CHARS)
        _write_short(draft)
        return
    for write in (write_documents, write_time, write_fee, write_where, write_steps, write_conditions, write_online):
        write(draft)
    _write_rest(draft)
    write_legal(draft)


def _write_short(draft: Draft) -> None:
    _write_papers(draft)
    for write, most_chars in ((write_time, 400), (write_fee, 450), (write_where, 400)):
        begun = len(draft.lines)
        write(draft)
        draft.trim(begun, most_chars)
    write_decision(draft)
    draft.shortened = True


def _write_papers(draft: Draft) -> None:
    """Write the papers briefly; where the dossier has many parts and is long, only their headings, so none is lost."""
    begun = len(draft.lines)
    write_documents(draft, _PAPERS_CHARS)
    draft.trim(begun, _PAPERS_CHARS)


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
