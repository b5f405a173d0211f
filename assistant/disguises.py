"""Texts that hide another text: written backwards, with numerals for letters, letter by letter, or encoded."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator

LONGEST_CHARS = 600  # what hides behind is not looked for

_NUMERALS = str.maketrans("0134578@$|!", "oieastbasll")
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*\d)[\w@$|!]{3,}\b", re.IGNORECASE)
_SPACED = re.compile(r"\b(?:\w[ .\-_*]){5,}\w\b")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"\b(?:[0-9a-f]{2} ?){8,}\b", re.IGNORECASE)
_FEWEST_MIXED = 2  # "e9", "c1" are words; two or more such words are a code


def unmasked(text: str) -> Iterator[str]:
    """Yield what the text may say when it is read another way; nothing where it hides nothing."""
    text = text[:LONGEST_CHARS]
    if len(_MIXED.findall(text)) >= _FEWEST_MIXED:
        yield text.lower().translate(_NUMERALS)
    for run in _SPACED.findall(text):
        yield re.sub(r"[ .\-_*]", "", run)
    for piece in _ENCODED.findall(text):
        yield from _from_base64(piece)
    for piece in _HEX.findall(text):
        yield from _from_bytes(bytes.fromhex(piece.replace(" ", "")))
    yield text[::-1]
    yield codecs.encode(text, "rot13")


def _from_base64(piece: str) -> Iterator[str]:
    try:
        raw = base64.b64decode(piece.rstrip("=") + "=" * (-len(piece.rstrip("=")) % 4), altchars=b"-_")
    except (binascii.Error, ValueError):
        return
    yield from _from_bytes(raw)


def _from_bytes(raw: bytes) -> Iterator[str]:
    try:
        said = raw.decode()
    except UnicodeDecodeError:
        return
    if said.isprintable():
        yield said
