"""One question on its way to an answer."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant import clock
from assistant.advice import Advice, NoAdvice
from assistant.circumstances import Circumstances
from assistant.conversation import Conversation
from assistant.dialogue import procedure_choices
from assistant.due_dates import filed_on, with_filing
from assistant.places import PlaceTold, place_told
from assistant.records import Question
from assistant.understand import Understanding, understand
from knowledge.search import Hit

Asked = tuple[str, str | None, tuple[str, ...] | None]
"""What was searched for: words, place, codes to choose from."""


@dataclass
class Turn:
    """What is known of one question, and how long its steps have taken."""

    question: Question
    said: Understanding
    conversation: Conversation
    started: float = field(default_factory=time.perf_counter)
    timings_ms: dict[str, float] = field(default_factory=dict)
    found: dict[Asked, list[Hit]] = field(default_factory=dict)  # by what was searched for; shared by `about`
    after: list[Conversation] = field(default_factory=list)  # the talk after this turn; shared by `about`
    advice: Advice = field(default_factory=NoAdvice)

    @cached_property
    def placed(self) -> PlaceTold:
        """The place that the question names, else the one that was given with it."""
        return place_told(self.said.text, self.question.place)

    @property
    def place(self) -> str | None:
        """Today's province that the question is about; None where there is none."""
        return self.placed.province

    @property
    def told(self) -> Circumstances:
        """What the question tells beside its procedure and its facets."""
        placed = (self.placed, *(place_told(words, None) for words in self.conversation.words))
        named = next((place for place in placed if place.province or place.old_place), self.placed)
        return Circumstances(
            words=self.said.text,
            earlier=self.conversation.words,
            province=named.province,
            old_place=named.old_place,
            communes=named.communes,
            filed_on=filed_on(self.said.text, clock.today()),
        )

    @property
    def last(self) -> str | None:
        """The code of the last procedure of the talk, or of the first choice that is open; None where there is none."""
        choices = procedure_choices(self.conversation) if self.conversation.asking else ()
        return self.conversation.code or next((option.value for option in choices), None)

    def about(self, text: str) -> Turn:
        """Return the turn as if these words alone had been said; timings are shared."""
        return replace(self, said=with_filing(understand(text), clock.today()))

    @property
    def for_officer(self) -> bool:
        """Whether an officer asks."""
        return self.question.audience == "officer"

    @property
    def in_full(self) -> bool:
        """Whether all that a record holds is wanted."""
        return self.said.wants_all or self.for_officer

    @property
    def follows(self) -> bool:
        """Whether a procedure was answered about before."""
        return self.conversation.code is not None

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
