"""Two texts with the words marked that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from evals.report.visible import visible

_PIECE = re.compile(r"\S+\s*|\s+")
_ALIKE = 0.35  # below it, marking every word says nothing


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Return the first text with what is gone in <del>, and the second with what is new in <ins>; both escaped.

    Texts that have little in common are returned without marks.
    """
    old, new = (_PIECE.findall(visible(text)) for text in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return escape(visible(before)), escape(visible(after))
    operations = matcher.get_opcodes()
    left = ((old[i1:i2], tag != "equal") for tag, i1, i2, _, _ in operations)
    right = ((new[j1:j2], tag != "equal") for tag, _, _, j1, j2 in operations)
    return Markup("").join(_spans(left, "del")), Markup("").join(_spans(right, "ins"))


def _spans(parts: Iterator[tuple[list[str], bool]], name: str) -> Iterator[Markup]:
    for pieces, differs in parts:
        text = escape("".join(pieces))
        if text:
            yield Markup(f"<{name}>{text}</{name}>") if differs else text
