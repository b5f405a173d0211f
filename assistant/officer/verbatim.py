"""The source's own words of a field, line by line, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.circumstances import Circumstances
from assistant.compose import Composed
from assistant.compose.channels import NAMES
from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.time import say_limit
from assistant.lexicon import read_list
from assistant.officer.spoken import any_of, readings
from assistant.phrases import Wording
from knowledge.records import Facet, Procedure, Quote

_FIELDS: dict[Facet, tuple[str, ...]] = {
    "documents": ("cases",),
    "fee": ("channels",),
    "time": ("channels", "stated_times"),
    "where": ("agencies", "channels", "level_quote"),
    "steps": ("steps",),
    "conditions": ("conditions",),
    "legal": ("legal_bases", "decision_number"),
    "result": ("result",),
    "online": ("channels",),
    "form": ("cases",),
    "overview": ("code_quote", "title", "level_quote", "kind", "field", "audience", "result", "description"),
}
_SHOWN = {
    "steps": "Trình tự thực hiện",
    "channels": "Cách thức thực hiện",
    "stated_times": "Thời hạn ghi trong trình tự thực hiện",
    "cases": "Thành phần hồ sơ",
    "audience": "Đối tượng thực hiện",
    "agencies": "Cơ quan thực hiện",
    "result": "Kết quả thực hiện",
    "legal_bases": "Căn cứ pháp lý",
    "conditions": "Yêu cầu, điều kiện thực hiện",
    "keywords": "Từ khóa",
    "description": "Mô tả",
    "field": "Lĩnh vực",
    "kind": "Loại thủ tục",
    "level_quote": "Cấp thực hiện",
    "decision_number": "Số quyết định",
    "title": "Tên thủ tục",
    "code_quote": "Mã thủ tục",
}
_PLACEHOLDERS = frozenset({"OTHER"})


def wants_verbatim(wording: Wording) -> bool:
    """Return whether the source's own words are asked for: "trích nguyên văn điều kiện"."""
    return any(any_of("verbatim").search(words) for words in readings(wording))


def headings_named(words: str) -> tuple[str, ...]:
    """Return the record's fields that stand under the headings which the words name, in their order."""
    said = next(iter(readings(Wording.of(words))))
    named: dict[str, int] = {}
    for heading, field in sorted(read_list("officer")["headings"].items(), key=lambda pair: -len(pair[0])):
        match = re.search(rf"\b{heading}\b", said)
        if match is not None:
            named.setdefault(str(field), match.start())
            said = f"{said[: match.start()]}{'_' * len(match[0])}{said[match.end() :]}"
    return tuple(sorted(named, key=lambda field: named[field]))


def compose_verbatim(
    procedure: Procedure, source_text: str, facets: Sequence[Facet], *, told: Circumstances, first_id: int = 1
) -> Composed:
    """Return the source's own words of the fields that the question names, else of the facets, under one heading.

    Args:
        told: Whose words name fields by the source's headings.
        first_id: Of the citations.
    """
    draft = Draft(procedure, source_text, full=True, first_id=first_id, told=told)
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    draft.add(f"{one_line(procedure.title)} (mã thủ tục {procedure.code}){markers}")
    for facet in facets[:1] if headings_named(told.words) else facets:
        write_verbatim(draft, facet)
    return Composed("\n".join(draft.lines), tuple(draft.citations), (), shortened=False)


def write_verbatim(draft: Draft, facet: Facet) -> None:
    """Write every line of the fields that the question names by their headings, else of the facet's, word for word."""
    fields = headings_named(draft.told.words) or _FIELDS[facet]
    for field in fields:
        lines = list(_lines(draft.procedure, field))
        draft.add(f"{_SHOWN[field]} (nguyên văn):" if lines else f"{_SHOWN[field]}: {UNKNOWN} (nguồn không ghi).")
        for path, quote in lines:
            draft.add(f"{_said(draft.procedure, path, quote)}{draft.cite(path, quote)}")


def _said(procedure: Procedure, path: str, quote: Quote) -> str:
    """Return the words in quotation marks; the portal's marks for ways to file and units in words of the counter."""
    parts = path.split(".")
    if parts[0] == "channels":
        channel = procedure.channels[int(parts[1])]
        if parts[2] == "label":
            return f"- {NAMES[channel.kind]}"
        if parts[2] == "time_limits":
            return f"Thời hạn: {say_limit(channel.time_limits[int(parts[3])])}"
    return f"“{quote.plain}”"


def _lines(procedure: Procedure, field: str) -> Iterator[tuple[str, Quote]]:
    """Yield the outermost quotes of one field, in the order of the source, without placeholders."""
    whole = [(path, quote) for path, quote in procedure.quotes() if path.partition(".")[0] == field]
    end = -1
    for path, quote in sorted(whole, key=lambda pair: (pair[1].span.start, -pair[1].span.end)):
        if quote.span.end <= end or quote.plain in _PLACEHOLDERS or _is_empty_fee(quote.plain):
            continue
        end = quote.span.end
        yield path, quote


@lru_cache(maxsize=256)
def _is_empty_fee(words: str) -> bool:
    """Whether the words are a fee that the source left empty, which says nothing: "0 VNĐ ()"."""
    return (
        re.fullmatch(r"(?:(?:Phí|Lệ phí)\s*:?\s*)?0+(?:[.,]0+)?\s*VNĐ\s*(?:\(\s*\))?", words, re.IGNORECASE) is not None
    )
