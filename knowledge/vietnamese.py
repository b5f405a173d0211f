"""Vietnamese text: normal form, folding, and the terms that every index and the encoder share.

Whoever indexes or encodes text asks `terms` and nothing else, so that a question and a passage meet on the
same tokens. Displayed text is never passed through here, except `nfc` and `clean`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

FOLDED_PREFIX = "~"
"""Stands before every folded term, so that `~ban` (bán, bạn, bản) is not the accented syllable `ban`."""

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]+"
)
_SPACE = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\u036f]+")
_MARKED = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]"
    "|[aeiouy][\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]",
    re.IGNORECASE,
)
_LETTER = "a-z\u00e0-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_ABBREVIATION = rf"[{_LETTER}][{_LETTER}\d]*"
_TOKEN = re.compile(
    rf"[{_LETTER}]{{1,4}}\d{{1,4}}\b"  # short names with a number: qh15, tk01, b2
    rf"|[{_LETTER}\u0300-\u036f]+"  # syllables and acronyms
    r"|\d\.\d{6}(?!\d)"  # procedure codes
    rf"|\d{{1,5}}/(?:\d{{4}}/{_ABBREVIATION}(?:[-‑–]{_ABBREVIATION})*|{_ABBREVIATION}(?:[-‑–]{_ABBREVIATION})+)\b"
    r"|\d+(?:[.,/]\d+)*"  # numbers, amounts, dates
    r"|[^\W\d_]+"  # other scripts
)
_MISPLACED = re.compile("(.*?)([oòóỏõọ][aàáảãạeèéẻẽẹ]|[uùúủũụ][yỳýỷỹỵ])(.*)")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_I_FOR_Y = re.compile("(h|k|l|m|qu|s|t)[iìíỉĩị]")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_NUMBER_AND_YEAR = re.compile(r"0*(\d+/\d{4})(?:/\D.*)?")


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C; the same object when it already is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(text: str, limit_chars: int | None = None) -> str:
    """Return the text as one NFC line: no invisible character, single spaces, none at the ends.

    Args:
        text: Anything a person or a file can send; lone surrogates are dropped.
        limit_chars: Longest result in characters; what stands after it is cut off.
    """
    if limit_chars is not None:
        # Normalising is quadratic in stacked marks: cut before it, leaving room for decomposed letters.
        text = text[: 4 * limit_chars]
    line = _SPACE.sub(" ", nfc(_INVISIBLE.sub("", text))).strip()
    return line if limit_chars is None else line[:limit_chars].rstrip()


def settled(step: Callable[[str], str], line: str, most: int) -> str:
    """Return the line after as many rounds of the step as change it, at most `most`."""
    for _ in range(most):
        again = step(line)
        if again == line:
            break
        line = again
    return line


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, `đ` as `d`; composed and decomposed input agree."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return nfc(bare.replace("đ", "d"))


def has_diacritics(text: str) -> bool:
    """Return whether any letter carries a Vietnamese mark or is `đ`, composed or not."""
    return _MARKED.search(text) is not None


def syllables(text: str, folded: bool = False) -> list[str]:
    """Return the lower-cased tokens in order: syllables, acronyms, numbers, codes, document numbers.

    A code (`1.001193`), an amount (`75.000`), a date and a document number (`01/2021/nđ-cp`) are one token
    each. Tone marks stand where the older spelling puts them, so that hoà and hòa are one token.

    Args:
        text: In any normal form and case.
        folded: Without diacritics, as by `fold`.
    """
    settle = _folded if folded else _settled
    return [settle(token) for token in _TOKEN.findall(nfc(text.lower()))]


def pairs(tokens: Sequence[str]) -> list[str]:
    """Return the adjacent pairs in order, joined with `_`; one fewer than the tokens."""
    return [f"{left}_{right}" for left, right in pairwise(tokens)]


def terms(text: str) -> list[str]:
    """Return the tokens that indexes and the encoder share, repeats kept.

    Accented syllables and pairs, then folded syllables and pairs behind `FOLDED_PREFIX`. A text without any
    diacritic has only the folded ones: its `ban` says nothing about `ban` against `bản`. `i` and `y` that
    spellings mix (lí, lý) are one; a document number is found by its number and year too (`1/2021`).
    """
    accented = [_respelled(token) for token in _TOKEN.findall(nfc(text.lower()))]
    folded = [_respelled(_folded(token)) for token in accented]
    keys = [key for token in accented if "/" in token for key in _number_and_year(token)]
    found = [FOLDED_PREFIX + term for term in (*folded, *pairs(folded), *keys)]
    return accented + pairs(accented) + found if has_diacritics(text) else found


@lru_cache(maxsize=1 << 16)
def _settled(token: str) -> str:
    """Return one token with its tone mark in the older place and plain hyphens."""
    token = token.replace("–", "-").replace("‑", "-")
    match = _MISPLACED.fullmatch(token)
    if match is None:
        return token
    onset, vowels, coda = match.groups()
    letters = unicodedata.normalize("NFD", vowels)
    tone = "".join(mark for mark in letters if mark in _TONES)
    first, second = (letter for letter in letters if letter not in _TONES)
    second_carries = bool(coda) or onset.endswith("q")
    settled = first + second + tone if second_carries else first + tone + second
    return onset + unicodedata.normalize("NFC", settled) + coda


@lru_cache(maxsize=1 << 16)
def _folded(token: str) -> str:
    return fold(_settled(token))


@lru_cache(maxsize=1 << 16)
def _respelled(token: str) -> str:
    """Return one settled token with final `i` written `y` where both spellings are in use."""
    token = _settled(token)
    return token.translate(_I_TO_Y) if _I_FOR_Y.fullmatch(token) else token


@lru_cache(maxsize=1 << 12)
def _number_and_year(token: str) -> tuple[str, ...]:
    """Return the number and year of a document number or of such a fraction, without leading zeros."""
    match = _NUMBER_AND_YEAR.fullmatch(token)
    return (match.group(1),) if match else ()
