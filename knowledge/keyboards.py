"""What keyboards leave behind: letters held down, and Telex and VNI keys that were never turned into marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
_DIGITS = "0123456789"
_VOWELS = "aăâeêioôơuưy"
_HAT_AND_TONE = re.compile(r"\D[678][1-5]$")
_NAMED_PART = re.compile(r"(?:to|khu|lo|nha|toa|can|phong|duong|block|so|mau|hang)\d+[a-e]")  # "khu1a", "toa2b"
_NUMBERED = frozenset(
    """
    to khu lo tang nha quan phuong ap thon ngo ngach hem duong phong can khoa lop doi xom cum toa bai cau muc dieu
    khoan chuong phan so mau hang cap bac loai nhom ky quy thang nam tuan ngay dot lan tiet buoi
    """.split()  # noqa: SIM905
)
"""Words that a number stands behind: one of them alone is no word typed with VNI."""


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
        vowels = any(letter in _VOWELS for letter in letters)
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

    "lop1", "to36" and "co2" are names with a number: words with their digits at the end are read only where there are
    two of them or more, or one with two digits; "gia61y", with a key inside, is no name.
    """
    found = [(word, _from_vni(word[0].lower())) for word in _VNI_WORD.finditer(line)]
    meant = {word.start(): (word[0].lower(), written) for word, written in found if written}
    if not _is_vni({word: written for word, written in meant.values() if len(written) > 1}, line):
        return line

    def repaired(word: re.Match[str]) -> str:
        written = meant[word.start()][1] if word.start() in meant else word[0]
        return written[:1].upper() + written[1:] if word[0][:1].isupper() else written

    return _VNI_WORD.sub(repaired, line)


def _is_vni(words: Mapping[str, str], line: str) -> bool:
    """Return whether the words of a line that keys of VNI may have written are so many that they did.

    Args:
        words: What each of them writes.
    """
    inside = [word for word in words if _digits(word.rstrip(_DIGITS)) and not _NAMED_PART.fullmatch(word)]
    twice = [word for word in words if _HAT_AND_TONE.search(word) and word.rstrip(_DIGITS) not in _NUMBERED]
    if inside or len(twice) > 1:
        return True
    if _has_series(line) or len(set(words.values())) < len(words):
        return False
    lone = len(words) == 1 and next(iter(words)).rstrip(_DIGITS) in _NUMBERED
    return not lone and sum(_digits(word) for word in words) >= 2


def _digits(word: str) -> int:
    return sum(letter.isdigit() for letter in word)


def _has_series(line: str) -> bool:
    """Return whether words of the same letters have different numbers: "tang1 tang2" are floors and no tones."""
    words = {word[0].lower() for word in _VNI_WORD.finditer(line) if word[0][-1].isdigit()}
    return len({word.rstrip(_DIGITS) for word in words}) < len(words)


@lru_cache(maxsize=1 << 12)
def _from_vni(word: str) -> str | None:
    """Return the syllable that the VNI keys write; None where they write none, or the word is a name."""
    if len(word) > _LONGEST_WORD or rank(word) is not None:
        return None
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES and not tone and any(letter in _VOWELS for letter in letters):
            tone = _VNI_TONES[key]
        elif key.isdigit() and not (key in _VNI_HATS and _hatted(letters, _VNI_HATS[key])):
            return None
        elif not key.isdigit():
            letters.append(key)
    marked = len(letters) > 1 or (bool(tone) and not letters[0].isascii())  # "o73" is "ở", "a1" is a name
    return _known("".join(letters), tone) if marked else None


def _hatted(letters: list[str], hats: dict[str, str]) -> bool:
    """Put the hat on the last letter that takes it; return whether there is one."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in hats:
            if letters[place] in "ou" and "u" in hats and place and letters[place - 1] == "u":
                letters[place - 1] = "ư"  # of "uo" both, of "uu" the first
            if letters[place] != "u" or letters[place - 1 : place] != ["ư"]:
                letters[place] = hats[letters[place]]
            return True
    return False


def _known(base: str, tone: str) -> str | None:
    """Return the syllable if there is one and our texts know it."""
    for letters in dict.fromkeys((base, base.replace("ưo", "ươ").replace("uơ", "ươ"))):
        written = toned(letters, tone)
        if written is not None and rank(written) is not None:
            return written
    return None
