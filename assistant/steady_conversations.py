"""Conversations that never cost an answer: kept in this process for as long as their store refuses."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog

from assistant.conversation import Conversation, ConversationStore
from assistant.errors import ConversationStoreError
from assistant.transcript import SaidTurn, Transcript, TurnLog

_RETRY_SECONDS = 5.0  # a store that refused is left alone this long: a locked one costs each try a second
_HELD_AT_MOST = 5_000
Kept = TypeVar("Kept")
_log = structlog.get_logger("motcua.conversations")


class ClosableStore(ConversationStore, TurnLog, Protocol):
    """A store that keeps what was said too, and holds connections."""

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        """Keep the conversation and what was just said in it."""

    def close(self) -> None:
        """Let go of them."""


class SteadyConversations(ConversationStore, TurnLog):
    """A store that falls back to a bounded memory, and goes back to the real one as soon as that works again.

    Memory keeps the state that follow-ups need, not what was said: those turns are missing from the transcript.
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
        self._held: OrderedDict[str, tuple[Conversation, float]] = OrderedDict()
        self._reason: str | None = None
        self._error: ConversationStoreError | None = None
        self._retry_at = clock()
        self._lock = threading.Lock()
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
        here, there = self._remembered(conversation_id), None
        if self._may_try():
            try:
                there = self._opened().load(conversation_id)
            except ConversationStoreError as error:
                self._refused(error)
        known = [conversation for conversation in (here, there) if conversation is not None]
        return max(known, key=lambda conversation: conversation.turns, default=None)

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        """Keep the conversation, in memory and without what was said where the store refuses."""
        if self._may_try():
            try:
                self._opened().save(conversation, turn)
            except ConversationStoreError as error:
                self._refused(error)
            else:
                self._worked(conversation.id)
                return
        with self._lock:
            self._held[conversation.id] = (conversation, self._clock())
            self._held.move_to_end(conversation.id)
            while len(self._held) > _HELD_AT_MOST:
                self._held.popitem(last=False)

    def export(self, conversation_id: str) -> Transcript | None:
        """Return what is kept of the conversation; None where it is unknown or has expired.

        Raises:
            ConversationStoreError: The store refuses, so that nobody can say what it keeps.
        """
        here = self._remembered(conversation_id)
        there = self._asked(lambda store: store.export(conversation_id))
        if here is None or (there and there.remembered and there.remembered.turns >= here.turns):
            return there
        kept = there or Transcript(conversation_id=conversation_id)
        return kept.model_copy(update={"remembered": here})

    def turn_ids(self, conversation_id: str) -> tuple[str, ...]:
        """Return the ids of the conversation's turns, expired or not.

        Raises:
            ConversationStoreError: The store refuses.
        """
        return self._asked(lambda store: store.turn_ids(conversation_id))

    def forget(self, conversation_id: str) -> bool:
        """Delete the conversation with its turns, in memory too; whether anything of it was kept.

        Raises:
            ConversationStoreError: The store refuses: it has to be asked again.
        """
        with self._lock:
            here = self._held.pop(conversation_id, None) is not None
        return self._asked(lambda store: store.forget(conversation_id)) or here

    def rate(self, turn_id: str, rating: int) -> bool:
        """Note what was thought of a turn; whether it could be noted."""
        try:
            return self._asked(lambda store: store.rate(turn_id, rating))
        except ConversationStoreError:
            return False

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()

    def _remembered(self, conversation_id: str) -> Conversation | None:
        with self._lock:
            conversation, held_at = self._held.get(conversation_id, (None, 0.0))
        return conversation if self._clock() - held_at < self._keep_seconds else None

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

    def _worked(self, conversation_id: str) -> None:
        with self._lock:
            self._held.pop(conversation_id, None)
            over, self._reason = self._reason is not None, None
        if over:
            _log.warning("conversations are stored again")
