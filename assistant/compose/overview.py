"""Facet overview: what the procedure is, and its essentials in a few lines."""

from __future__ import annotations

from assistant.compose.conditions import write_conditions
from assistant.compose.documents import chosen_case, write_documents, write_outline
from assistant.compose.draft import Draft, one_line
from assistant.compose.fee import write_fee
from assistant.compose.legal import write_decision, write_legal
from assistant.compose.online import write_online
from assistant.compose.result import write_result
from assistant.compose.steps import write_steps
from assistant.compose.time import write_time
from assistant.compose.where import write_where
from assistant.headings import alternatives

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
    _write_papers(draft)
    for write, most_chars in ((write_time, 400), (write_fee, 600), (write_where, 500)):
        begun = len(draft.lines)
        write(draft)
        draft.trim(begun, most_chars)
    write_decision(draft)
    draft.shortened = True


def _write_papers(draft: Draft) -> None:
    """Write the papers; where the dossier has several parts and is long, only its outline, so that none is lost."""
    begun, listed = len(draft.lines), len(draft.checklist)
    write_documents(draft)
    written = draft.lines[begun:]
    titled = sum(case.title is not None for case in draft.procedure.cases)
    if sum(map(len, written)) <= _PAPERS_CHARS or titled < 2 or _fixed(draft):
        draft.trim(begun, _PAPERS_CHARS)
        return
    del draft.lines[begun:], draft.checklist[listed:]
    write_outline(draft)


def _fixed(draft: Draft) -> bool:
    """Whether the question fixes a case, so that only this one is told."""
    return chosen_case(draft, alternatives(draft.procedure.cases)) is not None


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
