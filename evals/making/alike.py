"""Questions that are the same question: the same words but for courtesies, in nearly the same order.

One word more may ask for something else ("cấp xã" or "cấp tỉnh", fee or time of a long title), so that likeness alone
says too little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from knowledge.vietnamese import fold, syllables

ALIKE = 0.5
"""Share of their runs of three syllables that two questions have in common (Jaccard) from which on they are one."""

_RUN = 3
_SAID_IN_COURTESY = (
    "ạ à dạ vâng thưa ad alo anh chị em bạn bác cháu tôi tui mình chào kính xin cho hỏi với vậy thế dzậy nha nhé nhỉ "
    "hả ơi giúp giùm cảm cám ơn thanks tks a da ad toi chau chao oi giup gium cam on"
)
_COURTESIES = frozenset(_SAID_IN_COURTESY.split())  # what is asked does not hang on them

Runs = frozenset[tuple[str, ...]]


class Alike:
    """Gives every question the number of its group; the first of a group is what later ones are held against."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, ...], int] = {}
        self._by_matter: dict[frozenset[str], list[tuple[int, Runs]]] = defaultdict(list)
        self._groups = 0

    def group_of(self, question: str) -> int:
        """Return the number of the group that the question belongs to, a new one where it is like no earlier one."""
        words = tuple(syllables(question, folded=True))
        if words not in self._by_words:
            matter = tuple(fold(word) for word in syllables(question) if word not in _COURTESIES)
            self._by_words[words] = self._place(matter)
        return self._by_words[words]

    def _place(self, matter: tuple[str, ...]) -> int:
        asked, alike = runs(matter), self._by_matter[frozenset(matter)]
        for group, known in alike:
            if len(asked & known) >= ALIKE * len(asked | known):
                return group
        alike.append((self._groups, asked))
        self._groups += 1
        return self._groups - 1


def runs(words: tuple[str, ...]) -> Runs:
    """Return the runs of three syllables; of fewer syllables there is one run, all of them."""
    return frozenset(words[start : start + _RUN] for start in range(max(1, len(words) - _RUN + 1)))


def telling(texts: Iterable[str], all_texts: Counter[str], most: int) -> tuple[str, ...]:
    """Return the syllables that tell these texts from all others, most telling first.

    Args:
        texts: Questions of one topic.
        all_texts: How many questions of all topics hold each syllable.
        most: How many syllables are returned.
    """
    held = Counter(word for text in texts for word in set(syllables(text)) if word.isalpha())
    rated = sorted(held, key=lambda word: (-(held[word] ** 2) / all_texts[word], word))
    return tuple(rated[:most])
