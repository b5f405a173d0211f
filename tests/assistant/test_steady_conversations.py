"""An answer is never lost to its conversation: what the store refuses is kept in memory, and said once."""

from __future__ import annotations

import pytest
from refusing_store import SAID, TALK, RefusingStore, SetClock
from structlog.testing import capture_logs

from assistant import steady_conversations
from assistant.conversation import Conversation
from assistant.errors import ConversationStoreError
from assistant.steady_conversations import SteadyConversations
from assistant.transcript import SaidTurn, Transcript


@pytest.fixture
def store() -> RefusingStore:
    return RefusingStore()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def steady(store: RefusingStore, clock: SetClock) -> SteadyConversations:
    return SteadyConversations(lambda: store, 1, clock=clock)


def test_a_store_that_works_is_used(steady: SteadyConversations, store: RefusingStore) -> None:
    steady.save(TALK)

    assert (steady.load("c-1"), store.load("c-1"), steady.degraded) == (TALK, TALK, None)


def test_what_the_store_refuses_is_kept_in_memory_and_said_once(
    steady: SteadyConversations, store: RefusingStore
) -> None:
    store.refuses = True

    with capture_logs() as logs:
        for turn in (1, 2):
            steady.save(TALK.model_copy(update={"turns": turn}))

    assert steady.load("c-1") == TALK.model_copy(update={"turns": 2})
    assert steady.degraded == "conversations are kept in memory only: database or disk is full"
    assert [(log["log_level"], log["reason"]) for log in logs] == [("warning", "database or disk is full")]
    assert "1.001193" not in str(logs)


