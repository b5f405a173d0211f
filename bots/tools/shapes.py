"""The results of the tools: facts, each with the words of the source that it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.records import ChecklistItem, Citation
from knowledge.records import Facet, Level

PaperStatus = Literal["covered", "missing", "depends", "unsure"]
GivenStatus = Literal["covered", "unsure", "other_case", "not_asked_for"]


class ToolRefusal(Exception):
    """A call that cannot be answered; the message tells the caller, in Vietnamese, what to do instead."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Found(_Shape):
    """One procedure that was found."""

    code: str
    title: str
    score: float = Field(description="0 to 1, higher is better")
    level: Level | None = Field(description="Which level of government handles it; null: not stated")
    field: str | None = Field(description="Field of administration; null: not stated")
    agency: str | None = Field(description="Who handles it; null: not stated")
    jurisdiction: str = Field(description="VN, or the province whose own procedure it is")
    citations: tuple[Citation, ...] = Field(description="The title, and the words that fit the query best")
    page: str | None = Field(description="The procedure's page, where there is one")


class SearchResult(_Shape):
    """Procedures that may be meant, best first."""

    procedures: tuple[Found, ...]
    snapshot: str


class ProcedureFacts(_Shape):
    """What the record says, as text with marks such as [3], and the quotes behind the marks."""

    code: str
    title: str
    jurisdiction: str
    facet: Facet | None = Field(description="What was asked for; null: all of the record")
    text: str
    citations: tuple[Citation, ...]
    checklist: tuple[ChecklistItem, ...]
    page: str | None
    snapshot: str


class CaseChoice(_Shape):
    """A case of the procedure with a dossier of its own."""

    number: int = Field(description="Chooses this case when given as `case`")
    label: str
    citation: int


class CheckedPaper(_Shape):
    """One paper of the record's dossier."""

    name: str
    originals: int | None
    copies: int | None
    form: str | None
    case: str | None = Field(description="The heading that it stands under")
    status: PaperStatus = Field(
        description="covered: a given paper is this one; missing: none is; depends: none is, and the record asks for "
        "it only in some circumstances; unsure: a given paper may be this one, or it is a kind of papers"
    )
    given: str | None = Field(description="The given paper that is or may be this one")
    citation: int


class GivenPaper(_Shape):
    """One paper of the applicant."""

    given: str
    status: GivenStatus = Field(
        description="covered: it is one of the dossier; unsure: it may be one of `papers`; other_case: only a "
        "case that was not chosen asks for it; not_asked_for: no paper of the record has a name like it"
    )
    papers: tuple[str, ...] = Field(description="Names of the papers that it is or may be")


class DossierCheck(_Shape):
    """A dossier held against the record; counts, validity and contents of the papers are not checked."""

    code: str
    title: str
    case: str | None = Field(description="The case that was checked; null: none was chosen, or there is none")
    case_needed: bool = Field(description="The dossier differs by case: call again with one of `cases`")
    cases: tuple[CaseChoice, ...]
    complete: Literal["yes", "no", "unknown"] = Field(
        description="By the names: yes, all papers are covered; no, one is missing; unknown: it depends, is unsure, or "
        "the case was not chosen"
    )
    papers: tuple[CheckedPaper, ...]
    given: tuple[GivenPaper, ...]
    citations: tuple[Citation, ...]
    text: str
    page: str | None
    snapshot: str
