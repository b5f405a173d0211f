"""Rewrites `upper_case` and `punctuation`: how a question looks."""

from __future__ import annotations

import re
from collections.abc import Callable

from evals.making.dice import Dice
from evals.making.pieces import each_word, outside_kept, spots

_MARKS = re.compile(r"[.,;:!?…\"“”'()]+")
_ENDS = re.compile(r"[.!?…\s]*\Z")
_BETWEEN = re.compile(r"(?<!\d)[,;:]\s+(?!\d)")  # glued to a figure a word would become a part of it
_STYLES = ("none", "asking", "dots", "tight")


def upper_case(text: str, _dice: Dice) -> str:
    """Return the text in capitals; addresses, codes and what is encoded stay."""
    return each_word(text, str.upper)


def punctuation(text: str, dice: Dice) -> str:
    """Return the text in a drawn style: no mark at all, "????" at the end, "...." between, or no space after commas."""
    style = dice.pick(_STYLES)
    if style == "none":
        return " ".join(outside_kept(text, lambda stretch: _MARKS.sub(" ", stretch)).split())
    if style == "asking":
        return _ENDS.sub("?" * (3 + dice.below(3)), text, count=1)
    if style == "dots":
        return _ENDS.sub("....", _between(text, lambda _: "...."), count=1)
    return _ENDS.sub("", _between(text, str.strip), count=1) + "," * (1 + dice.below(2))


def _between(text: str, change: Callable[[str], str]) -> str:
    """Return the text with what stands between its clauses changed."""
    for found in reversed(spots(_BETWEEN, text)):
        text = text[: found.start()] + change(found[0]) + text[found.end() :]
    return text
