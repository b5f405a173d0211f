"""Chat spelling by rule: "zậy" is "vậy", "fải" "phải", "xog" "xong", "jấy" "giấy"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.keyboards import each_word
from knowledge.vietnamese import has_diacritics
from knowledge.vietnamese_syllables import parted, toned
from knowledge.vocabulary import is_sound, rank, spelling

_LONGEST_WORD = 10


def from_chat(line: str) -> str:
    """Return the line with words in chat spelling as they are written elsewhere, where a rule gives a known word.

    Words that are syllables, or used as they are, stay: most of chat is no spelling but shorthand.
    """
    return each_word(line, _from_chat)


@lru_cache(maxsize=1 << 12)
def _from_chat(word: str) -> str:
    if not 2 <= len(word) <= _LONGEST_WORD or is_sound(word):
        return word
    marked = has_diacritics(word)
    base, tone = parted(word)
    known = [(rank(written), written) for written in dict.fromkeys(_readings(base, tone, sure=not marked))]
    return min(((place, written) for place, written in known if place is not None), default=(0, word))[1]


def _readings(base: str, tone: str, *, sure: bool) -> Iterator[str]:
    """Yield what the rules make of a toneless word; `sure`: only of beginnings that stand for one thing."""
    for onset, rest in _cuts(base, spelling()["onsets"], 0):
        if sure and len(onset) > 1:
            continue
        for start in onset:
            for rime, begin in _cuts(rest, spelling()["rimes"], -1):
                for end in rime:
                    letters = _joined(start, begin + end)
                    written = toned(letters, tone[-1:])
                    if written is not None:
                        yield written


def _cuts(text: str, rules: dict[str, list[str]], side: int) -> Iterator[tuple[Sequence[str], str]]:
    """Yield what the first (side 0) or last (-1) letters of the text may stand for, with the rest of it."""
    yield ("",), text
    for said, meant in rules.items():
        if side == 0 and text.startswith(said):
            yield meant, text[len(said) :]
        elif side == -1 and text.endswith(said) and len(text) > len(said):
            yield meant, text[: -len(said)]


def _joined(onset: str, rime: str) -> str:
    """Return onset and rime as spelling joins them: "gi" and "ì" are "gì", "qu" and "uên" are "quên"."""
    return onset + (rime[1:] if onset and rime.startswith(onset[-1]) and onset in ("gi", "qu") else rime)
