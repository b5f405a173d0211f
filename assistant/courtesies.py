"""What is said around a question out of politeness: taken off, so that the question is heard as if it stood alone."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon import read_list
from knowledge.vietnamese import fold

_MOST = 8  # courtesies at either end; a message of more of them is no question
_LONGEST_CHARS = 240  # how far from an end a courtesy may reach
_WORD = re.compile(r"(?<!\\)[^\W\d_]+")
_ANY_WORD = re.compile(r"\w")


def without_courtesies(text: str) -> str:
    """Return the text without the courtesies at its beginning and end; empty where it is nothing else.

    "Kính chào quý cơ quan, khai sinh cần gì? Em cảm ơn ạ." is "khai sinh cần gì?".

    Args:
        text: NFC on one line.
    """
    rest = text
    for _ in range(_MOST):
        shorter = _closed(_opened(rest))
        if shorter == rest:
            break
        rest = shorter
    return rest if _ANY_WORD.search(rest) else ""


def _opened(text: str) -> str:
    found = (pattern.match(text[:_LONGEST_CHARS]) for pattern in _patterns("opens"))
    end = next((match.end() for match in found if match is not None and match.end()), 0)
    return text[end:].lstrip()


def _closed(text: str) -> str:
    start = max(0, len(text) - _LONGEST_CHARS)
    found = (pattern.search(text, start) for pattern in _patterns("closes"))
    end = next((match.start() for match in found if match is not None), None)
    return text if end is None else text[:end].rstrip(" ,;:-–")


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    told = read_list("courtesies")
    terms = {term: re.sub(r"\s*\n\s*", "", told_as).replace(" |", "|") for term, told_as in told["terms"].items()}
    edge = r"(?<!\w)" if name == "closes" else ""
    return tuple(re.compile(edge + _as_typed(_spelled(pattern, terms)), re.IGNORECASE) for pattern in told[name])


def _spelled(pattern: str, terms: dict[str, str]) -> str:
    for name, term in terms.items():
        pattern = pattern.replace(f"<{name}>", term if name == "stop" else rf"{term}(?!\w)")
    return pattern


def _as_typed(pattern: str) -> str:
    """Return a pattern in which each word with marks may stand without them too, and ends where a word ends."""

    def either(found: re.Match[str]) -> str:
        word, bare = found[0], fold(found[0])
        return word if bare == word else f"(?:{word}|{bare})"

    return _WORD.sub(either, pattern)
