"""An answer cut into the sentences that a reviewer scores one by one; joined they are the answer again."""

from __future__ import annotations

import re

# A full stop after these goes on; other words that end with one end the sentence.
_SHORT = frozenset(
    {"tp", "ts", "ths", "gs", "pgs", "bs", "ks", "tx", "tt", "q", "p", "đ", "vd", "kt", "tm", "tl", "tuq"}
)
# The mark, closing quotes or brackets, citations, and the space behind them.
_END = re.compile(r"[.!?]+[\"”’')]*(?:\s*\[\d+\])*[^\S\n]+(?=\S)")
_LIST_NUMBER = re.compile(r"\s*(?:[-+•*]\s*)?(?:\d{1,3}|[ivxIVX]{1,4}|[a-zđ])$")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_OPENERS = "“\"‘'("


def split(text: str) -> tuple[str, ...]:
    """Return the sentences of an answer in order, each with the white space behind it.

    A line ends a sentence, and so does a full stop, question or exclamation mark before a capital letter; not inside
    brackets, numbers and codes, not after a list's number or a title such as "TP.". What holds no letter and no digit
    stays with the sentence before it. `"".join(split(text)) == text` for every text.
    """
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        for piece in _sentences(line):
            if pieces and not _says_something(piece):
                pieces[-1] += piece
            elif len(pieces) == 1 and not _says_something(pieces[0]):
                pieces[0] += piece
            else:
                pieces.append(piece)
    return tuple(pieces)


def _sentences(line: str) -> list[str]:
    start, found = 0, []
    for end in _END.finditer(line):
        if _ends_here(line, start, end):
            found.append(line[start : end.end()])
            start = end.end()
    return [*found, line[start:]]


def _ends_here(line: str, start: int, end: re.Match[str]) -> bool:
    before, after = line[start : end.start()], line[end.end() :].lstrip(_OPENERS)
    if not after or not (after[0].isupper() or after[0].isdigit()):
        return False
    through = line[start : end.end()]
    if through.count("(") > through.count(")") or through.count("[") > through.count("]"):
        return False
    if _LIST_NUMBER.match(before):
        return False
    word = _LAST_WORD.search(before)
    is_initial = word is not None and len(word[1]) == 1 and word[1].isupper()
    return not (word is not None and (word[1].casefold() in _SHORT or is_initial) and end[0].startswith(". "))


def _says_something(piece: str) -> bool:
    without_marks = re.sub(r"\[\d+\]", "", piece)
    return any(letter.isalnum() for letter in without_marks)
