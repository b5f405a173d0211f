"""What the web door needs from the house: somebody to ask, the published snapshot, the records' versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.records import Answer, Question
from assistant.transcript import NO_TURNS, TurnLog
from knowledge.records import Procedure, Source
from knowledge.search import Hit


class Asker(Protocol):
    """Whoever answers questions; never raises for what a user can type, and is thread-safe."""

    def ask(self, question: Question) -> Answer:
        """Return the answer."""


class Index(Protocol):
    """What finds procedures by words."""

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """Return the procedures that fit, best first; of `codes` only, when given."""


class Listed(Protocol):
    """One procedure as listings and filters see it."""

    @property
    def code(self) -> str:
        """The procedure's code."""

    @property
    def title(self) -> str:
        """Its title, NFC."""

    @property
    def level(self) -> str | None:
        """`ministry`, `province` or `commune`."""

    @property
    def field(self) -> str | None:
        """Its field of administration (lĩnh vực)."""

    @property
    def agency(self) -> str | None:
        """Who implements it."""

    @property
    def jurisdiction(self) -> str:
        """`VN` or a province."""


class Published(Protocol):
    """The published snapshot."""

    @property
    def name(self) -> str:
        """The snapshot's name."""

    @property
    def degraded_reason(self) -> str | None:
        """Why it is not the current one, None when it is."""

    @property
    def index(self) -> Index:
        """Its search index."""

    @property
    def summaries(self) -> Sequence[Listed]:
        """Every procedure, in code order."""

    def procedure(self, code: str) -> Procedure | None:
        """Return the record, None where it is not held."""

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised source text of the record."""


class Recorded(Protocol):
    """One version of a record in the catalogue."""

    @property
    def number(self) -> int:
        """1 for the first."""

    @property
    def sha256(self) -> str:
        """Content hash of the source."""

    @property
    def recorded_at(self) -> datetime:
        """When it was ingested."""

    @property
    def decision_number(self) -> str | None:
        """The decision that published it."""

    @property
    def source(self) -> Source:
        """Where it was read."""


class Versions(Protocol):
    """The catalogue, as far as the web door reads it."""

    def versions(self, code: str) -> Sequence[Recorded]:
        """Return the versions of the record; empty where it is not held."""


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Rooms:
    """The parts that the routes use; `close` is called once, after the last request.

    `conversations_degraded` says why conversations are in memory only, None where they are stored; `conversations`
    has what was said in them.
    """

    assistant: Asker
    snapshot: Published
    catalogue: Versions
    close: Callable[[], None] = _nothing
    conversations_degraded: Callable[[], str | None] = _nothing
    conversations: TurnLog = NO_TURNS
    adviser_degraded: str | None = None
