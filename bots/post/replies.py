"""The assistant's answers as replies of a channel."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Answer, Option
from bots.messages import Block, Checklist, Choice, Citations, Options, Reply, Text

RATEABLE = frozenset({"answer", "list", "clarify", "refuse", "warn", "handoff"})
_THUMBED = frozenset({"answer", "list"})  # what can be right or wrong
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
_KEPT_TURNS = 8  # older buttons tell that they are old


def reply_of(answer: Answer, public_url: str | None, *, thumbs: bool, before: Sequence[Block] = ()) -> Reply:
    """Return the answer as blocks, behind what stands before it."""
    blocks: list[Block] = [*before, Text(text=answer.text)]
    choices = _choices(answer)
    if answer.checklist:
        blocks.append(Checklist(items=answer.checklist))
    if answer.citations:
        blocks.append(Citations(citations=answer.citations, pages=_pages(answer, public_url)))
    if choices:
        blocks.append(Options(choices=choices))
    rated = answer.turn_id if thumbs and answer.behavior in _THUMBED else None
    return Reply(blocks=tuple(blocks), turn_id=rated)


def said(text: str, options: Sequence[Choice] = ()) -> Reply:
    """Return words of the clerk, with choices where there are some."""
    blocks: tuple[Block, ...] = (Text(text=text),)
    return Reply(blocks=(*blocks, Options(choices=tuple(options))) if options else blocks)


def tap_key(turn_id: str) -> str:
    """Return the start of a turn's id in letters, by which its buttons are known.

    A button may come back as text, and digits in a text can pass for somebody's number.
    """
    return turn_id.removeprefix("t-")[:12].translate(_LETTERS)


def with_taps(taps: tuple[tuple[str, tuple[str, ...]], ...], answer: Answer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what stands behind buttons, with those of this answer, and without those of long ago."""
    if not _options(answer):
        return taps
    values = tuple(option.value for option in _options(answer))
    return (*taps, (tap_key(answer.turn_id), values))[-_KEPT_TURNS:]


def tapped_value(taps: tuple[tuple[str, tuple[str, ...]], ...], tap: str) -> str | None:
    """Return the value behind a tap such as `o:3f2a9c0d1e4b:2`; None where it is unknown or too old."""
    kind, _, rest = tap.partition(":")
    key, _, number = rest.partition(":")
    if kind != "o" or not number.isascii() or not number.isdigit():
        return None
    values = dict(taps).get(key, ())
    return values[int(number) - 1] if 1 <= int(number) <= len(values) else None


def _options(answer: Answer) -> tuple[Option, ...]:
    if answer.behavior == "handoff":
        return (*answer.options, Option(label="Gặp cán bộ", value="/gapcanbo"))
    return answer.options


def _choices(answer: Answer) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=option.label, value=option.value, tap=f"o:{tap_key(answer.turn_id)}:{number}")
        for number, option in enumerate(_options(answer), start=1)
    )


def _pages(answer: Answer, public_url: str | None) -> dict[int, str]:
    if public_url is None:
        return {}
    return {citation.id: f"{public_url}/thu-tuc/{citation.code}" for citation in answer.citations}
