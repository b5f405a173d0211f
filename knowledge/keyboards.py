"""What keyboards leave behind: letters held down, and Telex and VNI keys that were never turned into marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from knowledge.proper_names import names_in
from knowledge.vietnamese import fold
from knowledge.vietnamese_syllables import TONES, parted, toned
from knowledge.vocabulary import is_sound, rank

_WORD = re.compile(r"[^\W\d_]+")
_VNI_WORD = re.compile(r"(?<![\w.,/-])[^\W\d_]+(?:\d[^\W\d_]*)+(?![\w/]|[.,-]\d)")
_HELD = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"([^aeod])\1")
_ROMAN = re.compile(r"[ivxlcdm]+")
_LAUGHTER = re.compile(r"(.)\1+")
_LONGEST_WORD = 20  # the longest syllable with its keys has 12 letters

_HAT = {"a": "â", "e": "ê", "o": "ô", "d": "đ"}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_VNI_TONES = {"1": TONES["s"], "2": TONES["f"], "3": TONES["r"], "4": TONES["x"], "5": TONES["j"]}
_VNI_HATS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}

_LONGEST_ABBREVIATION = 5


def each_word(line: str, repair: Callable[[str], str], *, names_too: bool = False) -> str:
    """Return the line with each word put through the repair in lower case; a word that it leaves keeps its case.

    Abbreviations stay as they are, and names unless `names_too` says otherwise.
    """

    names = frozenset[int]() if names_too else names_in(line)

    def repaired(found: re.Match[str]) -> str:
        if found.start() in names or _is_abbreviation(found[0]):
            return found[0]
        word = found[0].lower()
        better = repair(word)
        if better == word:
            return found[0]
        return better[:1].upper() + better[1:] if found[0][:1].isupper() else better

    return _WORD.sub(repaired, line)


def _is_abbreviation(word: str) -> bool:
    """Return whether the word is an abbreviation by its capitals: TTg, ATTT, kV; a held key is longer: GIẤYYYY."""
    inner = sum(letter.isupper() for letter in word[1:])
    return inner > 0 and (len(word) <= _LONGEST_ABBREVIATION or not word.isupper())


def unstretched(line: str) -> str:
    """Return the line with letters that were held down written once: "giấyyyy" is "giấy", "xoong" stays."""
    return each_word(line, _unstretched, names_too=True)


@lru_cache(maxsize=1 << 12)
def _unstretched(word: str) -> str:
    if is_sound(word) or _ROMAN.fullmatch(word) or _LAUGHTER.fullmatch(word):
        return word
    marks = _same_letters(word)
    once = _HELD.sub(r"\1", marks)
    if is_sound(once):
        return once
    single = _TWICE.sub(r"\1", once)
    return single if is_sound(single) else word


def _same_letters(word: str) -> str:
    """Return the word with letters that only repeat a marked one, without its marks, marked too: "quáaa" is "quááá"."""
    letters: list[str] = []
    for letter in word:
        repeats = letters and letter != letters[-1] and letter == fold(letters[-1])
        letters.append(letters[-1] if repeats else letter)
    return "".join(letters)


def from_telex(line: str) -> str:
    """Return the line with what Telex keys were meant to write: "giaays" is "giấy", "dduwowcj" "được".

    Only a word that is none becomes one that we know; misplaced tone marks ("gíây") go to their place with it.
    """
    return each_word(line, _from_telex)


@lru_cache(maxsize=1 << 12)
def _from_telex(word: str) -> str:
    if len(word) > _LONGEST_WORD or is_sound(word):
        return word
    base, marks = parted(word)
    letters, tone = _pressed(base)
    return _known("".join(letters), tone or marks[-1:]) or word


def _pressed(keys: str) -> tuple[list[str], str]:
    """Return the letters that Telex makes of the keys, and the tone mark."""
    letters: list[str] = []
    tone = ""
    for key in keys:
        vowels = any(letter in "aăâeêioôơuưy" for letter in letters)
        if key in TONES and vowels:
            tone = TONES[key]
        elif key == "w":
            _horned(letters)
        elif key in _HAT and key in letters and (vowels or key == "d"):
            place = len(letters) - 1 - letters[::-1].index(key)
            letters[place] = _HAT[key]
        else:
            letters.append(key)
    return letters, tone


def _horned(letters: list[str]) -> None:
    """Put a horn or breve on the last vowel that takes one, on both of "uo"; alone the key writes "ư"."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in _HORN:
            if letters[place] == "o" and place and letters[place - 1] == "u":
                letters[place - 1] = "ư"
            letters[place] = _HORN[letters[place]]
            if letters[place] == "ư" and letters[place + 1 : place + 2] == ["o"]:
                letters[place + 1] = "ơ"
            return
        if letters[place] == "ơ" and place and letters[place - 1] == "u":
            letters[place - 1] = "ư"
            return
    letters.append("ư")


def from_vni(line: str) -> str:
    """Return the line with what VNI keys were meant to write: "giay61 to72" is "giấy tờ".

    "lop1" and "co2" are names with a number: one such word with one digit is never enough.
    """
    found = [(word, _from_vni(word[0].lower())) for word in _VNI_WORD.finditer(line)]
    meant = {word.start(): (word, written) for word, written in found if written}
    if len({written for _, written in meant.values()}) < len(meant) or _has_series(line):
        return line
    digits = sum(letter.isdigit() for word, _ in meant.values() for letter in word[0])
    if digits < 2:
        return line
    return _VNI_WORD.sub(lambda word: meant[word.start()][1] or "" if word.start() in meant else word[0], line)


def _has_series(line: str) -> bool:
    """Return whether words of the same letters have different numbers: "tang1 tang2" are floors and no tones."""
    stems = [word[0].lower().rstrip("0123456789") for word in _VNI_WORD.finditer(line) if word[0][-1].isdigit()]
    return len(stems) != len(set(stems))


@lru_cache(maxsize=1 << 12)
def _from_vni(word: str) -> str | None:
    """Return the syllable that the VNI keys write; None where they write none, or the word is a name."""
    if len(word) > _LONGEST_WORD or rank(word) is not None:
        return None
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key in _VNI_HATS:
            _hatted(letters, _VNI_HATS[key])
        elif key.isdigit():
            return None
        else:
            letters.append(key)
    return _known("".join(letters), tone) if len(letters) > 1 else None


def _hatted(letters: list[str], hats: dict[str, str]) -> None:
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in hats:
            if letters[place] == "o" and "u" in hats and place and letters[place - 1] == "u":
                letters[place - 1] = "ư"
            letters[place] = hats[letters[place]]
            return


def _known(base: str, tone: str) -> str | None:
    """Return the syllable if there is one and our texts know it."""
    for letters in dict.fromkeys((base, base.replace("ưo", "ươ").replace("uơ", "ươ"))):
        written = toned(letters, tone)
        if written is not None and rank(written) is not None:
            return written
    return None
