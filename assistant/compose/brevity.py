"""How short answers shorten what is long: the first words of a text, never without its form or its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

SHORT_CHARS = 2_000
"""So many characters a short answer says on one facet, its heading and remarks aside."""

REST = "gõ “xem đầy đủ” để xem hết"

_CONDITION = re.compile(
    r"\(nếu có\)(?=[\s.;]*$)|\b(?:(?:trong |đối với |trừ )?trường hợp|nếu(?! có\))|trừ khi|không áp dụng)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.;:)](?=\s|$)|,(?=\s)")
_SENTENCE_END = re.compile(r"[.;)](?=\s|$)")
_CONDITIONS_KEPT = 2  # beyond the first words
_CONDITION_CHARS = 25  # what is left of a condition that is cut says something
_TAIL_CHARS = 40  # a text is not cut for less than this


@dataclass(frozen=True)
class Brevity:
    """How much of each paper a list of papers prints; None: all."""

    name_chars: int | None = None  # of a paper's name, before its form and condition
    papers: int | None = None  # under one heading
    remarks: Literal["all", "conditions", "none"] = "all"  # lines that only explain


WHOLE = Brevity()
BRIEFER = (
    Brevity(240, None, "conditions"),
    Brevity(160, None, "conditions"),
    Brevity(110, None, "none"),
    Brevity(110, 8, "none"),
    Brevity(90, 5, "none"),
    Brevity(70, 3, "none"),
    Brevity(60, 2, "none"),
)
"""Ways to print papers, the fullest first."""


def first_words(text: str, most_chars: int | None, keep: Sequence[str] = ()) -> str:
    """Return the text, or where it is longer its beginning to the end of a clause, its first conditions and "…".

    Args:
        keep: Words of the text, such as the numbers of forms, that are added in brackets where they would be lost.
    """
    if most_chars is None or len(text) <= most_chars + _TAIL_CHARS:
        return text
    begun = _clause_end(text, most_chars)
    spans = _joined([(0, begun), *_conditions(text, begun, most_chars)])
    kept = " … ".join(text[start:end].strip(" ,;:.") for start, end in spans)
    lost = [_whole_number(words, text) for words in keep if words.casefold() not in kept.casefold()]
    end = "" if spans[-1][1] == len(text) else "…"
    return f"{kept}{end} ({'; '.join(lost)})" if lost else f"{kept}{end}"


def _whole_number(words: str, text: str) -> str:
    """Return the words as the text has them, with what their number goes on with: "Mẫu 03" of "Mẫu 03,04"."""
    match = re.search(rf"{re.escape(words)}(?:[.,]\d+)*", text, re.IGNORECASE)
    return match[0] if match else words


def _clause_end(text: str, most_chars: int) -> int:
    """Return where the last clause within so many characters ends; where that is too early, the last word."""
    ends = [match.start() for match in _CLAUSE_END.finditer(text, most_chars // 2, most_chars + 1)]
    if ends:
        return ends[-1] + (text[ends[-1]] == ")")
    return text.rfind(" ", 0, most_chars + 1) if " " in text[:most_chars] else most_chars


def _conditions(text: str, begun: int, most_chars: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the first conditions that the beginning lacks, each to the end of its sentence or a word."""
    after = begun // 2
    for _ in range(_CONDITIONS_KEPT):
        match = _CONDITION.search(text, after)
        if match is None:
            return
        end = _SENTENCE_END.search(text, match.end())
        after = end.start() + (end[0] == ")") if end is not None and match[0][0] != "(" else match.end()
        if after > match.start() + most_chars:
            after = max(text.rfind(" ", match.end(), match.start() + most_chars), match.end())
        if after - match.start() >= _CONDITION_CHARS or match[0][0] == "(":
            yield match.start(), after


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
