"""What was said in a conversation, as its owner may read it and have it deleted: redacted before it is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from assistant.conversation import Conversation
from assistant.privacy import redact, redact_echo
from assistant.ratings import Rating, forget_ratings, ratings_of
from assistant.records import Answer, Behavior
from assistant.understand import LONGEST_CHARS
from knowledge.records import Facet, Span
from knowledge.vietnamese import clean

KEPT = "kept"
"""Context of a turn that is read back: it was redacted before it was kept, and once more takes most of the reading."""

_MARGIN_CHARS = 200  # read beyond what is kept, so that no detail is cut in two before it is seen
_PROCEDURES = 10  # the best ones of an answer


def _redacted(question: str, info: ValidationInfo) -> str:
    if info.context == KEPT:
        return question
    return redact(clean(question, LONGEST_CHARS + _MARGIN_CHARS))[:LONGEST_CHARS]


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()  # PostgreSQL takes no NUL


class Cited(BaseModel):
    """Where the source has the words that an answer cites under `[id]`; the words themselves are not kept twice."""

    model_config = ConfigDict(frozen=True)

    id: int
    code: str
    field: str  # the path in the record, as in a citation
    span: Span  # in the source text of the turn's snapshot


class SaidTurn(BaseModel):
    """One question and what was answered. It cannot be made with a personal detail in the question."""

    model_config = ConfigDict(frozen=True)

    turn_id: str
    number: int  # 1 for the first of its conversation
    asked_at: datetime
    question: Annotated[str, AfterValidator(_redacted)]
    behavior: Behavior
    facet: Facet | None = None
    procedures: tuple[str, ...] = ()  # codes, best first
    score: float | None = None  # of the best procedure, 0 to 1; None where none was named, or by an older version
    cited: tuple[Cited, ...] = ()
    text: Annotated[str, AfterValidator(_storable)]
    snapshot: str | None = None
    rating: int | None = None


class Transcript(BaseModel):
    """All that is kept of a conversation."""

    model_config = ConfigDict(frozen=True)

    conversation_id: str
    expires_at: datetime | None = None  # None: it is in memory only, and a restart forgets it
    turns: tuple[SaidTurn, ...] = ()
    remembered: Conversation | None = None  # the state that follow-ups need
    feedback: tuple[Rating, ...] = ()


class TurnLog(Protocol):
    """Where what was said is kept, as long as its conversation."""

    def export(self, conversation_id: str, /) -> Transcript | None:
        """Return what is kept of the conversation; None where it is unknown or has expired."""

    def turn_ids(self, conversation_id: str, /) -> tuple[str, ...]:
        """Return the ids of its turns, expired or not."""

    def forget(self, conversation_id: str, /) -> bool:
        """Delete the conversation with its turns; whether anything of it was kept."""

    def rate(self, turn_id: str, rating: int, /) -> bool:
        """Note what was thought of a turn; whether the turn is kept."""


class NoTurns(TurnLog):
    """A log that keeps nothing, for doors that are opened without one."""

    def export(self, _conversation_id: str, /) -> Transcript | None:
        """Return None."""
        return None

    def turn_ids(self, _conversation_id: str, /) -> tuple[str, ...]:
        """Return no id."""
        return ()

    def forget(self, _conversation_id: str, /) -> bool:
        """Return False: nothing was kept."""
        return False

    def rate(self, _turn_id: str, _rating: int, /) -> bool:
        """Return False: the turn is not kept."""
        return False


NO_TURNS = NoTurns()


def said(question: str, answer: Answer, number: int) -> SaidTurn:
    """Return a turn that was just answered, its personal details taken out."""
    return SaidTurn(
        turn_id=answer.turn_id,
        number=number,
        asked_at=datetime.now(UTC),
        question=question,
        behavior=answer.behavior,
        facet=answer.facet,
        procedures=tuple(procedure.code for procedure in answer.procedures[:_PROCEDURES]),
        score=answer.procedures[0].score if answer.procedures else None,
        cited=tuple(Cited(id=one.id, code=one.code, field=one.field, span=one.span) for one in answer.citations),
        text=redact_echo(answer.text, question),
        snapshot=answer.snapshot,
    )


def export_conversation(log: TurnLog, feedback: Path, conversation_id: str) -> Transcript | None:
    """Return all that is kept of a conversation, ratings too; None where nothing is.

    Raises:
        ConversationStoreError: The store cannot be read.
    """
    transcript = log.export(conversation_id)
    if transcript is None:
        return None
    given = ratings_of(feedback, frozenset(turn.turn_id for turn in transcript.turns))
    return transcript.model_copy(update={"feedback": tuple(given)})


def forget_conversation(log: TurnLog, feedback: Path, conversation_id: str) -> bool:
    """Delete a conversation, what was said in it, and the ratings of it; whether anything was kept.

    Raises:
        ConversationStoreError: The store cannot be written.
        OSError: The ratings cannot be written.
    """
    # The ratings first: when the turns are gone, nothing tells any more which ratings were theirs.
    forget_ratings(feedback, frozenset(log.turn_ids(conversation_id)))
    return log.forget(conversation_id)
