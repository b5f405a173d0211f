"""Where a record states the figures of words that are not its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.records import Procedure, Quote, Span
from knowledge.vietnamese import nfc, syllables

_FIGURE = re.compile(r"(\d+) (ngày làm việc|ngày|tháng tuổi|tháng|tuổi|giờ|năm)")
_SENTENCE = re.compile(r"[^.;\n]+(?:\.(?=\d)[^.;\n]+)*[.;]?")  # a point between digits ends none
_MOST_CHARS = 1_000


def has_figures(words: str) -> bool:
    """Whether the words hold any digit."""
    return any(character.isdigit() for character in words)


def sentences_stating(procedure: Procedure, words: str) -> list[tuple[str, Quote]] | None:
    """Return for each figure of the words the sentence of the record that states it, with its field.

    Of several sentences the one that shares the most syllables with the words; "07 (bảy) ngày" states "7 ngày", and
    "7 ngày làm việc" does not. None where a figure stands nowhere, or is none that can be looked for.
    """
    figures = _FIGURE.findall(words)
    if len(figures) != len(re.findall(r"\d+", words)):
        return None
    wanted = set(syllables(words))
    found = [_best(procedure, re.compile(_pattern(*figure), re.IGNORECASE), wanted) for figure in figures]
    return None if None in found else [one for one in found if one is not None]


def _best(procedure: Procedure, figure: re.Pattern[str], wanted: set[str]) -> tuple[str, Quote] | None:
    """Return the sentence with the figure that shares most with the wanted syllables; the first of equals."""
    stating = [one for one in _sentences(procedure) if figure.search(nfc(one[2]))]
    best = max(stating, key=lambda one: len(wanted & set(syllables(one[2]))), default=None)
    if best is None:
        return None
    path, start, text = best
    return path, Quote(text=text, span=Span(start, start + len(text)))


def _pattern(number: str, unit: str) -> str:
    longer = {"ngày": r"(?! làm việc)", "tháng": r"(?! tuổi)"}.get(unit, "")
    return rf"(?<!\d)0*{int(number)}\s*(?:\([^)]*\)\s*)?{unit}\b{longer}"


def _sentences(procedure: Procedure) -> Iterator[tuple[str, int, str]]:
    """Yield the field, the start in the source and the words of every sentence that the record quotes."""
    for path, quote in procedure.quotes():
        for match in _SENTENCE.finditer(quote.text):
            text = match[0].strip()
            if text and len(text) <= _MOST_CHARS:
                yield path, quote.span.start + match.start() + match[0].index(text), text
