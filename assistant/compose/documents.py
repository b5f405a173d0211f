"""Facet documents: the papers of each case, with originals, copies and forms, also as a checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.compose.draft import UNKNOWN, Draft, one_line, paragraphs
from assistant.records import ChecklistItem
from knowledge.records import Case, DossierItem

_ENUMERATOR = re.compile(r"\(?(\d{1,2}|[a-zđ])[.)](?!\d{3})\s*(?:(\d{1,2})[.)])?")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_REMARKS_SHOWN = 6  # lines without a count that a short answer still prints


def write_documents(draft: Draft) -> None:
    """Write every paper; lines that only explain (0 and 0) are shortened unless the full answer is asked for."""
    cases = draft.procedure.cases
    if not any(case.items or case.title for case in cases):
        draft.add(f"Thành phần hồ sơ: {UNKNOWN}.")
        return
    draft.add("Hồ sơ cần chuẩn bị:")
    number = written = 0
    for position, case in enumerate(cases):
        _write_title(draft, position, case)
        own = _have_marks(case.items)
        for place, item in _in_order(case.items):
            if not re.search(r"\w", item.name.plain):  # a row of asterisks
                continue
            if not draft.full and not _is_paper(item) and written and _too_many_remarks(cases):
                draft.shortened = True
                continue
            written += 1
            bare = not (own or _is_heading(item) or _key(item))
            number += bare
            mark = f"{number}. " if bare else ""
            _write_item(draft, f"cases.{position}.items.{place}", case, item, mark)


def _write_title(draft: Draft, position: int, case: Case) -> None:
    if case.title is not None:
        draft.add(f"{one_line(case.title).rstrip(':')}:{draft.cite(f'cases.{position}.title', case.title)}")


def _write_item(draft: Draft, path: str, case: Case, item: DossierItem, mark: str) -> None:
    marker = draft.cite(path, item.name, item.counts)
    counts = _counts(item)
    draft.add(f"{mark}{paragraphs(one_line(item.name))}{f' ({counts})' if counts else ''}{marker}")
    if _is_paper(item) or item.forms:
        draft.checklist.append(
            ChecklistItem(
                name=one_line(item.name),
                originals=item.originals,
                copies=item.copies,
                form=", ".join(item.forms) or None,
                note=None,
                case=one_line(case.title) if case.title else None,
                citation=draft.id_of(marker),
            )
        )


def _counts(item: DossierItem) -> str:
    parts = [("bản chính", item.originals), ("bản sao", item.copies)]
    return ", ".join(f"{name}: {count}" for name, count in parts if count)


def _is_paper(item: DossierItem) -> bool:
    return item.originals is None or bool(item.originals or item.copies)


def _is_heading(item: DossierItem) -> bool:
    return not _is_paper(item) and one_line(item.name).endswith(":")


def _too_many_remarks(cases: Sequence[Case]) -> bool:
    return sum(not _is_paper(item) for case in cases for item in case.items) > _REMARKS_SHOWN


def _in_order(items: Sequence[DossierItem]) -> Iterator[tuple[int, DossierItem]]:
    """Yield items by their own a), b), c) or 1., 2., 3. when all have one: the portal shuffles them."""
    numbered = list(enumerate(items))
    if _have_marks(items):
        numbered.sort(key=lambda pair: _key(pair[1]) or (0, 0))
    yield from numbered


def _have_marks(items: Sequence[DossierItem]) -> bool:
    keys = [_key(item) for item in items]
    return len(items) > 1 and all(key is not None for key in keys) and len(set(keys)) == len(keys)


def _key(item: DossierItem) -> tuple[int, int] | None:
    match = _ENUMERATOR.match(one_line(item.name))
    if match is None:
        return None
    first = int(match[1]) if match[1].isdigit() else _ALPHABET.find(match[1]) + 1
    return first, int(match[2] or 0)
