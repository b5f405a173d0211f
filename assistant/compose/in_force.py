"""Whether a procedure or a document is in force: what is known, which is never all; and then nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant import clock
from assistant.compose.draft import Draft, one_line
from assistant.compose.facets import Composed
from assistant.officer.by_law import Document
from assistant.officer.validity import remarks, replaced_by
from knowledge.records import Procedure

_LONGEST_DOCUMENTS = 5


def compose_in_force(
    procedure: Procedure, source_text: str, *, officer: bool = False, today: date | None = None
) -> Composed:
    """Return what the record tells of its being in force: the decision that publishes it, and bases that were replaced.

    Args:
        officer: With the other words of the record that no longer hold.
        today: The day on which it is asked; None: the clock's.
    """
    draft = Draft(procedure, source_text, full=True, today=today or clock.today())
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    draft.add(f"{one_line(procedure.title)} (mã thủ tục {procedure.code}){markers}")
    draft.add("Nguồn không có mục nào ghi thủ tục này còn hay hết hiệu lực, nên tôi không khẳng định được.")
    decision = procedure.decision_number
    if decision is not None:
        marker = draft.cite("decision_number", decision)
        draft.add(f"Thủ tục được công bố theo Quyết định {one_line(decision)}.{marker}")
    found = [one for one in remarks(procedure, draft.today) if officer or one.path.startswith("legal_bases")]
    draft.add(
        "Điều đã đối chiếu được với các văn bản nêu kèm:"
        if found
        else "Trong căn cứ pháp lý của thủ tục, chưa thấy văn bản nào mà tôi biết là đã bị thay thế."
    )
    for one in found:
        draft.add(f"- Nguồn ghi “{one.found}”: {one.rule}.{draft.cite(one.path, one.quote)}")
    return Composed("\n".join(draft.lines), tuple(draft.citations), (), shortened=False)


def say_document_in_force(shown: str, documents: Sequence[Document], today: date) -> str:
    """Return what is known of a document's being in force, and how many procedures rest on it.

    Args:
        shown: The document as it was asked for.
        documents: Those that it may be, the most cited first.
    """
    if not documents:
        return (
            f"{_known(shown, today)} Trong dữ liệu đang có không có thủ tục nào ghi văn bản này ở mục căn cứ pháp lý."
        )
    lines = [
        f"{_known(one.shown, today)} {len(one.places)} thủ tục trong dữ liệu đang có ghi văn bản này ở mục căn cứ "
        "pháp lý."
        for one in documents[:_LONGEST_DOCUMENTS]
    ]
    return "\n".join(lines)


def _known(shown: str, today: date) -> str:
    replaced = replaced_by(shown, today)
    if replaced is not None:
        return f"{shown} {replaced}."
    return (
        f"{shown}: dữ liệu không ghi văn bản còn hay hết hiệu lực, và tôi chưa biết văn bản nào thay thế; "
        "hãy tra Cơ sở dữ liệu quốc gia về pháp luật."
    )
