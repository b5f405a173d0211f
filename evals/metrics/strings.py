"""must and must_not: strings that a right answer contains, and strings that no right answer contains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from evals.metrics.sample import Sample, Turn


def comparable(text: str) -> str:
    """Return the text in NFC and lower case with single spaces; diacritics and punctuation count."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def all_musts(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each turn with `must` whose reply text contains every one of them, else 0."""
    return Sample({turn.key: float(not missing(turn)) for turn in turns if turn.asked.expected.must})


def no_must_nots(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each turn with `must_not` whose reply contains none, else 0; a failed turn is 0."""
    return Sample(
        {
            turn.key: float(turn.asked.reply is not None and not forbidden(turn))
            for turn in turns
            if turn.asked.expected.must_not
        }
    )


def missing(turn: Turn) -> tuple[str, ...]:
    """Return the `must` strings that the reply lacks; all of them where the door failed."""
    text = _text(turn)
    return tuple(must for must in turn.asked.expected.must if not stands(must, text))


def forbidden(turn: Turn) -> tuple[str, ...]:
    """Return the `must_not` strings that stand in the reply."""
    text = _text(turn)
    return tuple(must_not for must_not in turn.asked.expected.must_not if stands(must_not, text))


def stands(words: str, text: str) -> bool:
    """Return whether the words stand in a comparable text; a figure at their edge is a whole one there.

    "50.000 đồng" does not stand in "150.000 đồng"; "3 ngày" stands in "03 ngày".
    """
    return _pattern(comparable(words)).search(text) is not None


@lru_cache(maxsize=1 << 14)
def _pattern(wanted: str) -> re.Pattern[str]:
    before = r"(?<![\d.,])0*" if wanted[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if wanted[-1:].isdigit() else ""
    return re.compile(before + re.escape(wanted) + after)


def _text(turn: Turn) -> str:
    return "" if turn.asked.reply is None else comparable(turn.asked.reply.text)
