"""The papers of one case: lines with originals and copies, and the same as items of a checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.draft import Draft, cut, one_line, paragraphs
from assistant.records import ChecklistItem
from knowledge.records import Case, DossierItem

_ENUMERATOR = re.compile(r"\(?(\d{1,2}|[a-zđ])[.)](?!\d{3})\s*(?:(\d{1,2})[.)])?")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_REMARKS_SHOWN = 6  # lines without a count that a short answer still prints
_REMARK = re.compile(r"[-+*\s]*(?:\(|(?:trong )?trường hợp\b|lưu ý\b)", re.IGNORECASE)
_MODE = re.compile(r"\b(xuất trình|nộp)\b", re.IGNORECASE)
_NOTE_CHARS = 300


@dataclass
class Papers:
    """Writes papers on a draft, numbered through all cases that are written.

    `brief`: leave out lines that only explain (0 and 0), where there are many.
    """

    draft: Draft
    brief: bool
    number: int = 0
    written: int = 0

    def write_title(self, position: int) -> None:
        """Write the heading of a case; nothing where it has none."""
        title = self.draft.procedure.cases[position].title
        if title is not None:
            marker = self.draft.cite(f"cases.{position}.title", title)
            self.draft.add(f"{one_line(title).rstrip(':')}:{marker}")

    def write_case(self, position: int) -> None:
        """Write the heading of a case and its papers."""
        self.write_title(position)
        case = self.draft.procedure.cases[position]
        own = _have_marks(case.items)
        for place, item in _in_order(case.items):
            if not re.search(r"\w", item.name.plain):  # a row of asterisks
                continue
            if self.brief and self.written and not is_paper(item):
                self.draft.shortened = True
                continue
            self.written += 1
            bare = not (own or _is_heading(item) or _key(item))
            self.number += bare
            self._write_item(position, place, f"{self.number}. " if bare else "")

    def list_case(self, position: int) -> None:
        """Add the papers of a case to the checklist only."""
        for place, item in _in_order(self.draft.procedure.cases[position].items):
            if re.search(r"\w", item.name.plain):
                self._list_item(position, place, item)

    def _write_item(self, position: int, place: int, mark: str) -> None:
        item = self.draft.procedure.cases[position].items[place]
        marker = self.draft.cite(f"cases.{position}.items.{place}", item.name, item.counts)
        counts = _counts(item)
        name = paragraphs(one_line(item.name))
        self.draft.add(f"{mark}{name}{f' ({counts})' if counts else ''}{marker}")
        self._list_item(position, place, item)

    def _list_item(self, position: int, place: int, item: DossierItem) -> None:
        if not (is_paper(item) or item.forms):
            return
        case = self.draft.procedure.cases[position]
        remark = _remark(case, place)
        path = f"cases.{position}.items.{place}"
        marker = self.draft.cite(path, item.name, item.counts, remark.name if remark else None)
        self.draft.checklist.append(
            ChecklistItem(
                name=one_line(item.name),
                originals=item.originals,
                copies=item.copies,
                form=", ".join(item.forms) or None,
                note=_note(case, place, remark),
                case=one_line(case.title) if case.title else None,
                citation=self.draft.id_of(marker),
            )
        )


def is_paper(item: DossierItem) -> bool:
    """Return whether the line is a paper to bring; 0 and 0 stand on lines that explain."""
    return item.originals is None or bool(item.originals or item.copies)


def count_papers(case: Case) -> int:
    """Return how many papers a case has."""
    return sum(is_paper(item) and re.search(r"\w", item.name.plain) is not None for item in case.items)


def too_many_remarks(cases: Sequence[Case]) -> bool:
    """Return whether more lines only explain than a short answer prints."""
    return sum(not is_paper(item) for case in cases for item in case.items) > _REMARKS_SHOWN


def _note(case: Case, place: int, remark: DossierItem | None) -> str | None:
    """Return how the paper is given ("Xuất trình", "Nộp"), where the record says so, and the remark under it."""
    mode = _mode(case, place)
    said = cut(one_line(remark.name), _NOTE_CHARS) if remark is not None else ""
    return " · ".join(part for part in (mode, said) if part) or None


def _mode(case: Case, place: int) -> str:
    """Return the one way that the nearest heading above names; a heading that names both says neither."""
    above = [one_line(item.name) for item in case.items[:place] if _is_heading(item)]
    named = above[-1] if above else (one_line(case.title) if case.title else "")
    ways = {match.lower() for match in _MODE.findall(named)} if len(named) <= _NOTE_CHARS else set()
    return ways.pop().capitalize() if len(ways) == 1 else ""


def _remark(case: Case, place: int) -> DossierItem | None:
    """Return the line directly under a paper that only remarks on it."""
    if place + 1 >= len(case.items) or not is_paper(case.items[place]):
        return None
    below = case.items[place + 1]
    said = not is_paper(below) and not below.forms and not _is_heading(below) and _REMARK.match(one_line(below.name))
    follows = below.name.span.start > case.items[place].name.span.start
    return below if said and follows else None


def _counts(item: DossierItem) -> str:
    parts = [("bản chính", item.originals), ("bản sao", item.copies)]
    return ", ".join(f"{name}: {count}" for name, count in parts if count)


def _is_heading(item: DossierItem) -> bool:
    return not is_paper(item) and one_line(item.name).endswith(":")


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
