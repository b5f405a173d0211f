"""One question on its way to an answer."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from assistant.circumstances import Circumstances
from assistant.conversation import Conversation
from assistant.records import Question
from assistant.understand import Understanding
from knowledge.provinces import province_asked_about


@dataclass
class Turn:
    """What is known of one question, and how long its steps have taken."""

    question: Question
    said: Understanding
    conversation: Conversation
    started: float = field(default_factory=time.perf_counter)
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def place(self) -> str | None:
        """The province that the question is about, as it was given or is named; None where there is none."""
        return self.question.place or province_asked_about(self.said.wording.folded)

    @property
    def told(self) -> Circumstances:
        """What the question tells beside its procedure and its facets."""
        return Circumstances(words=self.said.text, province=self.place)

    @property
    def in_full(self) -> bool:
        """Whether all that a record holds is wanted."""
        return self.said.wants_all or self.question.audience == "officer"

    @property
    def first(self) -> bool:
        """Whether nothing was answered in this conversation yet."""
        return self.conversation.turns == 0

    def lap(self, name: str) -> None:
        """Note how long the turn has taken so far, in milliseconds."""
        self.timings_ms[name] = round((time.perf_counter() - self.started) * 1000, 2)


def new_conversation(conversation_id: str | None) -> Conversation:
    """Return a conversation that nothing was said in, under the given id or a new one."""
    return Conversation(id=conversation_id or f"c-{uuid.uuid4().hex}")
