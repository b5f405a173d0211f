"""Facet conditions: who may ask, and what has to hold."""

from __future__ import annotations

import re

from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.lines import write_lines

_NONE_WORDS = re.compile(r"(?:không(?: có| quy định| yêu cầu)?|không có yêu cầu,? điều kiện)", re.IGNORECASE)


def write_conditions(draft: Draft) -> None:
    """Write the conditions; "Không" is said as the source's word that there are none."""
    conditions = draft.procedure.conditions
    if not conditions:
        draft.add(f"Yêu cầu, điều kiện: {UNKNOWN} (nguồn không ghi).")
    elif len(conditions) == 1 and _NONE_WORDS.fullmatch(one_line(conditions[0]).strip(" .")):
        said = one_line(conditions[0])
        draft.add(f"Yêu cầu, điều kiện: nguồn ghi “{said}”.{draft.cite('conditions.0', conditions[0])}")
    else:
        draft.add("Yêu cầu, điều kiện:")
        write_lines(draft, "conditions", conditions)
    audience = draft.procedure.audience
    if audience:
        names = "; ".join(one_line(quote) for quote in audience)
        draft.add(f"Đối tượng thực hiện: {names}.{draft.cite('audience', *audience)}")
