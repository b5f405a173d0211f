"""The lines of a reply's text, and how an operator edits them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from evals.mutation.operators import Place
from evals.transcripts import Reply

NOTICE = "Đây là câu trả lời của trợ lý tự động"
WAY_OUT = "Muốn hỏi trực tiếp:"
HEAD = "(mã thủ tục "
MARKER = re.compile(r" ?\[(\d+)\]")
_MARKS = dict.fromkeys(range(0x0300, 0x0370))


def lines_of(reply: Reply) -> list[str]:
    """Return the lines of the text."""
    return reply.text.split("\n")


def with_lines(reply: Reply, lines: Iterable[str]) -> Reply:
    """Return the reply with these lines as its text."""
    return reply.model_copy(update={"text": "\n".join(lines)})


def body(lines: list[str]) -> list[int]:
    """Return the positions of the lines that tell facts: neither the heading nor the standing lines at the end."""
    return [at for at, line in enumerate(lines) if not line.startswith((NOTICE, WAY_OUT)) and HEAD not in line]


def change_one(reply: Reply, pattern: re.Pattern[str], say: Callable[[str], str], place: Place) -> Reply | None:
    """Return the reply with one of the places in its facts where the pattern stands said otherwise."""
    lines = lines_of(reply)
    found = [(at, match) for at in body(lines) for match in pattern.finditer(lines[at])]
    if not found:
        return None
    at, match = place.choose(found)
    line = lines[at]
    lines[at] = line[: match.start()] + say(match[0]) + line[match.end() :]
    return with_lines(reply, lines)


def change_everywhere(reply: Reply, pattern: re.Pattern[str], say: Callable[[str], str], place: Place) -> Reply | None:
    """Return the reply with one string of its facts that the pattern finds said otherwise wherever it stands."""
    lines = lines_of(reply)
    found = sorted({match[0] for at in body(lines) for match in pattern.finditer(lines[at])})
    if not found:
        return None
    told = place.choose(found)
    whole = re.compile(rf"(?<![\w/]){re.escape(told)}(?![\w/])")
    said = say(told)
    for at in body(lines):
        lines[at] = whole.sub(lambda _: said, lines[at])
    return with_lines(reply, lines)


def without_lines(reply: Reply, dropped: Iterable[int]) -> Reply:
    """Return the reply without these lines of its text and without the citations that only they name."""
    gone = set(dropped)
    lines = lines_of(reply)
    kept = [line for at, line in enumerate(lines) if at not in gone]
    named = {int(number) for line in kept for number in MARKER.findall(line)}
    lost = {int(number) for at in gone for number in MARKER.findall(lines[at])} - named
    citations = tuple(citation for citation in reply.citations if citation.id not in lost)
    return with_lines(reply, kept).model_copy(update={"citations": citations})


def points(reply: Reply, start: str = "- ") -> list[int]:
    """Return the positions of the cited lines that begin with a list mark."""
    lines = lines_of(reply)
    return [at for at in body(lines) if lines[at].startswith(start) and MARKER.search(lines[at])]


def other_digit(figure: str, place: Place) -> str:
    """Return the figure with one digit changed; it never begins with 0 where it did not before."""
    at = place.choose([at for at, sign in enumerate(figure) if sign.isdigit()])
    lowest = 0 if at else 1
    digits = [str(digit) for digit in range(lowest, 10) if str(digit) != figure[at]]
    return figure[:at] + place.choose(digits) + figure[at + 1 :]


def bare(text: str) -> str:
    """Return the text without Vietnamese marks."""
    stripped = unicodedata.normalize("NFD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", stripped).replace("đ", "d").replace("Đ", "D")
