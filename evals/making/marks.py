"""Rewrites `no_diacritics` and `half_diacritics`: typed without Vietnamese marks, wholly or here and there."""

from __future__ import annotations

import unicodedata

from evals.making.dice import Dice
from evals.making.pieces import each_word, words_of

_MARKS = dict.fromkeys(range(0x0300, 0x0370))


def bare(text: str) -> str:
    """Return the text without diacritics, `đ` as `d`; letter case stays."""
    stripped = unicodedata.normalize("NFD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", stripped).replace("đ", "d").replace("Đ", "D")


def no_diacritics(text: str, _dice: Dice) -> str:
    """Return the text without any diacritic, also in document numbers."""
    return bare(text)


def half_diacritics(text: str, dice: Dice) -> str:
    """Return the text with a drawn half of its marked syllables bare; one alone is left."""
    marked = [number for number, word in enumerate(words_of(text)) if bare(word) != word]
    stripped = set(dice.shuffled(marked)[: len(marked) // 2])
    numbers = iter(range(len(text)))
    return each_word(text, lambda word: bare(word) if next(numbers) in stripped else word)
