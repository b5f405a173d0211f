"""A question cut at its punctuation, and the rewrites `shuffled_sentences` and `split_lines` that rest on it."""

from __future__ import annotations

import re

from evals.making.dice import Dice
from evals.making.pieces import spots

_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+|\s*\n\s*")
_CLAUSE_END = re.compile(r"(?<=[,;:.?!…])\s+|\s*\n\s*")
_SPACE = re.compile(r"\s+")
_CLOSING = ",;:.?!… "
_SHORTEST_WORDS = 2  # what is shorter belongs to what stands before it, as after "TP." or "Dạ,"
_BUBBLE_WORDS = (3, 6)


def clauses(text: str) -> list[str]:
    """Return the parts of the text between its punctuation marks, each with the mark at its end; none is empty."""
    return _cut(text, _CLAUSE_END) or [text]


def shuffled_sentences(text: str, dice: Dice) -> str:
    """Return the text with its sentences in another order, or the clauses of its only sentence; else as it is."""
    sentences = _whole(_cut(text, _SENTENCE_END))
    if len(sentences) > 1:
        return " ".join(_another_order(sentences, dice))
    parts = _whole(clauses(text))
    if len(parts) < 2:
        return text
    body = text.rstrip()
    end = body[len(body.rstrip(_CLOSING)) :]
    return ", ".join(part.strip(_CLOSING) for part in _another_order(parts, dice)) + end


def split_lines(text: str, dice: Dice) -> str:
    """Return the text over several lines, as sent in several bubbles: at its punctuation, else after a few words."""
    parts = clauses(text)
    if len(parts) > 1:
        return "\n".join(parts)
    words, lines = _cut(text, _SPACE), []
    while len(words) > _BUBBLE_WORDS[1]:
        taken = _BUBBLE_WORDS[0] + dice.below(_BUBBLE_WORDS[1] - _BUBBLE_WORDS[0])
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    return "\n".join([*lines, " ".join(words)]) if lines else text


def _cut(text: str, end: re.Pattern[str]) -> list[str]:
    """Return the non-empty parts between the ends that do not stand inside what is kept."""
    parts, start = [], 0
    for found in spots(end, text):
        parts.append(text[start : found.start()])
        start = found.end()
    return [part for part in (*parts, text[start:]) if part.strip()]


def _whole(parts: list[str]) -> list[str]:
    """Return the parts, those of too few words joined to the one before (the first to the one after)."""
    whole: list[str] = []
    for part in parts:
        if whole and min(len(part.split()), len(whole[-1].split())) < _SHORTEST_WORDS:
            whole[-1] += f" {part}"
        else:
            whole.append(part)
    return whole


def _another_order(parts: list[str], dice: Dice) -> list[str]:
    mixed = dice.shuffled(parts)
    return mixed if mixed != parts else [*parts[1:], parts[0]]
