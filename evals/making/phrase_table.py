"""Tables of words that people say instead of others, put in by code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from evals.making.dice import Dice
from evals.making.marks import bare
from evals.making.pieces import like, outside_kept

Table = Mapping[str, Sequence[str]]


class PhraseTable:
    """What may stand for each phrase; the longest phrase at a place is the one that is replaced."""

    def __init__(self, said: Table, only_marked: Iterable[str]) -> None:
        """Take the phrases in lower case; those of `only_marked` mean something else without diacritics."""
        closed = frozenset(only_marked)
        self._said = {
            bare(phrase): [bare(one) for one in ones] for phrase, ones in said.items() if phrase not in closed
        }
        self._said |= {phrase: list(ones) for phrase, ones in said.items()}
        longest_first = sorted(self._said, key=lambda phrase: (-len(phrase), phrase))
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def put_in(self, text: str, dice: Dice) -> str:
        """Return NFC text with every phrase of the table replaced by one that is drawn from what stands for it."""

        def change(found: re.Match[str]) -> str:
            return like(dice.pick(self._said[found[0].lower()]), found[0])

        return outside_kept(text, lambda stretch: self._pattern.sub(change, stretch))
