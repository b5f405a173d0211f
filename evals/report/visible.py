"""Text of others made safe to look at: what cannot be seen, or turns the page's own text around, is shown by name."""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_PICTURES = 0x2400


def visible(text: str) -> str:
    """Return the text with control characters as pictures (␀) and direction marks and hidden tags by number.

    Line breaks and tabs stay; letters of right-to-left scripts stay, and zero-width joiners, which words need.
    """
    return _TAGS.sub(
        lambda found: f"[hidden: {_untagged(found[0])}]", _CONTROLS.sub(_named, text.replace("\r\n", "\n"))
    )


def without_controls(text: str) -> str:
    """Return the text without the characters that XML 1.0 forbids.

    Source:
        W3C, Extensible Markup Language (XML) 1.0, production 2 (Char).
    """
    return _FORBIDDEN_IN_XML.sub("", text)


_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _named(found: re.Match[str]) -> str:
    point = ord(found[0])
    if point < 0x20:
        return chr(_PICTURES + point)
    return "\u2421" if point == 0x7F else f"[U+{point:04X}]"


def _untagged(tags: str) -> str:
    return "".join(chr(ord(tag) - 0xE0000) if 0x20 <= ord(tag) - 0xE0000 < 0x7F else "?" for tag in tags)
