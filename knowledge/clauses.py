"""A long question in parts: a story says in one of its sentences what is wanted, and the rest hides it."""

from __future__ import annotations

import re

from knowledge.vietnamese import syllables

LONG = 11
"""From so many syllables a question is looked at in parts too."""

MOST = 8
"""So many parts are looked at: the last ones, for people come to the point at the end."""

_WINDOW = 14
_STEP = 7
_LEAST = 4
_END = re.compile(r"[.?!;:\n]+(?:\s+|$)|,\s+|\s[-–]\s")


def clauses(text: str) -> tuple[str, ...]:
    """Return the parts of a long question, in order; none of a short one.

    Parts end at marks; what has none for long is cut into windows that overlap. A part of fewer than four syllables
    belongs to the next.
    """
    if len(syllables(text)) < LONG:
        return ()
    parts: list[str] = []
    waiting = ""
    for piece in _END.split(text):
        waiting = f"{waiting} {piece}".strip()
        if len(syllables(waiting)) >= _LEAST:
            parts += _windows(waiting)
            waiting = ""
    if waiting and parts:
        parts[-1] = f"{parts[-1]} {waiting}"
    return tuple(parts[-MOST:]) if len(parts) > 1 else ()


def _windows(part: str) -> list[str]:
    words = part.split()
    if len(words) <= _WINDOW + 2:
        return [part]
    return [" ".join(words[start : start + _WINDOW]) for start in range(0, len(words) - _STEP, _STEP)]
