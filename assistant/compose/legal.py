"""Facet legal: the documents that the procedure rests on, and the decision that publishes it."""

from __future__ import annotations

import re

from assistant.compose.articles import write_articles
from assistant.compose.draft import UNKNOWN, Draft, one_line


def write_legal(draft: Draft) -> None:
    """Write every cited document with its number, and the decision that publishes the procedure."""
    bases = draft.procedure.legal_bases
    draft.add("Căn cứ pháp lý:" if bases else f"Căn cứ pháp lý: {UNKNOWN} (nguồn không ghi).")
    for number, basis in enumerate(bases):
        title = one_line(basis.title)
        sign = f" ({one_line(basis.number)})" if basis.number and not _names(title, one_line(basis.number)) else ""
        draft.add(f"- {title}{sign}{draft.cite(f'legal_bases.{number}', basis.quote)}")
    write_articles(draft)
    write_decision(draft)


def write_decision(draft: Draft) -> None:
    """Write the decision under which the procedure is published."""
    decision = draft.procedure.decision_number
    if decision is not None:
        draft.add(f"Quyết định công bố thủ tục: {one_line(decision)}{draft.cite('decision_number', decision)}")


def _names(title: str, number: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(number)}(?![\w/])", title) is not None
