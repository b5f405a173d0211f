"""Phrases found in a question: everyday words, asides and qualifiers, read once from `lexicon/`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from knowledge.concepts import concepts
from knowledge.lexicon import read_lexicon
from knowledge.vietnamese import fold, syllables

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase in a question: tokens `start` to `end` (not included), and what the phrase stands for."""

    start: int
    end: int
    value: Value


class Phrasebook(Generic[Value]):
    """Phrases and what they stand for.

    A phrase matches token by token. A token of the question that has no marks matches its marked spelling too:
    people leave marks out. A marked token never matches another marking.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._entries: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        self.longest = 0
        for phrase, value in entries:
            tokens = tuple(syllables(phrase))
            if tokens:
                key = " ".join(fold(token) for token in tokens)
                self._entries.setdefault(key, []).append((tokens, value))
                self.longest = max(self.longest, len(tokens))

    def every(self, tokens: Sequence[str]) -> list[Found[Value]]:
        """Return all matches in the tokens, overlapping ones too, by start and then the longest first."""
        folded = [fold(token) for token in tokens]
        found: list[Found[Value]] = []
        for start in range(len(tokens)):
            for length in range(min(self.longest, len(tokens) - start), 0, -1):
                for phrase, value in self._entries.get(" ".join(folded[start : start + length]), ()):
                    if _agree(tokens[start : start + length], folded[start : start + length], phrase):
                        found.append(Found(start, start + length, value))
        return found


def _agree(tokens: Sequence[str], folded: Sequence[str], phrase: Sequence[str]) -> bool:
    """Return whether each token is the phrase's own or has no marks; the folded forms are known to be equal."""
    return all(token in (word, bare) for token, bare, word in zip(tokens, folded, phrase, strict=True))


@dataclass(frozen=True, slots=True)
class Everyday:
    """Official words that everyday ones stand for.

    `requires` are phrases of which the question has to have one, if there are any; `unless` those that rule the
    meaning out. `own` is what the everyday words themselves count then, 0 to 1. `absorbs` says that the phrases of
    `requires` belong to the meaning.
    """

    means: tuple[str, ...]
    requires: tuple[str, ...]
    unless: tuple[str, ...]
    own: float
    absorbs: bool = False

    def fits(self, folded_question: str) -> bool:
        """Return whether the rest of the question, folded and with a space at both ends, allows the meaning."""
        has = [any(f" {fold(phrase)} " in folded_question for phrase in told) for told in (self.requires, self.unless)]
        return (has[0] or not self.requires) and not has[1]


@lru_cache(maxsize=1)
def everyday_words() -> Phrasebook[Everyday]:
    """Return the everyday phrases with the official words that they stand for."""
    return Phrasebook(
        (phrase, Everyday(entry.means, entry.requires, entry.unless, entry.own, entry.absorbs))
        for entry in concepts()
        for phrase in entry.say
    )


@lru_cache(maxsize=1)
def asides() -> Phrasebook[None]:
    """Return the phrases by which people ask, which say nothing about what they ask for."""
    return Phrasebook((phrase, None) for group in read_lexicon("everyday.yaml")["asides"] for phrase in group)


@lru_cache(maxsize=1)
def qualifier_names() -> tuple[str, ...]:
    """Return the names of the qualifiers in column order."""
    return tuple(entry["name"] for entry in read_lexicon("qualifiers.yaml")["qualifiers"])


@lru_cache(maxsize=1)
def qualifier_kinds() -> tuple[str, ...]:
    """Return the kind of each qualifier in column order: "action", "scope", "level" or "deed"."""
    return tuple(entry["kind"] for entry in read_lexicon("qualifiers.yaml")["qualifiers"])


@lru_cache(maxsize=1)
def title_qualifiers() -> Phrasebook[int]:
    """Return the phrases by which a title carries a qualifier, with the qualifier's column."""
    entries = read_lexicon("qualifiers.yaml")["qualifiers"]
    return Phrasebook((phrase, column) for column, entry in enumerate(entries) for phrase in entry["titles"])


@lru_cache(maxsize=1)
def asked_qualifiers() -> Phrasebook[int]:
    """Return the phrases by which a question carries a qualifier, a title's own among them."""
    entries = read_lexicon("qualifiers.yaml")["qualifiers"]
    return Phrasebook(
        (phrase, column)
        for column, entry in enumerate(entries)
        for phrase in (*(() if entry.get("only_asked") else entry["titles"]), *entry.get("asked", ()))
    )


@lru_cache(maxsize=1)
def holder_qualifiers() -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the columns that a procedure carries by who runs it.

    Keys are a key of the file ("fields", "fields_without_level" or "agencies") and a name in lower case.
    """
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for column, entry in enumerate(read_lexicon("qualifiers.yaml")["qualifiers"]):
        for key in ("fields", "fields_without_level", "agencies"):
            for name in entry.get(key, ()):
                found[key, name] = (*found.get((key, name), ()), column)
    return found
