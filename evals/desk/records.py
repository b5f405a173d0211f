"""What the desk speaks of: an item to judge, a review of it, and a case that grew out of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from evals.cases import Expected

Score = Literal["right", "partly", "wrong"]
CitationScore = Literal["right", "wrong", "none"]
Status = Literal["draft", "agreed"]
SCORES: tuple[Score, ...] = get_args(Score)
CITATION_SCORES: tuple[CitationScore, ...] = get_args(CitationScore)
REVIEWERS_AN_ITEM = 2


@dataclass(frozen=True)
class Pointer:
    """Where the words stand that `[id]` of an answer cites; `quote` is None where only the place is known."""

    id: int
    code: str
    field: str
    span: tuple[int, int]
    quote: str | None = None


@dataclass(frozen=True)
class Item:
    """One answer to judge, with what was asked. Its key names it in the store, which keeps none of its words."""

    key: str
    question: str
    text: str
    behavior: str
    facet: str = ""
    codes: tuple[str, ...] = ()
    cited: tuple[Pointer, ...] = ()
    before: tuple[str, ...] = ()  # what was said earlier in the same talk
    expected: Expected | None = None  # of a case of a run
    reasons: tuple[str, ...] = ()  # why it is to be judged, in Vietnamese
    snapshot: str | None = None
    audience: str = "citizen"
    score: float | None = None
    rating: int | None = None

    @property
    def is_talk(self) -> bool:
        """Whether a person asked it, so that its words go with the talk."""
        return self.key.startswith("turn:")


@dataclass(frozen=True)
class SentenceScore:
    """What a reviewer thinks of one sentence of an answer; None: not judged."""

    sentence: int  # 0-based
    score: Score | None = None
    citation: CitationScore | None = None
    harmful: bool = False
    note: str = ""


@dataclass(frozen=True)
class Review:
    """What a reviewer thinks of an answer."""

    item: str
    reviewer: str
    verdict: Score
    of: int  # how many sentences the answer had
    sentences: tuple[SentenceScore, ...] = ()  # those that were judged
    note: str = ""
    saved_at: float = 0.0  # seconds since 1970

    @property
    def harmful(self) -> bool:
        """Whether any sentence could do harm."""
        return any(one.harmful for one in self.sentences)


@dataclass(frozen=True)
class Settled:
    """What was agreed about an answer that two reviewers judged differently."""

    item: str
    verdict: Score
    note: str
    by: str
    at: float


@dataclass(frozen=True)
class MadeCase:
    """A case of the desk: `body` is in the case format, without its id."""

    id: str
    body: dict[str, object] = field(repr=False)
    status: Status
    item: str | None
    made_by: str
    made_at: float
    agreed_by: str | None = None
    agreed_at: float | None = None
