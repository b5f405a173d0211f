"""The shapes of the HTTP and CLI contract: what is asked and what is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.records import Facet, Span

Behavior = Literal["answer", "clarify", "refuse", "greet", "warn", "handoff", "list", "error"]
Audience = Literal["citizen", "officer"]


class Shape(BaseModel):
    """Base of the contract's shapes: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Shape):
    """One request of `POST /api/ask`; keys that it does not know are ignored, so that newer clients still connect."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    conversation_id: Annotated[
        str | None,
        Field(max_length=64, pattern=r"^[A-Za-z0-9._:-]{1,64}$"),
        BeforeValidator(lambda sent: None if sent == "" else sent),  # a blank form field starts a new conversation
    ] = None
    audience: Audience = "citizen"
    place: str | None = Field(default=None, max_length=200)


class RankedProcedure(Shape):
    """A procedure that was considered; `score` is higher for better, 0 to 1."""

    code: str
    title: str
    score: float


class Citation(Shape):
    """The words of the source that a part of the answer rests on: `quote` is exactly the source's slice `span`."""

    id: int  # 1-based, as in "[1]" of the text
    code: str
    field: str  # the path in the record, such as "channels.0.fees.1"
    quote: str
    source_url: str | None
    source_file: str
    span: Span


class Option(Shape):
    """A choice; it is taken by sending `value` as the next question of the conversation."""

    label: str
    value: str


class ChecklistItem(Shape):
    """One paper to bring."""

    name: str
    originals: int | None
    copies: int | None
    form: str | None
    note: str | None
    case: str | None
    citation: int | None  # the id of the citation


class Answer(Shape):
    """The reply of `POST /api/ask`; channels only render it."""

    conversation_id: str
    turn_id: str
    behavior: Behavior
    text: str
    procedures: tuple[RankedProcedure, ...] = ()
    facet: Facet | None = None
    citations: tuple[Citation, ...] = ()
    options: tuple[Option, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    snapshot: str | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)  # each lap since the turn began
