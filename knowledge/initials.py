"""Words contracted to their initials, as offices write: "CN HGV" is "công nhận hòa giải viên".

What initials can stand for is learned from official titles (`ingest/learn_initials.py`). Words beside them decide:
"tổ HG" is "tổ hòa giải", because titles have that run and no other with these letters.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.errors import DamagedModel
from knowledge.phrases import everyday_words
from knowledge.proper_names import names_in
from knowledge.shorthand import in_clauses, shorthand, spans_of
from knowledge.vietnamese import fold, has_diacritics, syllables
from knowledge.vietnamese_syllables import is_bare_syllable, is_syllable
from knowledge.vocabulary import spelling

FOLDER = "models/initials-vi"
PHRASES_FILE = "phrases.tsv.gz"

CLEAR_SHARE = 0.6
"""Initials are written out where one phrase has at least this share of all titles that any could mean."""

LEAST_TITLES = {2: 10, 3: 2, 4: 2}
"""In how many titles a phrase of so many syllables has to be; one shows that a longer run is no chance."""

LEAST_TITLES_ALONE = {2: 10, 3: 4, 4: 4}
"""The same for one token alone, with no neighbour to judge by: "NNMT" is a ministry and no phrase of two titles."""

LONGEST_PHRASE = 6
_TELLING_RUN = 4
_BEFORE_A_NAME = frozenset(
    ("sở", "bộ", "cục", "ubnd", "mẫu", "form", "hạng", "ở", "tỉnh", "huyện", "xã", "tinh", "huyen", "xa", "cuc", "mau")
)
"""Behind these, and behind a number, initials are a name, a form or a unit, and never a phrase of titles."""
_LETTERS = re.compile(r"[a-zđưâêôơă]+")

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[int, Phrase], ...]]:
    """Return the phrases by their initials with the number of titles that have them, the most frequent first."""
    file = Path(__file__).parent / FOLDER / PHRASES_FILE
    found: dict[str, list[tuple[int, Phrase]]] = {}
    try:
        for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
            key, count, words = line.split("\t")
            found.setdefault(key, []).append((int(count), tuple(words.split())))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise DamagedModel(file, repr(error)) from error
    return {key: tuple(entries) for key, entries in found.items()}


def initials(phrase: Sequence[str]) -> str:
    """Return the first letters of the tokens, folded."""
    return "".join(fold(token)[0] for token in phrase)


@lru_cache(maxsize=1 << 12)
def are_initials(token: str) -> bool:
    """Return whether a token in lower case may be words contracted to their initials: letters, no
    syllable, no foreign word, and nothing that has an everyday meaning of its own, as "cccd" has.
    """
    return (
        2 <= len(token) <= LONGEST_PHRASE
        and _LETTERS.fullmatch(token) is not None
        and not is_syllable(token)
        and not is_bare_syllable(token)
        and token not in _foreign()
        and not everyday_words().every((token,))
    )


@lru_cache(maxsize=1)
def _foreign() -> frozenset[str]:
    return frozenset(spelling()["foreign"])


def runs_written_out(line: str) -> str:
    """Return the line with runs of initials, or of initials and words, written out.

    This comes before shorthand, which knows "kt" as a paper and not as a part of "KT NDĐ".
    """
    return _written_out(line, least_tokens=2, least_letters=_TELLING_RUN)


def written_out(line: str) -> str:
    """Return the line with initials written out where it is clear what they stand for; else the line itself."""
    return _written_out(line, least_tokens=1, least_letters=2)


def long_ones_written_out(line: str) -> str:
    """Return the same for a line of chat, where two letters stand for a word of chat and not of an office."""
    return _written_out(line, least_tokens=1, least_letters=3)


def is_chat(line: str) -> bool:
    """Return whether the line has a word that only chats have: "ko", "mk", "z"."""
    return not _chat_words().isdisjoint(syllables(line))


@lru_cache(maxsize=1)
def _chat_words() -> frozenset[str]:
    return frozenset(spelling()["chat"])


def _written_out(line: str, least_tokens: int, least_letters: int) -> str:
    # A line of nothing but initials says nothing about whether its writer leaves marks out.
    marked = has_diacritics(line) or all(map(are_initials, syllables(line)))
    clauses = in_clauses(line)
    written = [_clause(clause, marked, least_tokens, least_letters) for clause in clauses]
    return line if written == clauses else "".join(written)


def _clause(clause: str, marked: bool, least_tokens: int, least_letters: int) -> str:
    tokens = syllables(clause)
    contracted = [are_initials(token) for token in tokens]
    if not any(contracted):
        return clause
    names = _names(clause, tokens) | _offices(tokens)
    meant: dict[int, tuple[int, Phrase]] = {}
    taken: set[int] = set()
    for start, end in _windows(tokens, contracted, least_tokens, least_letters):
        if not names.isdisjoint(range(start, end)) or _names_something(tokens, start, end):
            continue
        if taken.isdisjoint(range(start, end)) and (phrase := _meant(tokens[start:end], contracted[start:end])):
            meant[start] = end, phrase
            taken.update(range(start, end))
    if not meant:
        return clause
    words: list[str] = []
    place = 0
    while place < len(tokens):
        place_after, phrase = meant.get(place, (place + 1, (tokens[place],)))
        words.extend(phrase if marked else map(fold, phrase))
        place = place_after
    return " ".join(words)


def _names(clause: str, tokens: Sequence[str]) -> frozenset[int]:
    """Return the tokens that are names by their capitals: "Sa Pa"."""
    begins = names_in(clause)
    spans = spans_of(clause, tokens) or []
    return frozenset(
        place for place, (start, end) in enumerate(spans) if start in begins and not clause[start:end].isupper()
    )


def _offices(tokens: Sequence[str]) -> frozenset[int]:
    """Return the tokens that shorthand of several tokens covers: "GD ĐT" is its own, and no phrase of titles."""
    found = (phrase for phrase in shorthand().every(tokens) if phrase.end - phrase.start > 1)
    return frozenset(place for phrase in found for place in range(phrase.start, phrase.end))


def _names_something(tokens: Sequence[str], start: int, end: int) -> bool:
    """Return whether the run is a unit, a form or a name where it stands: "110 kV", "sở NN", "KP 3"."""
    before, after = tokens[start - 1] if start else "", tokens[end] if end < len(tokens) else ""
    return before[-1:].isdigit() or after[:1].isdigit() or before in _BEFORE_A_NAME


def _windows(
    tokens: Sequence[str], contracted: Sequence[bool], least_tokens: int, least_letters: int
) -> list[tuple[int, int]]:
    """Return the runs of tokens that may be one phrase, those that would be the longest first."""
    found: list[tuple[int, int, int]] = []
    for start in range(len(tokens)):
        syllables_meant = 0
        for end in range(start + 1, len(tokens) + 1):
            syllables_meant += len(tokens[end - 1]) if contracted[end - 1] else 1
            if syllables_meant > LONGEST_PHRASE:
                break
            letters = sum(
                len(token) for token, short in zip(tokens[start:end], contracted[start:end], strict=True) if short
            )
            if end - start >= least_tokens and letters and syllables_meant >= least_letters:
                found.append((-syllables_meant, start, end))
    return [(start, end) for _, start, end in sorted(found)]


def _meant(run: Sequence[str], contracted: Sequence[bool]) -> Phrase:
    """Return the phrase that the run of initials and words clearly stands for; an empty one for none."""
    letters = "".join(token if short else token[:1] for token, short in zip(run, contracted, strict=True))
    least = (LEAST_TITLES_ALONE if len(run) == 1 else LEAST_TITLES).get(len(letters), 1)
    agreeing = [
        (count, phrase)
        for count, phrase in _phrases().get(fold(letters), ())
        if count >= least and len(phrase) == len(letters) and _agrees(run, contracted, phrase)
    ]
    if not agreeing:
        return ()
    count, phrase = agreeing[0]
    return phrase if count >= CLEAR_SHARE * sum(count for count, _ in agreeing) else ()


def _agrees(run: Sequence[str], contracted: Sequence[bool], phrase: Phrase) -> bool:
    """Return whether the words of the run are the phrase's own, and "đ" stands for nothing but "đ"."""
    place = 0
    for token, short in zip(run, contracted, strict=True):
        if short:
            if any(letter == "đ" and word[0] != "đ" for letter, word in zip(token, phrase[place:], strict=False)):
                return False
            place += len(token)
        else:
            if token not in (phrase[place], fold(phrase[place])):
                return False
            place += 1
    return True
