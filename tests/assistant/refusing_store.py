"""A store that refuses when it is told to, a clock that is set, and one turn of a talk."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.conversation import Conversation, ConversationMemory
from assistant.errors import ConversationStoreError
from assistant.transcript import SaidTurn, Transcript, TurnLog

TALK = Conversation(id="c-1", turns=1, code="1.001193")
SAID = SaidTurn(
    turn_id="t-1",
    number=1,
    asked_at=datetime(2026, 11, 24, tzinfo=UTC),
    question="khai sinh cần gì",
    behavior="answer",
    text="Tờ khai [1]",
)


class RefusingStore(ConversationMemory, TurnLog):
    """A store that can be told to refuse, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses = False
        self.tries = 0
        self.said: dict[str, list[SaidTurn]] = {}
        self.rated: list[tuple[str, int]] = []

    def load(self, conversation_id: str) -> Conversation | None:
        self._try()
        return super().load(conversation_id)

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        self._try()
        super().save(conversation)
        self.said.setdefault(conversation.id, []).extend([turn] if turn else [])

    def export(self, conversation_id: str, /) -> Transcript | None:
        self._try()
        state = self._kept.get(conversation_id)
        turns = tuple(self.said.get(conversation_id, ()))
        return Transcript(conversation_id=conversation_id, turns=turns, remembered=state) if state else None

    def turn_ids(self, conversation_id: str, /) -> tuple[str, ...]:
        self._try()
        return tuple(turn.turn_id for turn in self.said.get(conversation_id, ()))

    def forget(self, conversation_id: str, /) -> bool:
        self._try()
        self.said.pop(conversation_id, None)
        return self._kept.pop(conversation_id, None) is not None

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        self._try()
        last = before.turns if before else 0
        self.said[conversation_id] = [turn for turn in self.said.get(conversation_id, []) if turn.number <= last]
        if before is None:
            self._kept.pop(conversation_id, None)
        else:
            self._kept[conversation_id] = before

    def rate(self, turn_id: str, rating: int, /) -> bool:
        self._try()
        self.rated.append((turn_id, rating))
        return True

    def close(self) -> None:
        """Nothing is open."""

    def _try(self) -> None:
        self.tries += 1
        if self.refuses:
            raise ConversationStoreError("sqlite:///x", "database or disk is full")


class SetClock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now
