"""What a message does in a talk beside asking: it takes back the last one, or goes back to an earlier matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.lexicon import read_list
from knowledge.vietnamese import fold

Position = Literal["first", "before"]


@dataclass(frozen=True)
class Correction:
    """A message that takes the last one back; `rest` is what is meant instead, as typed, or nothing."""

    rest: str


@dataclass(frozen=True)
class Return:
    """A message that goes back: `rest` are its words without those of going back.

    `position` is the first matter of the talk, or the one before the last; which one counts where `rest` names none.
    """

    rest: str
    position: Position


def find_correction(text: str) -> Correction | None:
    """Return what the message takes back and puts right: "nhầm, mình hỏi cấp đổi", "tạm trú chứ không phải thường trú".

    Args:
        text: NFC on one line.
    """
    folded, text = _aligned(text)
    for pattern in _patterns("corrects"):
        if (found := pattern.match(folded)) is not None:
            return Correction(text[found.end() :].strip(" ,.;:!"))
    for pattern in _patterns("corrects_around"):
        if (found := pattern.search(folded)) is not None:
            return Correction(text[found.start("meant") : found.end("meant")].strip(" ,.;:!"))
    return None


def find_return(text: str) -> Return | None:
    """Return where the message goes back to: "quay lại cái khai sinh lúc nãy, lệ phí bao nhiêu".

    Args:
        text: NFC on one line.
    """
    folded, rest = _aligned(text)
    found = False
    first = any(pattern.search(folded) for pattern in _patterns("first_matter"))
    for pattern in (*_patterns("first_matter"), *_patterns("goes_back")):
        match = pattern.search(fold(rest))
        if match is not None:
            rest, found = f"{rest[: match.start()]} {rest[match.end() :]}", True
    if not found:
        return None
    return Return(" ".join(rest.split()).strip(" ,.;:!"), "first" if first else "before")


def _aligned(text: str) -> tuple[str, str]:
    """Return the folded text, and the text in which places are the same: itself, unless folding changes its length."""
    folded = fold(text)
    return folded, text if len(text) == len(folded) else folded


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in read_list("dialogue")[name])
