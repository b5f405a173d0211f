"""Shorthand of chats and offices, and words of one region, written out as everybody writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.lexicon import read_lexicon
from knowledge.phrases import Everyday, Phrasebook
from knowledge.proper_names import names_in
from knowledge.vietnamese import fold, has_diacritics, settled, syllables

MOST_ROUNDS = 4
"""Shorthand inside of what shorthand stands for: "lm hc" is "làm hc", and only then "làm hộ chiếu"."""

_CLAUSE_END = re.compile(r"((?:[,;:()/.?!–-]\s|\s[–(-]\s?)\s*)")

_NAMED_BY_LETTERS = frozenset(
    ("diem", "muc", "khoan", "form", "mau", "hang", "chu", "gan", "nhom", "loai", "doi", "vitamin", "c/o")
)


@dataclass(frozen=True, slots=True)
class Shorthand:
    """What a short form stands for and where it fits.

    `exact` says that it has to stand there with these very marks, `in_marked` that the question has to have marks.
    """

    meaning: Everyday
    said: tuple[str, ...]
    exact: bool
    in_marked: bool

    def fits(self, tokens: Sequence[str], folded_question: str, marked: bool) -> bool:
        """Return whether these tokens of the question, which match but for marks, mean it."""
        if self.in_marked and not marked:
            return False
        return (not self.exact or tuple(tokens) == self.said) and self.meaning.fits(folded_question)


@lru_cache(maxsize=1)
def shorthand() -> Phrasebook[Shorthand]:
    """Return the shorthand that `lexicon/shorthand.yaml` holds."""
    return Phrasebook(
        (
            str(said),
            Shorthand(
                Everyday((str(entry["for"]),), _told(entry, "with"), _told(entry, "unless"), 1.0),
                tuple(syllables(str(said))),
                "exact" in entry,
                "marked" in entry,
            ),
        )
        for entry in read_lexicon("shorthand.yaml")["shorthand"]
        for said in entry["say"]
    )


def _told(entry: dict[str, list[str]], key: str) -> tuple[str, ...]:
    return tuple(str(phrase) for phrase in entry.get(key, ()))


def spelled_out(line: str) -> str:
    """Return the line with shorthand written out; the line itself when it has none."""
    return settled(_once, line, MOST_ROUNDS)


def in_clauses(line: str) -> list[str]:
    """Return the line cut behind and before every sign that parts clauses; joined, they are the line again."""
    return _CLAUSE_END.split(line)


def _once(line: str) -> str:
    bare = f" {' '.join(syllables(line, folded=True))} "
    marked = has_diacritics(line)
    clauses = in_clauses(line)
    written = [_clause(clause, bare, marked) for clause in clauses]
    return line if written == clauses else "".join(written)


def _untouched(clause: str, tokens: Sequence[str]) -> frozenset[int]:
    """Return the tokens that are no shorthand where they stand: names, and single letters that name something.

    "P. Bến Nghé", "hạng B", "form E", "110 k", "mẫu 1 H": a letter before a full stop, beside a figure, in capitals
    among small letters, or behind a word that letters are names of.
    """
    spans = spans_of(clause, tokens)
    if spans is None:
        return frozenset()
    names, shouted = names_in(clause), clause.isupper() and len(tokens) > 1
    found = set()
    for place, (start, end) in enumerate(spans):
        before, written = fold(tokens[place - 1]) if place else "", clause[start:end]
        behind = clause[end : end + 2].strip(" ")
        if len(written) == 1:
            names_something = behind[:1] == "." or behind[:1].isdigit() or before[-1:].isdigit()
            names_something = names_something or (written.isupper() and not shouted)
        else:
            names_something = start in names and not written.isupper()
        if names_something or (len(written) <= 2 and before in _NAMED_BY_LETTERS):
            found.add(place)
    return frozenset(found)


def spans_of(clause: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return where each token stands; None where that cannot be told."""
    lowered, place, spans = clause.lower(), 0, []
    if len(lowered) != len(clause):
        return None
    for token in tokens:
        start = lowered.find(token, place)
        if start < 0:
            return None
        place = start + len(token)
        spans.append((start, place))
    return spans


def _clause(clause: str, bare: str, marked: bool) -> str:
    tokens = syllables(clause)
    untouched = _untouched(clause, tokens)
    found = [
        phrase
        for phrase in shorthand().every(tokens)
        if phrase.value.fits(tokens[phrase.start : phrase.end], bare, marked)
        and untouched.isdisjoint(range(phrase.start, phrase.end))
    ]
    if not found:
        return clause
    longest = {phrase.start: phrase for phrase in reversed(found)}
    written: list[str] = []
    place = 0
    while place < len(tokens):
        phrase = longest.get(place)
        if phrase is None:
            written.append(tokens[place])
            place += 1
        else:
            words = phrase.value.meaning.means[0]
            written.append(words if marked else fold(words))
            place = phrase.end
    return clause if written == tokens else " ".join(written)
