"""Misspellings: a letter too many, too few or in the wrong place, and sounds that regions mix up.

What is repaired has to become a word that our texts know, and has to stand beside a word that they know it with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from knowledge.proper_names import names_in
from knowledge.vietnamese import fold, has_diacritics, settled, syllables
from knowledge.vietnamese_syllables import cut, is_bare_syllable, is_syllable, parted, toned
from knowledge.vocabulary import is_sound, known_syllables, pair_rank, rank, spelling

SHORTEST_WORD = 3
"""One edit turns a shorter word into almost any other."""

RARE = 20_000
"""From this rank on a word that our texts know may still be another one that begins alike, "xổ" for "sổ"…"""

FREQUENT = 2500
"""…if that one makes a pair of at least this rank with its neighbour, where the word makes none."""

_WORD = re.compile(r"[^\W\d_]+")
_OUR_LETTERS = re.compile(r"[a-zà-öø-ÿăđĩũơưạ-ỹ]+")
_VOWEL = re.compile("[aeiouy]")
_TONES_MIXED = str.maketrans({"\u0309": "\u0303", "\u0303": "\u0309"})
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_FAR = 10**6
_PLACE = {letter: (row, column) for row, letters in enumerate(_KEYBOARD) for column, letter in enumerate(letters)}

_ROUNDS = 4


def repaired(line: str) -> str:
    """Return the line with misspelt words as they are spelt; the line itself when every word is sound.

    A word that is no syllable takes the likeliest known word one edit away (Damerau 1964). A syllable that our
    texts know with neither neighbour takes one that sounds or looks like it, if they know that one with one of them.
    A word mended may be what shows how its neighbour is to be mended, so the line is gone through again until it stays.
    """
    return settled(_once, line, _ROUNDS)


def _once(line: str) -> str:
    words, names = list(_WORD.finditer(line)), names_in(line)
    tokens = [_token(word[0]) for word in words]
    better = list(tokens)
    for place, token in enumerate(tokens):
        if words[place].start() in names:
            continue
        neighbours = _neighbours(line, words, better, place)
        if _is_garbled(token) and not words[place][0].isupper():
            better[place] = _respelled(token, neighbours)
        elif _may_be_heard_wrong(token):
            better[place] = _heard_right(token, neighbours)
    if better == tokens:
        return line
    parts, end = [], 0
    for word, token, written in zip(words, tokens, better, strict=True):
        parts += [line[end : word.start()], word[0] if written == token else written]
        end = word.end()
    return "".join(parts) + line[end:]


def _token(word: str) -> str:
    tokens = syllables(word)
    return tokens[0] if len(tokens) == 1 else word.lower()


def _neighbours(line: str, words: Sequence[re.Match[str]], tokens: Sequence[str], place: int) -> tuple[str, str]:
    """Return the words on both sides that only a space parts from this one; "" for none."""
    before = place > 0 and line[words[place - 1].end() : words[place].start()] == " "
    after = place + 1 < len(words) and line[words[place].end() : words[place + 1].start()] == " "
    return tokens[place - 1] if before else "", tokens[place + 1] if after else ""


@lru_cache(maxsize=1 << 14)
def _is_garbled(token: str) -> bool:
    return (
        len(token) >= SHORTEST_WORD
        and _OUR_LETTERS.fullmatch(token) is not None
        and _VOWEL.search(fold(token)) is not None
        and not is_sound(token)
    )


@lru_cache(maxsize=1 << 14)
def _may_be_heard_wrong(token: str) -> bool:
    return len(token) > 1 and (is_syllable(token) or is_bare_syllable(token))


def _best_pair(token: str, neighbours: tuple[str, str]) -> int | None:
    """Return the rank of the more frequent pair that the token makes with a neighbour; None when both are unknown."""
    left, right = neighbours
    ranks = [pair_rank(left, token) if left else None, pair_rank(token, right) if right else None]
    return min((found for found in ranks if found is not None), default=None)


def _respelled(token: str, neighbours: tuple[str, str]) -> str:
    choices = [
        (_best_pair(word, neighbours) or _FAR, _distance(token, word), rank(word) or _FAR, word)
        for word in _one_edit_away(token)
    ]
    if not choices:
        return token
    best = min(choices)
    return best[-1] if best[0] < _FAR or (len(choices) == 1 and has_diacritics(token)) else token


def _heard_right(token: str, neighbours: tuple[str, str]) -> str:
    own = rank(token)
    if token in _sound_though_rare():
        return token
    if own is not None and (own < RARE or not has_diacritics(token)):
        return token
    if _best_pair(token, neighbours) is not None:
        return token
    most, words = (_FAR, _alike(token)) if own is None else (FREQUENT, _alike_at_first(token))
    choices = [(pair, word) for word in words if (pair := _best_pair(word, neighbours) or _FAR) < most]
    return min(choices)[1] if choices else token


@lru_cache(maxsize=1 << 12)
def _alike(token: str) -> tuple[str, ...]:
    """Return the known syllables that sound like the token somewhere, or look like it but for marks."""
    base, tone = parted(token)
    onset, rime = cut(base)
    onsets = (onset, *_mixed(onset, "onsets"))
    rimes = (rime, *_mixed(rime, "rimes"))
    tones = (tone, tone.translate(_TONES_MIXED)) if tone else ("",)
    heard = {toned(start + end, mark) for start in onsets for end in rimes for mark in tones}
    seen = _looking_alike().get(fold(token), ()) if has_diacritics(token) else ()
    return tuple(sorted({word for word in (*heard, *seen) if word and word != token and rank(word) is not None}))


@lru_cache(maxsize=1)
def _sound_though_rare() -> frozenset[str]:
    words: list[str] = spelling()["words"]
    return frozenset({*words, *map(fold, words)})


def _alike_at_first(token: str) -> tuple[str, ...]:
    """Return the known syllables that differ by how they begin and by nothing else: "sổ" for "xổ"."""
    base, tone = parted(token)
    onset, rime = cut(base)
    others = (toned(other + rime, tone) for other in _mixed(onset, "onsets"))
    return tuple(word for word in others if word is not None and rank(word) is not None)


def _mixed(part: str, kind: str) -> Iterator[str]:
    for group in spelling()["alike"][kind]:
        if part in group:
            yield from (other for other in group if other != part)


@lru_cache(maxsize=1)
def _looking_alike() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in known_syllables():
        if has_diacritics(word):
            found.setdefault(fold(word), []).append(word)
    return {bare: tuple(words) for bare, words in found.items()}


def _one_edit_away(token: str) -> Iterable[str]:
    """Return the known syllables one insertion, deletion, substitution or swap away; bare ones for a bare token."""
    reached = {token, *_without_one(token)}
    near = {word for short in reached for word in _shortened(has_diacritics(token)).get(short, ())}
    return (word for word in near if _is_one_edit(token, word))


@lru_cache(maxsize=2)
def _shortened(marked: bool) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    words = known_syllables() if marked else sorted({fold(word) for word in known_syllables()})
    for word in words:
        for short in {word, *_without_one(word)}:
            found.setdefault(short, []).append(word)
    return {short: tuple(words) for short, words in found.items()}


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _is_one_edit(token: str, word: str) -> bool:
    if len(token) == len(word):
        differing = [place for place, (a, b) in enumerate(zip(token, word, strict=True)) if a != b]
        if len(differing) == 2:
            first, second = differing
            return second == first + 1 and token[first] == word[second] and token[second] == word[first]
        return len(differing) == 1
    return abs(len(token) - len(word)) == 1


def _distance(token: str, word: str) -> int:
    """Return how unlikely the slip is: 0 swapped, doubled or lost, 1 a neighbouring key, 2 any other key."""
    if len(token) != len(word) or sorted(token) == sorted(word):
        return 0
    pairs = zip(fold(token), fold(word), strict=True)
    typed, meant = next(((a, b) for a, b in pairs if a != b), (token[0], token[0]))  # they may differ by marks alone
    (row, column), (other_row, other_column) = _PLACE.get(typed, (9, 9)), _PLACE.get(meant, (-9, -9))
    return 1 if abs(row - other_row) <= 1 and abs(column - other_column) <= 1 else 2
