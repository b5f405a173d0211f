"""Conversations that never cost an answer: kept in this process for as long as their store refuses."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import structlog

from assistant.conversation import Conversation, ConversationStore
from assistant.errors import ConversationStoreError
from assistant.transcript import SaidTurn, Transcript, TurnLog

_RETRY_SECONDS = 5.0  # a store that refused is left alone this long: a locked one costs each try a second
_HELD_AT_MOST = 5_000
_TURNS_AT_MOST = 5_000  # of all conversations in memory
_STORED_AT_ONCE = 20  # conversations that one answer carries from memory to the store
_TRIES = 3  # what the store refuses so often while it takes everything else is given up
Kept = TypeVar("Kept")
_log = structlog.get_logger("motcua.conversations")


@dataclass(frozen=True)
class _Held:
    """A conversation in memory with the turns that its store has not seen."""

    conversation: Conversation
    held_at: float
    turns: tuple[SaidTurn, ...] = ()
    tries: int = 0


class ClosableStore(ConversationStore, TurnLog, Protocol):
    """A store that keeps what was said too, and holds connections."""

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        """Make the conversation again what it was, without the turns that came later; None: there was none."""

    def close(self) -> None:
        """Let go of them."""


class SteadyConversations(ConversationStore, TurnLog):
    """A store that falls back to a bounded memory, and goes back to the real one as soon as that works again.

    Memory keeps the state that follow-ups need and what was said; both are stored when the store works again.
    """

    def __init__(
        self,
        open_store: Callable[[], ClosableStore],
        keep_hours: float,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the store; where it cannot be opened yet, it is tried again now and then.

        Args:
            open_store: Raises `ConversationStoreError` where it cannot.
            keep_hours: Hours after which a conversation in memory is forgotten.
            clock: Seconds, monotonic.
        """
        self._open_store, self._keep_seconds, self._clock = open_store, keep_hours * 3600, clock
        self._store: ClosableStore | None = None
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._reason: str | None = None
        self._error: ConversationStoreError | None = None
        self._retry_at = clock()
        self._lock = threading.Lock()
        self._storing = threading.Lock()  # held while memory is stored, so that nothing deleted comes back
        try:
            self._opened()
        except ConversationStoreError as error:
            self._refused(error)

    @property
    def degraded(self) -> str | None:
        """Why conversations are in memory only; None where the store works."""
        return self._reason

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation, from memory where that knows a later turn; None where it is unknown."""
        held, there = self._remembered(conversation_id), None
        here = held.conversation if held else None
        if self._may_try():
            try:
                there = self._opened().load(conversation_id)
            except ConversationStoreError as error:
                self._refused(error)
        known = [conversation for conversation in (here, there) if conversation is not None]
        return max(known, key=lambda conversation: conversation.turns, default=None)

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        """Keep the conversation and what was just said in it, in memory where the store refuses."""
        if self._may_try():
            try:
                self._opened().save(conversation, turn)
            except ConversationStoreError as error:
                self._refused(error)
            else:
                self._worked()
                self._store_held(_STORED_AT_ONCE)
                return
        self._hold(conversation, turn)

    def export(self, conversation_id: str) -> Transcript | None:
        """Return what is kept of the conversation; None where it is unknown or has expired.

        Raises:
            ConversationStoreError: The store refuses, so that nobody can say what it keeps.
        """
        there = self._asked(lambda store: store.export(conversation_id))
        held = self._remembered(conversation_id)
        if held is None:
            return there
        kept = there or Transcript(conversation_id=conversation_id)
        stored = {turn.turn_id for turn in kept.turns}
        turns = (*kept.turns, *(turn for turn in held.turns if turn.turn_id not in stored))
        later = _later(held.conversation, kept.remembered)
        return kept.model_copy(
            update={"remembered": later, "turns": tuple(sorted(turns, key=lambda turn: turn.number))}
        )

    def turn_ids(self, conversation_id: str) -> tuple[str, ...]:
        """Return the ids of the conversation's turns, expired or not, those in memory too.

        Raises:
            ConversationStoreError: The store refuses.
        """
        with self._storing:
            stored = self._asked(lambda store: store.turn_ids(conversation_id))
            with self._lock:
                held = self._held.get(conversation_id)
        return (*stored, *(turn.turn_id for turn in (held.turns if held else ()) if turn.turn_id not in stored))

    def forget(self, conversation_id: str) -> bool:
        """Delete the conversation with its turns, in memory too; whether anything of it was kept.

        Raises:
            ConversationStoreError: The store refuses: it has to be asked again.
        """
        with self._storing:
            with self._lock:
                here = self._held.pop(conversation_id, None) is not None
            return self._asked(lambda store: store.forget(conversation_id)) or here

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        """Make the conversation again what it was, without the turns that came later; None: there was none.

        Raises:
            ConversationStoreError: The store refuses.
        """
        with self._storing:
            with self._lock:
                self._held.pop(conversation_id, None)
            self._asked(lambda store: store.rewind(conversation_id, before))

    def rate(self, turn_id: str, rating: int) -> bool:
        """Note what was thought of a turn, in memory where it is there; whether it could be noted."""
        if self._rate_held(turn_id, rating):
            return True
        try:
            return self._asked(lambda store: store.rate(turn_id, rating))
        except ConversationStoreError:
            return False

    def close(self) -> None:
        """Store what is in memory as far as the store takes it, and close it."""
        if self._store is not None:
            self._store_held(len(self._held))
            self._store.close()

    def _remembered(self, conversation_id: str) -> _Held | None:
        with self._lock:
            held = self._held.get(conversation_id)
        return held if held and self._is_fresh(held) else None

    def _is_fresh(self, held: _Held) -> bool:
        return self._clock() - held.held_at < self._keep_seconds

    def _hold(self, conversation: Conversation, turn: SaidTurn | None) -> None:
        with self._lock:
            before = self._held.pop(conversation.id, None)
            turns = (*(before.turns if before else ()), *([turn] if turn else []))
            self._held[conversation.id] = _Held(conversation, self._clock(), turns)
            while len(self._held) > _HELD_AT_MOST or self._turns_held() > _TURNS_AT_MOST:
                self._held.popitem(last=False)

    def _turns_held(self) -> int:
        return sum(len(held.turns) for held in self._held.values())

    def _rate_held(self, turn_id: str, rating: int) -> bool:
        with self._lock:
            for conversation_id, held in self._held.items():
                if any(turn.turn_id == turn_id for turn in held.turns):
                    rated = (_rated(turn, rating) if turn.turn_id == turn_id else turn for turn in held.turns)
                    self._held[conversation_id] = replace(held, turns=tuple(rated))
                    return True
        return False

    def _store_held(self, most: int) -> None:
        """Carry the oldest conversations in memory to the store, until it refuses or so many are there."""
        if not self._held or not self._storing.acquire(blocking=False):  # another answer is at it
            return
        try:
            with self._lock:
                oldest = list(self._held.values())[:most]
            for held in oldest:
                try:
                    if self._is_fresh(held):
                        _store_turns(self._opened(), held)
                except ConversationStoreError as error:
                    self._put_off(held)
                    self._refused(error)
                    return
                self._let_go(held)
        finally:
            self._storing.release()

    def _put_off(self, held: _Held) -> None:
        """Let a conversation that could not be stored try again a few times, behind the others."""
        with self._lock:
            now = self._held.pop(held.conversation.id, None)
            if now is not None and now.tries + 1 < _TRIES:
                self._held[held.conversation.id] = replace(now, tries=now.tries + 1)

    def _let_go(self, stored: _Held) -> None:
        """Forget what is stored; what came in the meantime stays."""
        with self._lock:
            now = self._held.pop(stored.conversation.id, None)
            if now is not None and now is not stored:
                left = tuple(turn for turn in now.turns if turn not in stored.turns)
                self._held[stored.conversation.id] = replace(now, turns=left)

    def _asked(self, ask: Callable[[ClosableStore], Kept]) -> Kept:
        if not self._may_try() and self._error is not None:
            raise ConversationStoreError(self._error.url, self._error.reason)
        try:
            return ask(self._opened())
        except ConversationStoreError as error:
            self._refused(error)
            raise

    def _may_try(self) -> bool:
        return self._reason is None or self._clock() >= self._retry_at

    def _opened(self) -> ClosableStore:
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def _refused(self, error: ConversationStoreError) -> None:
        with self._lock:
            first, self._error = self._reason is None, error
            self._reason = f"conversations are kept in memory only: {error.reason}"
            self._retry_at = self._clock() + _RETRY_SECONDS
        if first:
            _log.warning("conversations in memory only", reason=error.reason, advice=error.advice)

    def _worked(self) -> None:
        with self._lock:
            over, self._reason = self._reason is not None, None
        if over:
            _log.warning("conversations are stored again")


def _later(here: Conversation, there: Conversation | None) -> Conversation:
    return there if there is not None and there.turns >= here.turns else here


def _rated(turn: SaidTurn, rating: int) -> SaidTurn:
    return turn.model_copy(update={"rating": rating})


def _store_turns(store: ClosableStore, held: _Held) -> None:
    """Store a conversation with the turns that the store lacks; a later state of it stays."""
    talk = held.conversation
    state = _later(talk, store.load(talk.id))
    stored = frozenset(store.turn_ids(talk.id))
    missing = [turn for turn in held.turns if turn.turn_id not in stored]
    for turn in missing:
        store.save(state, turn)
    if not missing and state is talk:
        store.save(state)
    for turn in held.turns:
        if turn.rating is not None:
            store.rate(turn.turn_id, turn.rating)
