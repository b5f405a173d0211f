"""Rewrites `telex` and `vni`: typed for a Vietnamese keyboard engine that was off, so that its keys show."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from evals.making.dice import Dice
from evals.making.pieces import each_word

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


@dataclass(frozen=True)
class _Engine:
    """The keys of one way of typing; no key for a circumflex means that its letter is typed again."""

    tones: Mapping[str, str]
    shapes: Mapping[str, str]
    stroke: str


_TELEX = _Engine(
    {_GRAVE: "f", _ACUTE: "s", _HOOK: "r", _TILDE: "x", _DOT: "j"}, {_CIRCUMFLEX: "", _BREVE: "w", _HORN: "w"}, "d"
)
_VNI = _Engine(
    {_ACUTE: "1", _GRAVE: "2", _HOOK: "3", _TILDE: "4", _DOT: "5"}, {_CIRCUMFLEX: "6", _HORN: "7", _BREVE: "8"}, "9"
)
_HABITS = ("beside", "short", "behind")


def telex(text: str, dice: Dice) -> str:
    """Return the text in Telex keys, tones at the end of the syllable: "được" in one of three habits.

    A drawn habit holds for the whole text: "dduwowcj" (shapes beside their letters), "dduowcj" (one w for ươ),
    or "duocdwj" (every key behind the syllable).
    """
    return _typed(text, _TELEX, dice.pick(_HABITS))


def vni(text: str, dice: Dice) -> str:
    """Return the text in VNI keys, tones at the end of the syllable: "d9u7o7c5", "d9uo7c5" or "duoc975"."""
    return _typed(text, _VNI, dice.pick(_HABITS))


def _typed(text: str, engine: _Engine, habit: str) -> str:
    def change(word: str) -> str:
        if len(word) > 1 and word.isupper():  # the shift key is held; in initials (VPĐKĐĐ) no syllable ends
            return _keyed(word, engine, "beside").upper()
        return _keyed(word, engine, habit)

    return each_word(text, change)


def _keyed(word: str, engine: _Engine, habit: str) -> str:
    letters = [_parts(letter, engine) for letter in word]
    shapes = [shape for _, shape, _ in letters]
    if habit != "beside":  # one key shapes both letters of ươ
        shapes = [
            "" if shape == following and letter.lower() == "u" else shape
            for (letter, shape, _), following in zip(letters, [*shapes[1:], ""], strict=True)
        ]
    tones = "".join(tone for _, _, tone in letters)
    if habit == "behind":
        return "".join(letter for letter, _, _ in letters) + "".join(dict.fromkeys(shapes)) + tones
    return "".join(letter + shape for (letter, _, _), shape in zip(letters, shapes, strict=True)) + tones


def _parts(letter: str, engine: _Engine) -> tuple[str, str, str]:
    """Return the bare letter, the key that shapes it and the key of its tone."""
    if letter in "đĐ":
        return ("d" if letter == "đ" else "D"), engine.stroke, ""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    shape = "".join(engine.shapes[mark] or base.lower() for mark in marks if mark in engine.shapes)
    return base, shape, "".join(engine.tones.get(mark, "") for mark in marks)
