"""Facet form: the papers of the dossier that are forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.compose.brevity import REST, SHORT_CHARS, first_words
from assistant.compose.draft import Draft, one_line
from knowledge.records import DossierItem

_FORM_WORDS = re.compile(r"^(?:tờ khai|đơn|mẫu|phiếu|giấy đề nghị|văn bản đề nghị|bản khai)\b", re.IGNORECASE)

_NAME_CHARS = (240, 120, 70)
_SHOWN = 10  # forms of a short answer that is still too long


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
    if draft.full:
        _write(draft, found, None)
        return
    once = list({_bare(item): (path, item) for path, item in reversed(found)}.values())[::-1]
    draft.shortened = draft.shortened or len(once) < len(found)
    ways = [partial(_write, draft, once, name_chars) for name_chars in (None, *_NAME_CHARS)]
    draft.fit(SHORT_CHARS, [*ways, partial(_write_first, draft, once)])


def _write(draft: Draft, found: Sequence[tuple[str, DossierItem]], name_chars: int | None) -> None:
    for path, item in found:
        words = one_line(item.name)
        said = first_words(words, name_chars, item.forms)
        draft.shortened = draft.shortened or said != words
        draft.add(f"- {said}{draft.cite(path, item.name)}")


def _write_first(draft: Draft, found: Sequence[tuple[str, DossierItem]]) -> None:
    _write(draft, found[:_SHOWN], _NAME_CHARS[-1])
    if len(found) > _SHOWN:
        draft.add(f"  … và còn nữa, {REST}.")
        draft.shortened = True


def _bare(item: DossierItem) -> str:
    """Return the words without a letter or number in front, and without marks: one form stands in many cases."""
    return re.sub(r"\W+", " ", re.sub(r"^\W*(?:[a-zđ]|\d{1,2})[.)]", "", one_line(item.name))).strip().casefold()
