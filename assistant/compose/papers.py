"""The papers of one case: lines with originals and copies, and the same as items of a checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.brevity import WHOLE, Brevity, first_words
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
    """Writes papers on a draft, numbered through all cases that are written; the checklist has all of them always."""

    draft: Draft
    brevity: Brevity = WHOLE
    number: int = 0
    written: int = 0

    def write_title(self, position: int) -> None:
        """Write the heading of a case; nothing where it has none."""
        title = self.draft.procedure.cases[position].title
        if title is not None:
            marker = self.draft.cite(f"cases.{position}.title", title)
            self.draft.add(f"{self._shortened(one_line(title).rstrip(':'))}:{marker}")

    def write_case(self, position: int) -> None:
        """Write the heading of a case and its papers; those that are left out are counted."""
        self.write_title(position)
        case = self.draft.procedure.cases[position]
        own = _have_marks(case.items)
        under, left = 0, 0  # papers under the last heading, and papers left out
        for place, item in _in_order(case.items):
            if not re.search(r"\w", item.name.plain):  # a row of asterisks
                continue
            under = 0 if _is_heading(item) else under + is_paper(item)
            if self._leaves_out(item, under) or (_is_heading(item) and self._is_bare(case, place)):
                left += is_paper(item)
                self._list_item(position, place, item)
                continue
            self.written += 1
            bare = not (own or _is_heading(item) or _key(item))
            self.number += bare
            self._write_item(position, place, f"{self.number}. " if bare else "")
        if left:
            self.draft.add(f"  … và còn {left} giấy tờ khác")

    def _leaves_out(self, item: DossierItem, under: int) -> bool:
        """Whether a paper is beyond those to print, or a line explains and is neither heading nor condition."""
        most = self.brevity.papers
        beyond = most is not None and under > most and not _is_heading(item)
        left_out = beyond or (self.written > 0 and self._only_remarks(item))
        self.draft.shortened = self.draft.shortened or left_out
        return left_out

    def _is_bare(self, case: Case, place: int) -> bool:
        """Whether nothing that is printed stands under a heading inside a case."""
        below = next((item for item in case.items[place + 1 :] if is_paper(item) or _is_heading(item)), None)
        bare = self.brevity.remarks == "none" and (below is None or not is_paper(below))
        self.draft.shortened = self.draft.shortened or bare
        return bare

    def _only_remarks(self, item: DossierItem) -> bool:
        """Whether the line explains in a way that is not printed; a heading always is."""
        if self.brevity.remarks == "all" or is_paper(item) or _is_heading(item):
            return False
        return self.brevity.remarks == "none" or not _says_when(item)

    def _shortened(self, words: str, forms: Sequence[str] = ()) -> str:
        said = first_words(words, self.brevity.name_chars, forms)
        self.draft.shortened = self.draft.shortened or said != words
        return said

    def list_case(self, position: int) -> None:
        """Add the papers of a case to the checklist only."""
        for place, item in _in_order(self.draft.procedure.cases[position].items):
            if re.search(r"\w", item.name.plain):
                self._list_item(position, place, item)

    def _write_item(self, position: int, place: int, mark: str) -> None:
        item = self.draft.procedure.cases[position].items[place]
        marker = self.draft.cite(f"cases.{position}.items.{place}", item.name, item.counts)
        counts = say_counts(item)
        words = one_line(item.name)
        said = self._shortened(words, item.forms)
        name = paragraphs(words) if said == words else said
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


def say_counts(item: DossierItem) -> str:
    """Return how many originals and copies of a paper are to be brought: "bản chính: 1"; empty where none is said."""
    parts = [("bản chính", item.originals), ("bản sao", item.copies)]
    return ", ".join(f"{name}: {count}" for name, count in parts if count)


def _is_heading(item: DossierItem) -> bool:
    return not is_paper(item) and one_line(item.name).endswith(":")


def _says_when(item: DossierItem) -> bool:
    return re.match(r"\W*(?:trong )?trường hợp\b", item.name.plain, re.IGNORECASE) is not None


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
