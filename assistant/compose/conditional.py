"""Fees and times that hold in a case only: the one that the question fixes first, each with its condition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.cases import case_told
from assistant.compose.draft import Draft, cut, one_line
from knowledge.records import Quote

_CONDITION = re.compile(r"\b(?:trường hợp|đối với|cấp (?:mới|lại|đổi)|\d+\s*(?:ngày|giờ|tháng))\b", re.IGNORECASE)
_SHOWN = 2  # conditions of one line that a short answer prints
_SHOWN_CHARS = 260


def in_question_order(draft: Draft, conditions: Sequence[Sequence[Quote]]) -> list[int]:
    """Return the positions of the lines that have these conditions, first those of the case that the question fixes."""
    said = list(dict.fromkeys(one_line(quote) for quotes in conditions for quote in quotes))
    chosen = case_told(said, draft.told, about=draft.procedure.title.plain)
    if chosen is None:
        return list(range(len(conditions)))
    others = [said[chosen] not in [one_line(quote) for quote in quotes] for quotes in conditions]
    return sorted(range(len(conditions)), key=lambda at: others[at])


def write_conditions_of(draft: Draft, conditions: Sequence[tuple[str, Quote]]) -> set[str]:
    """Write under a line when it holds, in short the first words only; return the remarks that are written whole."""
    written = set()
    telling = [found for found in conditions if _CONDITION.search(found[1].plain)] or conditions
    shown = conditions if draft.full else telling[:_SHOWN]
    draft.shortened = draft.shortened or len(shown) < len(conditions)
    for path, note in shown:
        line = one_line(note)
        said = line if draft.full else cut(line, _SHOWN_CHARS)
        draft.shortened = draft.shortened or said != line
        draft.add(f"    {said}{draft.cite(path, note)}")
        written.add(note.plain)
    return written
