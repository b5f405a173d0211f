"""An answer as the blocks of a server-rendered page; `static/answer.js` does the same in the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.records import Answer, Citation

_MARK = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"\s*[-•–*]\s+")
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True)
class Piece:
    """A run of text, or the mark of a citation."""

    text: str
    citation: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of the answer."""

    kind: Literal["text", "head", "more", "bullet", "number"]
    pieces: tuple[Piece, ...]
    number: str = ""  # "1." of a numbered line


def lines(answer: Answer) -> list[Line]:
    """Return the filled lines of the text with its `[n]` marks cut out; one without a citation stays.

    Lines that only repeat the options are left out: the options stand below as buttons.
    """
    known = {citation.id for citation in answer.citations}
    repeated = {label for label, _ in options(answer)}
    kept = [line for line in answer.text.split("\n") if line.strip() and line.strip() not in repeated]
    return [_line(line, known) for line in kept]


def options(answer: Answer) -> list[tuple[str, str]]:
    """Return what stands on each option's button, numbered where the text numbers it, and its value."""
    said = {line.strip() for line in answer.text.split("\n")}
    numbered = [(f"{number}. {option.label}", option) for number, option in enumerate(answer.options, start=1)]
    named = {line.split(" ")[0]: line for line in said}
    return [
        (
            line if line in said or option.label.rstrip("…") in named.get(line.split(" ")[0], "") else option.label,
            option.value,
        )
        for line, option in numbered
    ]


def page_of(citation: Citation) -> str:
    """Return the address at which the quoted words stand marked in the procedure's own page."""
    return f"/thu-tuc/{citation.code}?span={citation.span.start}-{citation.span.end}#trich-dan"


def _line(text: str, known: set[int]) -> Line:
    if (bullet := _BULLET.match(text)) is not None:
        return Line("bullet", tuple(_pieces(text[bullet.end() :], known)))
    if (number := _NUMBER.match(text)) is not None:
        return Line("number", tuple(_pieces(text[number.end() :], known)), number[0].strip())
    kind: Literal["text", "head", "more"] = "text"
    if text.startswith("  "):
        kind = "more"
    elif _MARK.sub("", text).strip().endswith(":"):
        kind = "head"
    return Line(kind, tuple(_pieces(text.strip(), known)))


def _pieces(text: str, known: set[int]) -> list[Piece]:
    pieces, at = [], 0
    for mark in _MARK.finditer(text):
        if int(mark[1]) not in known:
            continue
        if mark.start() > at:
            pieces.append(Piece(text[at : mark.start()]))
        pieces.append(Piece(mark[1], int(mark[1])))
        at = mark.end()
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces
