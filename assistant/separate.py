"""One message may hold two questions, each about a procedure of its own."""

from __future__ import annotations

import re
from itertools import islice

from assistant.understand import Understanding, understand

_BETWEEN = re.compile(
    r"\s*(?:[?;!]+|\.\s|,?\s(?:và|va|còn|con|với lại|voi lai|với|voi|rồi|roi|ngoài ra|ngoai ra)\s)\s*", re.IGNORECASE
)
_THE_SAME = re.compile(r"\bthi (?:sao|the nao|ntn)\b|\bcung (?:vay|the) (?:a|ha|khong)\b")
_OF_RESULTS = frozenset(("giay", "chung", "nhan", "chi", "phep", "the", "so", "bang", "duyet", "quyet", "dinh", "sach"))
_NAME_WORDS = 2  # of such a name at least
_SHORT_NAME = 6  # words of a first name that shares what is asked with a second
_SHARED = re.compile(r"\s*,?\s(?:và|va|với|voi|với lại|voi lai)\s\s*", re.IGNORECASE)
MOST_CUTS = 6
"""So many places are tried: a message with more of them is a list or a story, not two questions."""

LONGEST_CHARS = 600
"""A longer message is not taken apart."""


def separate(said: Understanding, *, talking: bool = False) -> tuple[Understanding, Understanding] | None:
    """Return the two questions of a message; None where it asks one thing only.

    Each half must ask and name a topic of its own: "đăng ký kết hôn ở đâu và mất bao lâu" is one question. The first
    may name none where the talk has one, the second may ask nothing where it is "còn khai tử thì sao".

    Args:
        talking: Whether a procedure was talked about before.
    """
    if len(said.text) > LONGEST_CHARS:
        return None
    for cut in islice(_BETWEEN.finditer(said.text), MOST_CUTS):
        first, second = understand(said.text[: cut.start()]), understand(said.text[cut.end() :])
        shares = _SHARED.fullmatch(cut[0]) is not None and _only_names(first) and len(first.text.split()) <= _SHORT_NAME
        asks_on = talking and bool(first.facets) and not first.topic_words
        if (asks_on or shares or _stands_alone(first)) and (_stands_alone(second) or _asks_the_same(second)):
            return first, second
    return None


def _only_names(said: Understanding) -> bool:
    """Whether a half names a procedure and asks nothing: "khai sinh" of "khai sinh và khai tử cần giấy tờ gì"."""
    return not said.facets and not said.asks_how and len(said.own_topic) >= _NAME_WORDS


def _stands_alone(said: Understanding) -> bool:
    return (bool(said.facets) or said.asks_how) and _names_a_topic(said) and not said.refers_back


def _asks_the_same(said: Understanding) -> bool:
    return _THE_SAME.search(said.wording.folded) is not None and _names_a_topic(said)


def _names_a_topic(said: Understanding) -> bool:
    """Whether there is more than the paper that is handed out in the end: "mấy ngày được cấp giấy chứng nhận"."""
    return any(word not in _OF_RESULTS for word in said.topic)
