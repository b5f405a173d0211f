"""Conversations outlive a database that is not there yet, is locked, or is written by many at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from refusing_store import SAID, TALK, SetClock

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.steady_conversations import SteadyConversations


def test_a_store_that_cannot_be_opened_is_opened_later(tmp_path: Path) -> None:
    clock = SetClock()
    folder = tmp_path / "later"
    url = f"sqlite:///{folder / 'talks.sqlite'}"
    steady = SteadyConversations(lambda: SqlConversations(url, 1), 1, clock=clock)
    steady.save(TALK)
    assert steady.degraded is not None
    folder.mkdir()
    clock.now += 6

    steady.save(TALK)

    assert steady.degraded is None
    steady.close()
    again = SqlConversations(url, 1)
    assert again.load("c-1") == TALK
    again.close()


def test_a_locked_database_costs_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "talks.sqlite"
    steady = SteadyConversations(lambda: SqlConversations(f"sqlite:///{path}", 1), 1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    steady.save(TALK)

    assert steady.load("c-1") == TALK
    assert "locked" in str(steady.degraded)
    other.close()
    steady.close()


def test_many_at_once_are_all_stored_and_nobody_falls_back_to_memory(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'talks.sqlite'}"
    workers = [SteadyConversations(lambda: SqlConversations(url, 1), 1) for _ in range(2)]

    def talk(number: int) -> str | None:
        steady = workers[number % 2]
        steady.load(f"c-{number}")
        steady.save(Conversation(id=f"c-{number}", turns=1), SAID.model_copy(update={"turn_id": f"t-{number}"}))
        return steady.degraded

    with ThreadPoolExecutor(20) as threads:
        degraded = set(threads.map(talk, range(200)))

    assert degraded == {None}
    assert [workers[0].turn_ids(f"c-{number}") for number in range(200)] == [(f"t-{number}",) for number in range(200)]
    for steady in workers:
        steady.close()


def test_a_turn_said_while_the_database_is_locked_is_stored_when_the_lock_is_gone(tmp_path: Path) -> None:
    clock = SetClock()
    path = tmp_path / "talks.sqlite"
    steady = SteadyConversations(lambda: SqlConversations(f"sqlite:///{path}", 1), 1, clock=clock)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    steady.save(TALK, SAID)
    other.close()
    clock.now += 6

    steady.save(Conversation(id="c-2", turns=1))

    again = SqlConversations(f"sqlite:///{path}", 1)
    assert (again.load("c-1"), again.turn_ids("c-1")) == (TALK, ("t-1",))
    again.close()
    steady.close()
