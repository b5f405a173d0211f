"""Conversations that never cost an answer: kept in this process for as long as their store refuses."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import structlog

from assistant.conversation import Conversation, ConversationStore
from assistant.errors import ConversationStoreError

_RETRY_SECONDS = 5.0  # a store that refused is left alone this long: a locked one costs each try a second
_HELD_AT_MOST = 5_000
_log = structlog.get_logger("motcua.conversations")


class ClosableStore(ConversationStore, Protocol):
    """A store that holds connections."""

    def close(self) -> None:
        """Let go of them."""


class SteadyConversations(ConversationStore):
    """A store that falls back to a bounded memory, and goes back to the real one as soon as that works again."""

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

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation, in memory where the store refuses."""
        if self._may_try():
            try:
                self._opened().save(conversation)
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

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()

    def _remembered(self, conversation_id: str) -> Conversation | None:
        with self._lock:
            conversation, held_at = self._held.get(conversation_id, (None, 0.0))
        return conversation if self._clock() - held_at < self._keep_seconds else None

    def _may_try(self) -> bool:
        return self._reason is None or self._clock() >= self._retry_at

    def _opened(self) -> ClosableStore:
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def _refused(self, error: ConversationStoreError) -> None:
        with self._lock:
            first = self._reason is None
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
