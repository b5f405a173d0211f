"""Conversations outlive the process, on SQLite and on PostgreSQL, and are forgotten in time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant import conversation_store
from assistant.conversation import Conversation, ConversationMemory
from assistant.conversation_store import SqlConversations
from assistant.errors import ConversationStoreError
from assistant.records import Option

TALK = Conversation(
    id="c-1",
    turns=2,
    code="1.001193",
    facets=("fee", "time"),
    options=(Option(label="Đăng ký khai sinh", value="1.001193"),),
    audience="officer",
)


@pytest.fixture
def store(catalogue_url: str) -> Iterator[SqlConversations]:
    opened = SqlConversations(catalogue_url, keep_hours=1)
    yield opened
    opened.close()


def test_a_conversation_is_kept_whole(store: SqlConversations) -> None:
    store.save(TALK)

    assert store.load("c-1") == TALK


def test_an_unknown_conversation_is_none(store: SqlConversations) -> None:
    assert store.load("c-2") is None


def test_what_is_saved_last_is_what_is_kept(store: SqlConversations) -> None:
    store.save(TALK)
    store.save(TALK.model_copy(update={"turns": 3, "options": ()}))

    assert store.load("c-1") == TALK.model_copy(update={"turns": 3, "options": ()})


def test_a_conversation_survives_a_restart(store: SqlConversations, catalogue_url: str) -> None:
    store.save(TALK)
    store.close()

    again = SqlConversations(catalogue_url, keep_hours=1)

    assert again.load("c-1") == TALK
    again.close()


def test_an_old_conversation_is_forgotten_and_swept(
    store: SqlConversations, catalogue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr(conversation_store.time, "time", lambda: now)
    store.save(TALK)
    monkeypatch.setattr(conversation_store.time, "time", lambda: now + 3_601)

    forgotten = store.load("c-1")
    store.save(TALK.model_copy(update={"id": "c-2"}))
    longer = SqlConversations(catalogue_url, keep_hours=1_000)

    assert forgotten is None
    assert longer.load("c-1") is None  # swept: even a longer memory finds nothing
    assert longer.load("c-2") is not None
    longer.close()


def test_workers_that_save_one_conversation_at_once_both_succeed(store: SqlConversations) -> None:
    talks = [TALK.model_copy(update={"turns": turn}) for turn in range(20)]

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(store.save, talks))

    kept = store.load("c-1")
    assert kept in talks


def test_a_store_that_cannot_be_opened_says_where_and_hides_the_password(tmp_path: Path) -> None:
    with pytest.raises(ConversationStoreError, match="Check MOTCUA_HOME and MOTCUA_DATABASE_URL"):
        SqlConversations(f"sqlite:///{tmp_path}/none/such/folder.sqlite", keep_hours=1)


def test_a_store_that_is_gone_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "talks.sqlite"
    store = SqlConversations(f"sqlite:///{path}", keep_hours=1)
    store.close()
    path.write_bytes(b"no database" * 1000)

    with pytest.raises(ConversationStoreError) as refused:
        store.load("c-1")

    assert str(path) in str(refused.value)
    store.close()


def test_a_state_of_another_version_is_unknown_and_is_replaced(store: SqlConversations, catalogue_url: str) -> None:
    store.save(TALK)
    engine = sa.create_engine(catalogue_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE conversations SET state = '{\"id\": 5}'"))

    engine.dispose()

    before = store.load("c-1")
    store.save(TALK)

    assert (before, store.load("c-1")) == (None, TALK)


def test_memory_keeps_what_it_is_given() -> None:
    memory = ConversationMemory()
    memory.save(TALK)

    assert (memory.load("c-1"), memory.load("c-2")) == (TALK, None)
