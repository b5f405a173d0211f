"""Rewrite `typos`: slips of the fingers, at most one a syllable."""

from __future__ import annotations

from evals.making.dice import Dice
from evals.making.pieces import each_word, words_of

SHARE = 0.08
"""Of the letters; a syllable that has had its slip has no second one."""

_SHORTEST = 3  # of two letters little is left to recognise
_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_KINDS = ("doubled", "dropped", "exchanged", "neighbour")


def typos(text: str, dice: Dice) -> str:
    """Return the text with slips in about 8 % of the letters, at least one where a syllable is long enough."""
    places = [_drawn_place(word, dice) for word in words_of(text)]
    if all(place is None for place in places):
        long = [number for number, word in enumerate(words_of(text)) if len(word) >= _SHORTEST]
        if not long:
            return text
        places[dice.pick(long)] = 1
    drawn = iter(places)

    def change(word: str) -> str:
        place = next(drawn)
        return word if place is None else _slip(word, place, dice)

    return each_word(text, change)


def _drawn_place(word: str, dice: Dice) -> int | None:
    """Return the first letter that is struck; None where none is."""
    if len(word) < _SHORTEST:
        return None
    return next((place for place in range(len(word)) if dice.share() < SHARE), None)


def _slip(word: str, at: int, dice: Dice) -> str:
    kind, letter = dice.pick(_KINDS), word[at]
    if kind == "neighbour" and letter in _NEIGHBOURS:
        return word[:at] + dice.pick(_NEIGHBOURS[letter]) + word[at + 1 :]
    if kind == "exchanged" and at + 1 < len(word) and word[at + 1] != letter:
        return word[:at] + word[at + 1] + letter + word[at + 2 :]
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    return word[:at] + letter + word[at:]
