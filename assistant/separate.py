"""One message may hold two questions, each about a procedure of its own."""

from __future__ import annotations

import re
from itertools import islice

from assistant.understand import Understanding, understand

_BETWEEN = re.compile(
    r"\s*(?:[?;!]+|\.\s|,?\s(?:và|va|còn|con|với lại|voi lai|rồi|roi|ngoài ra|ngoai ra)\s)\s*", re.IGNORECASE
)
_SHORTEST_WORDS = 1
MOST_CUTS = 6
"""So many places are tried: a message with more of them is a list or a story, not two questions."""

LONGEST_CHARS = 600
"""A longer message is not taken apart."""


def separate(said: Understanding) -> tuple[Understanding, Understanding] | None:
    """Return the two questions of a message; None where it asks one thing only.

    Each half must name a topic and a facet of its own: "đăng ký kết hôn ở đâu và mất bao lâu" is one question.
    """
    if len(said.text) > LONGEST_CHARS:
        return None
    for cut in islice(_BETWEEN.finditer(said.text), MOST_CUTS):
        halves = said.text[: cut.start()], said.text[cut.end() :]
        first, second = (understand(half) for half in halves)
        if _stands_alone(first) and _stands_alone(second):
            return first, second
    return None


def _stands_alone(said: Understanding) -> bool:
    return bool(said.facets) and said.topic_words >= _SHORTEST_WORDS and not said.refers_back
