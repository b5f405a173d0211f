"""A message as Telegram's HTML. What people see has exactly the characters of the plain text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from bots.messages import Line, Part

_TAGS = {
    "head": ("<b>", "</b>"),
    "note": ("<i>", "</i>"),
    "quote": ("<blockquote expandable>", "</blockquote>"),  # it cannot hold another one
}


def plain(part: Part) -> str:
    """Return the message as plain text that can be sent: half a surrogate pair becomes a question mark."""
    return part.text.encode("utf-8", "replace").decode()


def as_html(part: Part) -> str:
    """Return the message as HTML: heads bold, notes italic, each run of quotes in one block that unfolds.

    The tags are balanced, and without them and with the entities read it is `plain(part)`.
    """
    return "\n".join(_runs(part.lines)).encode("utf-8", "replace").decode()


def _runs(lines: tuple[Line, ...]) -> Iterator[str]:
    for kind, run in groupby(lines, lambda line: line.kind):
        texts = [escape(line.text, quote=False) for line in run]
        if kind == "quote":
            yield _marked(kind, "\n".join(texts))
        else:
            yield from (_marked(kind, text) for text in texts)


def _marked(kind: str, text: str) -> str:
    start, end = _TAGS.get(kind, ("", ""))
    return f"{start}{text}{end}" if text.strip() else text
