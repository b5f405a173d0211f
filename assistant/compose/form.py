"""Facet form: the papers of the dossier that are forms."""

from __future__ import annotations

import re

from assistant.compose.draft import Draft, one_line

_FORM_WORDS = re.compile(r"^(?:tờ khai|đơn|mẫu|phiếu|giấy đề nghị|văn bản đề nghị|bản khai)\b", re.IGNORECASE)


def write_form(draft: Draft) -> None:
    """Write the papers that are forms, or that name one."""
    found = [
        (f"cases.{c}.items.{i}", item)
        for c, case in enumerate(draft.procedure.cases)
        for i, item in enumerate(case.items)
        if item.forms or _FORM_WORDS.match(one_line(item.name))
    ]
    if not found:
        draft.add("Mẫu đơn, tờ khai: nguồn không nêu mẫu nào trong thành phần hồ sơ.")
        return
    draft.add("Mẫu đơn, tờ khai trong hồ sơ:")
    for path, item in found:
        draft.add(f"- {one_line(item.name)}{draft.cite(path, item.name)}")
