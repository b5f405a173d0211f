"""A reply as messages of one channel: split where the channel's limit wants it, choices by number and as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bots.messages import Part, Reply


def utf16_units(text: str) -> int:
    """Return the length in UTF-16 code units, as JavaScript, Telegram and Zalo count characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Form:
    """What a channel allows in one message."""

    limit: int  # longest text, in units of `measure`
    measure: Callable[[str], int] = utf16_units
    buttons: int = 0  # most buttons; 0: the channel has none
    label_chars: int = 40  # longest text on a button
    tap_bytes: int = 64  # longest payload behind a button, in UTF-8
    thumbs: bool = False  # thumbs as buttons; without them they are told as text


def render(reply: Reply, form: Form) -> Sequence[Part]:
    """Return the messages, in order; no word is lost between them."""
    raise NotImplementedError
