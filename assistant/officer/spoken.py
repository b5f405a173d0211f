"""The words of a message as the desk reads them: folded, without marks, short forms written out."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon import read_list
from assistant.phrases import Wording
from knowledge.query import read
from knowledge.vietnamese import fold


@cache
def any_of(*names: str) -> re.Pattern[str]:
    """Return the pattern of the named lists of `officer.yaml`, or of single patterns in it."""
    lists = read_list("officer")
    patterns = [pattern for name in names for pattern in _flat(lists[name])]
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})" for pattern in patterns))


def readings(wording: Wording) -> tuple[str, ...]:
    """Return what the message says: as it was typed, and as it was meant where that differs."""
    return tuple(dict.fromkeys([written_out(wording.folded), written_out(fold(read(wording.accented)[1]))]))


def written_out(text: str) -> str:
    """Return the words of folded text, one space between them, with short forms of offices written out."""
    words = " ".join(re.findall(r"[^\W_]+", fold(text)))
    return _short_forms().sub(lambda match: _table()[match[0]], words)


@cache
def _table() -> dict[str, str]:
    return {str(short): str(means) for short, means in read_list("officer")["short_forms"].items()}


@cache
def _short_forms() -> re.Pattern[str]:
    longest_first = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def _flat(patterns: object) -> list[str]:
    return [str(pattern) for pattern in patterns] if isinstance(patterns, list) else [str(patterns)]
