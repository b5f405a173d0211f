"""Conversations outlive the process, on SQLite and on PostgreSQL; they are forgotten in time, and when asked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant import conversation_store
from assistant.conversation import Conversation, ConversationMemory
from assistant.conversation_store import SqlConversations
from assistant.errors import ConversationStoreError
from assistant.records import Option
from assistant.transcript import SaidTurn

TALK = Conversation(
    id="c-1",
    turns=2,
    code="1.001193",
    facets=("fee", "time"),
    options=(Option(label="Đăng ký khai sinh", value="1.001193"),),
    audience="officer",
)
PLANTED = "001099012345"


def said(number: int, question: str = "làm khai sinh cần gì") -> SaidTurn:
    return SaidTurn(
        turn_id=f"t-{number}",
        number=number,
        asked_at=datetime(2026, 11, 24, 8, number, tzinfo=UTC),
        question=question,
        behavior="answer",
        facet="documents",
        procedures=("1.001193",),
        text="Bạn cần:\n- Tờ khai [1]",
        snapshot="20261124",
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


def test_a_conversation_goes_back_to_what_it_was(store: SqlConversations) -> None:
    one = TALK.model_copy(update={"turns": 1})
    store.save(one, said(1))
    store.save(TALK, said(2))

    store.rewind("c-1", one)
    back, turns = store.load("c-1"), store.turn_ids("c-1")
    store.rewind("c-1", None)

    assert (back, turns) == (one, ("t-1",))
    assert (store.load("c-1"), store.turn_ids("c-1")) == (None, ())


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
        connection.execute(sa.text("UPDATE conversations SET state = '{\"turns\": [5]}'"))

    engine.dispose()

    before = store.load("c-1")
    store.save(TALK)

    assert (before, store.load("c-1")) == (None, TALK)


def test_memory_keeps_what_it_is_given() -> None:
    memory = ConversationMemory()
    memory.save(TALK)

    assert (memory.load("c-1"), memory.load("c-2")) == (TALK, None)


def test_what_was_said_is_kept_in_order_with_the_state(store: SqlConversations) -> None:
    store.save(TALK, said(1))
    store.save(TALK, said(2, f"căn cước {PLANTED} mất rồi"))

    kept = store.export("c-1")

    assert kept is not None
    assert kept.turns == (said(1), said(2, "căn cước [SỐ GIẤY TỜ] mất rồi"))
    assert (kept.conversation_id, kept.remembered) == ("c-1", TALK)
    assert kept.expires_at is not None
    assert kept.expires_at > datetime.now(UTC)


def test_recent_turns_are_those_since_then_each_talk_in_order(
    store: SqlConversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(conversation_store.time, "time", lambda: asked.timestamp() + 600)
    store.save(TALK.model_copy(update={"id": "c-2"}), said(3))
    monkeypatch.setattr(conversation_store.time, "time", lambda: asked.timestamp() + 700)
    for number in (1, 4, 5):
        store.save(TALK, said(number, f"căn cước {PLANTED} mất rồi"))
    store.rate("t-4", -1)

    recent = {turn.turn_id: turn for turn in store.recent_turns(asked.replace(minute=3))}

    assert {name: turn.rating for name, turn in recent.items()} == {"t-3": None, "t-4": -1, "t-5": None}
    assert [name for name in recent if name != "t-3"] == ["t-4", "t-5"]
    assert recent["t-3"] == said(3)
    assert recent["t-4"].question == "căn cước [SỐ GIẤY TỜ] mất rồi"


def test_recent_turns_of_forgotten_and_expired_talks_are_not_read(
    store: SqlConversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    for number, name in enumerate(("c-1", "c-2", "c-3"), start=1):
        monkeypatch.setattr(conversation_store.time, "time", lambda late=number: asked.timestamp() + late)
        store.save(TALK.model_copy(update={"id": name}), said(number))

    store.forget("c-2")
    monkeypatch.setattr(conversation_store.time, "time", lambda: asked.timestamp() + 3_602)

    assert [turn.turn_id for turn in store.recent_turns(asked)] == ["t-3"]


def test_an_unknown_conversation_has_no_transcript(store: SqlConversations) -> None:
    store.save(TALK, said(1))

    assert (store.export("c-2"), store.turn_ids("c-2"), store.forget("c-2")) == (None, (), False)


def test_a_rating_stands_with_its_turn(store: SqlConversations) -> None:
    store.save(TALK, said(1))

    noted, unknown = store.rate("t-1", -1), store.rate("t-9", 1)

    kept = store.export("c-1")
    assert (noted, unknown) == (True, False)
    assert kept is not None
    assert [turn.rating for turn in kept.turns] == [-1]


def test_a_forgotten_conversation_leaves_nothing_and_others_stay(store: SqlConversations) -> None:
    other = TALK.model_copy(update={"id": "c-2"})
    store.save(TALK, said(1))
    store.save(other, said(2))

    first, again = store.forget("c-1"), store.forget("c-1")

    assert (first, again) == (True, False)
    assert (store.load("c-1"), store.export("c-1"), store.turn_ids("c-1")) == (None, None, ())
    assert (store.load("c-2"), store.turn_ids("c-2")) == (other, ("t-2",))


def test_turns_expire_with_their_conversation(
    store: SqlConversations, catalogue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr(conversation_store.time, "time", lambda: now)
    store.save(TALK, said(1))
    monkeypatch.setattr(conversation_store.time, "time", lambda: now + 3_601)

    expired = store.export("c-1")
    store.save(TALK.model_copy(update={"id": "c-2"}), said(2))

    assert expired is None
    assert (store.turn_ids("c-1"), store.turn_ids("c-2")) == ((), ("t-2",))


def test_a_state_without_its_turn_is_never_kept(store: SqlConversations) -> None:
    store.save(TALK, said(1))
    later = TALK.model_copy(update={"turns": 3})

    with pytest.raises(ConversationStoreError):
        store.save(later, said(1))  # a turn that is there already

    assert store.load("c-1") == TALK


def test_the_id_itself_is_not_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "talks.sqlite"
    store = SqlConversations(f"sqlite:///{path}", keep_hours=1)
    store.save(TALK.model_copy(update={"id": "zalo-0912345678"}), said(1))

    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert store.load("zalo-0912345678") is not None
    assert b"t-1" in written
    assert b"0912345678" not in written
    store.close()


def test_what_is_forgotten_is_overwritten_on_the_disk(tmp_path: Path) -> None:
    store = SqlConversations(f"sqlite:///{tmp_path / 'talks.sqlite'}", keep_hours=1)
    store.save(TALK, said(1, "mất sổ hộ khẩu giấy từ năm ngoái"))
    before = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    store.forget("c-1")

    after = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    words = "sổ hộ khẩu giấy".encode()
    assert (words in before, words in after) == (True, False)
    store.close()


def test_an_error_of_the_database_quotes_nothing_that_was_to_be_kept(store: SqlConversations) -> None:
    store.save(TALK, said(1))

    with pytest.raises(ConversationStoreError) as refused:
        store.save(TALK, said(1, "mất sổ hộ khẩu giấy"))

    assert "hộ khẩu" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_recent_turns_are_those_of_kept_talks_with_their_ratings(store: SqlConversations) -> None:
    store.save(TALK, said(1))
    store.save(TALK, said(2))
    store.save(TALK.model_copy(update={"id": "c-2"}), said(9))
    store.rate("t-2", -1)
    store.forget("c-2")

    found = list(store.recent_turns(datetime(2026, 11, 24, 8, 2, tzinfo=UTC)))

    assert found == [said(2).model_copy(update={"rating": -1})]


def test_an_expired_turn_is_read_no_more(store: SqlConversations, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr(conversation_store.time, "time", lambda: now)
    store.save(TALK, said(1))
    before = store.turn("t-1")
    monkeypatch.setattr(conversation_store.time, "time", lambda: now + 3_601)

    assert before == said(1)
    assert store.turn("t-1") is None
    assert list(store.recent_turns(datetime(2020, 1, 1, tzinfo=UTC))) == []


def test_what_was_said_before_a_turn_is_of_its_talk_alone(store: SqlConversations) -> None:
    store.save(TALK, said(1))
    store.save(TALK, said(2))
    store.save(TALK, said(3))
    store.save(TALK.model_copy(update={"id": "c-2"}), said(4))

    assert store.turns_before("t-3") == (said(1), said(2))
    assert store.turns_before("t-4") == ()
    assert store.turns_before("t-unknown") == ()


def test_the_last_turn_of_every_talk_is_known(store: SqlConversations) -> None:
    store.save(TALK, said(1))
    store.save(TALK, said(2))
    store.save(TALK.model_copy(update={"id": "c-2"}), said(4))

    assert store.last_turn_ids() == {"t-2", "t-4"}
