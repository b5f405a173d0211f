"""The everyday lexicon as records: what people say, the official words that they mean, and where those stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter

from knowledge.lexicon import read_lexicon
from knowledge.vietnamese import syllables

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of `everyday.yaml`; its header says what each key means. `requires` is the key `with`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    say: Annotated[tuple[str, ...], Field(min_length=1)]
    means: Annotated[tuple[str, ...], Field(min_length=1)]
    requires: Annotated[tuple[str, ...], Field(alias="with")] = ()
    unless: tuple[str, ...] = ()
    absorbs: bool = False
    own: Annotated[float, Field(ge=0, le=1)] = 1.0


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the entries of the everyday lexicon in the order of the file.

    Raises:
        ValueError: An entry lacks a key or has one that is not known; the message names its number.
    """
    return read_concepts(read_lexicon("everyday.yaml"))


def read_concepts(content: Any) -> tuple[Concept, ...]:
    """Return the entries of a parsed file.

    Raises:
        ValueError: An entry lacks a key or has one that is not known; the message names its number.
    """
    return TypeAdapter(tuple[Concept, ...]).validate_python(content["words"])


def words_of(text: str) -> Words:
    """Return the different words of a text; where the tone mark of a word is written makes no difference."""
    return frozenset(syllables(text))


def standing_in(means: str, titles: Sequence[Words]) -> list[int]:
    """Return the numbers of the titles that have every word of an official phrase."""
    wanted = words_of(means)
    return [number for number, title in enumerate(titles) if wanted <= title]


def said(entries: Iterable[Concept]) -> set[str]:
    """Return the different phrases of some entries."""
    return {" ".join(syllables(phrase)) for entry in entries for phrase in entry.say}
