"""Two texts with the words marked that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from evals.report.visible import visible

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Return the first text with what is gone in <del>, and the second with what is new in <ins>; both escaped."""
    old, new = (_PIECE.findall(visible(text)) for text in (before, after))
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = ((old[i1:i2], tag != "equal") for tag, i1, i2, _, _ in operations)
    right = ((new[j1:j2], tag != "equal") for tag, _, _, j1, j2 in operations)
    return Markup("").join(_spans(left, "del")), Markup("").join(_spans(right, "ins"))


def _spans(parts: Iterator[tuple[list[str], bool]], name: str) -> Iterator[Markup]:
    for pieces, differs in parts:
        text = escape("".join(pieces))
        if text:
            yield Markup(f"<{name}>{text}</{name}>") if differs else text
