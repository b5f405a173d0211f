"""The dossier: cases, and in each the papers with their counts and forms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ingest.parse.text import Line, SourceText
from knowledge.records import Case, DossierItem, Quote

_ITEM = "    - "
_COUNTS = re.compile(r"\s*Số lượng: Bản chính: (\d+), Bản sao: (\d+)\s*")
_CASE = re.compile(r" {1,3}\[")
_SIGN = "0-9A-ZĐĂÂÊÔƠƯa-zđ"
_FORM = re.compile(  # a part that runs on into an ordinary word, as in "01-Đơn", is no part of the name
    r"\b(?:[Mm]ẫu|MẪU)\s+(?:đơn\s+|tờ khai\s+)?(?:(?:[Ss]ố|SỐ)\s*+:?\s*+)?"
    rf"([{_SIGN}]{{1,12}}+(?!\w)(?:[./-][{_SIGN}-]{{1,24}}+(?!\w))*)"
)
_DIGIT = re.compile(r"\d")


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
            drafts[-1].items.extend(_item(text, opened, line, counts))
            opened = None
        elif line.text.startswith(_ITEM):
            drafts[-1].items.extend(_item(text, opened))
            opened = (line.start + len(_ITEM), line.end)
        elif _CASE.match(line.text) and line.text.rstrip().endswith("]"):
            drafts[-1].items.extend(_item(text, opened))
            opened = None
            drafts.append(_Draft(title=_case_title(text, line)))
        elif opened:  # a name that runs on over lines
            opened = (opened[0], line.end)
    drafts[-1].items.extend(_item(text, opened))
    return tuple(Case(title=draft.title, items=tuple(draft.items)) for draft in drafts if draft.title or draft.items)


def _case_title(text: SourceText, line: Line) -> Quote | None:
    left = text.raw.index("[", line.start) + 1
    return text.quote(left, text.raw.rindex("]", left, line.end))


def _item(
    text: SourceText,
    name_range: tuple[int, int] | None,
    counts_line: Line | None = None,
    counts: re.Match[str] | None = None,
) -> list[DossierItem]:
    name = text.quote(*name_range) if name_range else None
    if name is None:
        return []
    return [
        DossierItem(
            name=name,
            originals=_count(counts[1]) if counts else None,
            copies=_count(counts[2]) if counts else None,
            counts=text.quote(counts_line.start, counts_line.end) if counts_line else None,
            forms=find_forms(name.text),
        )
    ]


def _count(digits: str) -> int | None:
    return int(digits) if len(digits) <= 4 else None  # a longer figure is no count of papers


def find_forms(name: str) -> tuple[str, ...]:
    """Return the form names in a paper's name, such as "Mẫu số 02" and "Mẫu CT01", in order, without repeats."""
    named = _FORM.finditer(unicodedata.normalize("NFC", name))
    found = [" ".join(match[0].split()) for match in named if _DIGIT.search(match[1])]
    return tuple(dict.fromkeys(form[0].upper() + form[1:] for form in found))
