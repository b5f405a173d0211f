"""What a conversation remembers between turns: codes, choices, and the redacted words of the present matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, ConfigDict

from assistant.clarification import Clarification
from assistant.records import Option
from knowledge.records import Facet

if TYPE_CHECKING:
    from assistant.transcript import SaidTurn


THE_REST = Option(label="Xem đầy đủ", value="xem đầy đủ")
"""The choice that a shortened answer offers: all of it."""


class Conversation(BaseModel):
    """The state that follow-ups need."""

    model_config = ConfigDict(frozen=True)

    id: str
    turns: int = 0
    code: str | None = None  # the procedure that was last answered about
    facets: tuple[Facet, ...] = ()  # what was asked about it, or is waiting for a choice
    options: tuple[Option, ...] = ()  # the choices that were offered last
    words: tuple[str, ...] = ()  # of the turns about the present matter, redacted, the last first
    asking: bool = False  # they were offered to tell apart what was asked, not as near misses
    clarification: Clarification | None = None  # the question that was asked back last
    asked: tuple[str, ...] = ()  # the attributes that were asked about to tell the present matter apart
    trail: tuple[str, ...] = ()  # the procedures that were answered about, each once, the last first
    order: tuple[str, ...] = ()  # the same in the order in which they came up
    others: tuple[Option, ...] = ()  # what else the last answer might have been about
    event: str | None = None  # the life event whose plan was told, as long as the talk is about its steps
    plan: tuple[Option, ...] = ()  # the steps of that plan


class ConversationStore(Protocol):
    """Where conversations are kept."""

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None where it is unknown or has expired."""

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        """Keep the conversation, replacing what was kept of it, and what was just said in it."""


class ConversationMemory:
    """Conversations in this process only."""

    def __init__(self) -> None:
        self._kept: dict[str, Conversation] = {}

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None where it is unknown."""
        return self._kept.get(conversation_id)

    def save(self, conversation: Conversation, _turn: SaidTurn | None = None) -> None:
        """Keep the conversation until the process ends; what was said is not kept."""
        self._kept[conversation.id] = conversation