def test_a_store_that_refused_is_left_alone_for_a_while_and_then_used_again(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    steady.save(TALK)
    store.refuses = True
    steady.save(TALK.model_copy(update={"turns": 2}))
    tried = store.tries
    steady.load("c-1")
    assert store.tries == tried
    store.refuses = False
    clock.now += 6

    seen = steady.load("c-1")
    with capture_logs() as logs:
        steady.save(TALK.model_copy(update={"turns": 3}))

    assert seen == TALK.model_copy(update={"turns": 2})  # the later turn was in memory
    assert store.load("c-1") == TALK.model_copy(update={"turns": 3})
    assert (steady.degraded, len(logs)) == (None, 1)


def test_a_later_turn_of_another_worker_wins_over_memory(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    store.refuses = True
    steady.save(TALK)
    store.refuses = False
    store.save(TALK.model_copy(update={"turns": 5}))
    clock.now += 6

    seen = steady.load("c-1")

    assert seen == TALK.model_copy(update={"turns": 5})


def test_memory_forgets_in_time_and_holds_no_more_than_so_many(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steady_conversations, "_HELD_AT_MOST", 2)
    store.refuses = True
    for number in (1, 2, 3):
        steady.save(TALK.model_copy(update={"id": f"c-{number}"}))

    early = [steady.load(f"c-{number}") is not None for number in (1, 2, 3)]
    clock.now += 3601

    assert early == [False, True, True]
    assert steady.load("c-3") is None


def test_going_back_drops_what_is_in_memory_too(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    steady.save(TALK)
    store.refuses = True
    steady.save(TALK.model_copy(update={"turns": 5}), SAID)
    with pytest.raises(ConversationStoreError):
        steady.rewind("c-1", TALK)
    store.refuses, clock.now = False, clock.now + 60

    steady.rewind("c-1", TALK)

    assert steady.load("c-1") == TALK


def test_what_was_said_goes_to_the_store_and_comes_back(steady: SteadyConversations) -> None:
    steady.save(TALK, SAID)

    kept = steady.export("c-1")

    assert kept == Transcript(conversation_id="c-1", turns=(SAID,), remembered=TALK)
    assert (steady.turn_ids("c-1"), steady.export("c-2")) == (("t-1",), None)


def test_what_is_said_while_the_store_refuses_is_shown_and_stored_when_it_works_again(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    steady.save(TALK, SAID)
    store.refuses = True
    later, second = TALK.model_copy(update={"turns": 2}), SAID.model_copy(update={"turn_id": "t-2", "number": 2})
    steady.save(later, second)
    store.refuses = False
    clock.now += 6

    shown, ids = steady.export("c-1"), steady.turn_ids("c-1")
    steady.save(Conversation(id="c-2", turns=1), SAID.model_copy(update={"turn_id": "t-3"}))

    whole = Transcript(conversation_id="c-1", turns=(SAID, second), remembered=later)
    assert (shown, ids, store.export("c-1")) == (whole, ("t-1", "t-2"), whole)


def test_what_is_in_memory_is_stored_before_the_store_is_closed(
    steady: SteadyConversations, store: RefusingStore
) -> None:
    store.refuses = True
    steady.save(TALK, SAID)
    store.refuses = False

    steady.close()

    assert store.turn_ids("c-1") == ("t-1",)


def test_a_later_state_in_the_store_outlives_the_one_in_memory(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    store.refuses = True
    steady.save(TALK, SAID)
    store.refuses = False
    elsewhere = TALK.model_copy(update={"turns": 5})
    store.save(elsewhere)
    clock.now += 6

    steady.save(Conversation(id="c-2", turns=1))

    assert (store.load("c-1"), store.turn_ids("c-1")) == (elsewhere, ("t-1",))


def test_what_the_store_alone_never_takes_is_given_up(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.refuses = True
    steady.save(TALK, SAID)
    store.refuses = False
    take = store.save

    def save(conversation: Conversation, turn: SaidTurn | None = None) -> None:
        if conversation.id == "c-1":
            raise ConversationStoreError("sqlite:///x", "too large")
        take(conversation, turn)

    monkeypatch.setattr(store, "save", save)
    for number in range(4):
        clock.now += 6
        steady.save(Conversation(id="c-2", turns=number))

    assert (steady.degraded, steady.load("c-1")) == (None, None)


def test_turns_in_memory_are_bounded(
    steady: SteadyConversations, store: RefusingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steady_conversations, "_TURNS_AT_MOST", 2)
    store.refuses = True

    for number in range(4):
        turn = SAID.model_copy(update={"turn_id": f"t-{number}"})
        steady.save(Conversation(id=f"c-{number}", turns=1), turn)

    assert [steady.load(f"c-{number}") is not None for number in range(4)] == [False, False, True, True]


def test_what_was_deleted_in_memory_is_never_stored(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    store.refuses = True
    steady.save(TALK, SAID)
    store.refuses = False
    clock.now += 6

    steady.forget("c-1")
    steady.save(Conversation(id="c-2", turns=1))

    assert (store.load("c-1"), store.turn_ids("c-1")) == (None, ())


def test_a_rating_of_a_turn_in_memory_goes_to_the_store_with_it(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    store.refuses = True
    steady.save(TALK, SAID)

    noted = steady.rate("t-1", -1)
    store.refuses = False
    clock.now += 6
    steady.save(Conversation(id="c-2", turns=1))

    assert (noted, store.rated) == (True, [("t-1", -1)])


def test_nobody_is_told_that_something_is_deleted_while_the_store_refuses(
    steady: SteadyConversations, store: RefusingStore
) -> None:
    steady.save(TALK, SAID)
    store.refuses = True

    for ask in (steady.forget, steady.export, steady.turn_ids):
        with pytest.raises(ConversationStoreError, match="disk is full"):
            ask("c-1")

    assert steady.degraded is not None


def test_a_conversation_in_memory_is_forgotten_too(
    steady: SteadyConversations, store: RefusingStore, clock: SetClock
) -> None:
    store.refuses = True
    steady.save(TALK)
    store.refuses = False
    clock.now += 6

    forgotten = steady.forget("c-1")

    assert (forgotten, steady.load("c-1"), steady.forget("c-1")) == (True, None, False)


def test_a_rating_that_cannot_be_noted_is_no_error(steady: SteadyConversations, store: RefusingStore) -> None:
    noted = steady.rate("t-1", 1)
    store.refuses = True

    assert (noted, steady.rate("t-1", -1), store.rated) == (True, False, [("t-1", 1)])
