"""The desk put together: its store, what it reads, and the pages that the web door shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from anyio import CapacityLimiter
from fastapi import APIRouter

from assistant.conversation_store import SqlConversations
from evals.desk.queues import Queues
from evals.desk.records import Item, Pointer
from evals.desk.sentences import split
from evals.desk.settings import DeskSettings
from evals.desk.sources import LateTalks, RunFolder
from evals.desk.store import DeskStore
from knowledge.records import Procedure

_LOG_INS_AT_ONCE = 2  # each takes 32 MiB and a quarter of a second of a core


class Published(Protocol):
    """The published snapshot, as far as the desk reads it."""

    @property
    def name(self) -> str:
        """The snapshot's name."""

    def procedure(self, code: str) -> Procedure | None:
        """Return the record, None where it is not held."""

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised source text of the record."""


Snapshot = Callable[[], Published | None]


@dataclass
class Desk:
    """One for each application. Its store is opened when somebody first comes: a broken one costs no answer."""

    settings: DeskSettings
    snapshot: Snapshot
    queues: Queues
    talks: LateTalks
    logging_in: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_LOG_INS_AT_ONCE))
    _store: DeskStore | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def store(self) -> DeskStore:
        """What the desk keeps; raises DeskStoreError where it cannot be opened."""
        with self._lock:
            if self._store is None:
                self._store = DeskStore(self.settings.qa_url)
            return self._store

    def title(self, code: str) -> str:
        """Return the title of a procedure, empty where it is not held."""
        snapshot = self.snapshot()
        record = snapshot.procedure(code) if snapshot is not None else None
        return record.title.plain if record is not None else ""

    def quoted(self, item: Item, pointer: Pointer) -> str | None:
        """Return the words that a citation points at; None where the snapshot is another one now."""
        if pointer.quote is not None:
            return pointer.quote
        snapshot = self.snapshot()
        if snapshot is None or snapshot.name != item.snapshot:
            return None
        source = snapshot.source_text(pointer.code)
        return source[slice(*pointer.span)] if source is not None else None

    def sentences_in(self, key: str) -> int | None:
        """Return how many sentences an answer has; None where its text is not kept any more."""
        item = self.queues.item(key)
        return len(split(item.text)) if item is not None else None

    def close(self) -> None:
        """Close the databases."""
        if self._store is not None:
            self._store.close()
        self.talks.close()


@dataclass(frozen=True)
class DeskGuest:
    """The desk as the web door receives it."""

    router: APIRouter
    desk: Desk

    def close(self) -> None:
        """Close the databases."""
        self.desk.close()


def make_desk(settings: DeskSettings, snapshot: Snapshot) -> Desk:
    """Return a desk over the settings' databases; nothing is opened yet."""
    talks = LateTalks(lambda: SqlConversations(settings.talks_url, settings.conversation_hours))
    queues = Queues(
        talks,
        RunFolder(settings.home, settings.qa_run),
        low_score=settings.qa_low_score,
        sample=settings.qa_sample,
        seed=settings.qa_seed,
    )
    return Desk(settings, snapshot, queues, talks)


def open_desk(snapshot: Snapshot) -> DeskGuest:
    """Return the desk of the environment's settings, for `motcua serve`."""
    from evals.desk.routes import router_of

    desk = make_desk(DeskSettings(), snapshot)
    return DeskGuest(router_of(desk), desk)
