"""The dossier: cases, and in each the papers with their counts and forms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ingest.parse.text import Line, SourceText
from knowledge.records import Case, DossierItem, Quote

_COUNTS = re.compile(r"\s*Số lượng: Bản chính: (\d+), Bản sao: (\d+)\s*")
_CASE = re.compile(r"\s{1,3}\[(.*)\]\s*", re.DOTALL)
_FORM = re.compile(
    r"\b[Mm]ẫu\s+(?:đơn\s+|tờ khai\s+)?(?:số\s*:?\s*)?((?=[\w./-]*\d)[0-9A-ZĐa-z]{1,8}(?:[./-][0-9A-ZĐa-z-]{1,12})*)"
)


@dataclass
class _Draft:
    title: Quote | None = None
    items: list[DossierItem] = field(default_factory=list)


def parse_dossier(text: SourceText, start: int, end: int) -> tuple[Case, ...]:
    """Return the cases of the dossier in the order of the source; empty where the source is silent."""
    if text.said(start, end) is None:
        return ()
    drafts = [_Draft()]
    opened: tuple[int, int] | None = None
    for line in text.lines(start, end):
        counts = _COUNTS.fullmatch(line.text)
        if counts and opened:
            drafts[-1].items.extend(_item(text, opened, line))
            opened = None
        elif line.text.startswith("    - "):
            drafts[-1].items.extend(_item(text, opened, None))
            opened = (text.raw.index("-", line.start) + 1, line.end)
        elif _CASE.fullmatch(line.text):
            drafts[-1].items.extend(_item(text, opened, None))
            opened = None
            drafts.append(_Draft(title=_case_title(text, line)))
        elif opened:  # a name that runs on over lines
            opened = (opened[0], line.end)
    drafts[-1].items.extend(_item(text, opened, None))
    return tuple(Case(title=draft.title, items=tuple(draft.items)) for draft in drafts if draft.title or draft.items)


def _case_title(text: SourceText, line: Line) -> Quote | None:
    left = text.raw.index("[", line.start) + 1
    return text.quote(left, text.raw.rindex("]", left, line.end))


def _item(text: SourceText, name_range: tuple[int, int] | None, counts_line: Line | None) -> list[DossierItem]:
    name = text.quote(*name_range) if name_range else None
    if name is None:
        return []
    counts = _COUNTS.fullmatch(counts_line.text) if counts_line else None
    quote = text.quote(counts_line.start, counts_line.end) if counts_line else None
    return [
        DossierItem(
            name=name,
            originals=_count(counts[1]) if counts else None,
            copies=_count(counts[2]) if counts else None,
            counts=quote,
            forms=find_forms(name.text),
        )
    ]


def _count(digits: str) -> int | None:
    return int(digits) if len(digits) <= 4 else None  # a longer figure is no count of papers


def find_forms(name: str) -> tuple[str, ...]:
    """Return the form names in a paper's name, such as "Mẫu số 02" and "Mẫu CT01", in order, without repeats."""
    found = [" ".join(match[0].split()) for match in _FORM.finditer(unicodedata.normalize("NFC", name))]
    return tuple(dict.fromkeys(form[0].upper() + form[1:] for form in found))
