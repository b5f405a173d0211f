"""Events of a life and the procedures that they ask for, in the order in which they are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from knowledge.lexicon import read_lexicon
from knowledge.phrases import Phrasebook
from knowledge.vietnamese import syllables

_CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Step:
    """One procedure of an event.

    `condition` says in whose case it is needed, None for a step that everybody takes. `when` is a deadline or a
    moment in plain words and `source` where that is stated: the code of a record, or "law/" and the id of an article
    of the official codification. Both are None where no source states one.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    code: str
    needed: Literal["always", "if"]
    why: str
    when: str | None = None
    source: str | None = None
    condition: Annotated[str | None, Field(alias="if")] = None

    def __post_init__(self) -> None:
        """Refuse a step that contradicts itself.

        Raises:
            ValueError: A condition on a step for everybody or none on another, or a deadline without its source.
        """
        if (self.needed == "if") != (self.condition is not None):
            raise ValueError(f"step {self.code}: `if` stands exactly where the step is not always needed")
        if (self.when is None) != (self.source is None):
            raise ValueError(f"step {self.code}: `when` and `source` stand together")


@dataclass(frozen=True, slots=True)
class Told:
    """Phrases put together: each `who` directly followed by each `does`."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    who: tuple[str, ...]
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event: `say` and `also` are how people tell of it, `unless` what rules it out, `steps` are in their order.

    `by_its_matter` says that it is told in the words by which one of its procedures is asked for.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    id: str
    title: str
    say: tuple[str, ...]
    steps: tuple[Step, ...]
    unless: tuple[str, ...] = ()
    also: tuple[Told, ...] = ()
    by_its_matter: bool = False

    def phrases(self) -> Iterator[str]:
        """Yield every phrase by which people tell of the event."""
        yield from self.say
        for told in self.also:
            yield from (f"{who} {does}" for who, does in product(told.who, told.does))


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """Return the events in the order of the file.

    Raises:
        ValueError: The file is not as its header says; the message names the place.
    """
    return read_life_events(read_lexicon("life_events.yaml"))


def read_life_events(content: Any) -> tuple[LifeEvent, ...]:
    """Return the events of a parsed file.

    Raises:
        ValueError: Something is missing, unknown, or contradicts itself; the message names the place.
    """
    return TypeAdapter(tuple[LifeEvent, ...]).validate_python(content["events"])


def life_event_of(text: str) -> LifeEvent | None:
    """Return the event that the text tells of, or None; marks may be missing in the text.

    Of several the one that is told in the most words wins, then the one that is told first. Whether the person wants
    all its steps or only one of them is not judged here.
    """
    tokens = syllables(text)
    ruled_out = {found.value for found in _unless().every(tokens)}
    told = sorted(_told().every(tokens), key=lambda found: (found.start - found.end, found.start))
    return next((found.value for found in told if found.value.id not in ruled_out), None)


def without_event(text: str, event: LifeEvent) -> str:
    """Return the words of a text, in lower case, without those by which it tells of the event."""
    tokens = syllables(text)
    told = [found for found in _told().every(tokens) if found.value.id == event.id]
    taken = {place for found in told for place in range(found.start, found.end)}
    return " ".join(token for place, token in enumerate(tokens) if place not in taken)


def law_named(source: str) -> str | None:
    """Return the article behind a step's "law/" source as people cite it; None for the code of a record."""
    laws: dict[str, str] = read_lexicon("life_events.yaml")["laws"]
    return laws.get(source)


@cache
def _unless() -> Phrasebook[str]:
    return Phrasebook((phrase, event.id) for event in life_events() for phrase in event.unless)


@cache
def _told() -> Phrasebook[LifeEvent]:
    return Phrasebook((phrase, event) for event in life_events() for phrase in event.phrases())
