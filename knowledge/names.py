"""When two titles are one name: copies of a procedure differ in brackets, marks and "Thủ tục" in front."""

from __future__ import annotations

import re

from knowledge.vietnamese import clean

_BRACKETS = re.compile(r"\([^()]*\)")
_OPENING = re.compile(r"^thủ tục\b\s*:?\s*")


def bare_name(title: str) -> str:
    """Return a title in lower case without brackets, "Thủ tục" in front and marks at the end."""
    words = " ".join(_BRACKETS.sub(" ", clean(title).lower()).split()).strip(" .:;")
    return _OPENING.sub("", words)
