"""What the tests of this room share: an assistant that answers from a table, and transcripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.records import Answer, Behavior, Question, RankedProcedure
from evals.cases import Case
from evals.transcripts import AskedTurn, Reply, ReplyProcedure, Transcript


@dataclass
class TableAssistant:
    """Answers each question from a table of (behaviour, text, codes); remembers what it was asked."""

    table: Mapping[str, tuple[Behavior, str, Sequence[str]]]
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Answer:
        """Return the table's answer; an unknown question raises KeyError, as a broken assistant would."""
        self.asked.append(question)
        behavior, text, codes = self.table[question.question]
        return Answer(
            conversation_id=question.conversation_id or f"c{len(self.asked)}",
            turn_id=f"t{len(self.asked)}",
            behavior=behavior,
            text=text,
            procedures=tuple(RankedProcedure(code=code, title=code, score=1.0) for code in codes),
        )


def transcript(
    identifier: str,
    *turns: tuple[dict[str, object], dict[str, object] | None],
    file: str = "f",
    slice_name: str = "",
    latency_ms: float = 1.0,
) -> Transcript:
    """Return a transcript from pairs of (what was expected, what came back or None)."""
    labels = [{"user": "?", **expected} for expected, _ in turns]
    case = Case.model_validate({"id": identifier, "slice": slice_name, "turns": labels})
    asked = [
        AskedTurn(
            position=position,
            expected=turn,
            reply=None if got is None else reply(**got),
            failure="no reply" if got is None else "",
            latency_ms=latency_ms,
        )
        for position, (turn, (_, got)) in enumerate(zip(case.turns, turns, strict=True), start=1)
    ]
    return Transcript(file=file, case=case, turns=tuple(asked))


def reply(**got: object) -> Reply:
    """Return a reply; `codes` become its procedures."""
    codes = got.pop("codes", ())
    assert isinstance(codes, list | tuple)
    procedures = tuple(ReplyProcedure(code=code) for code in codes)
    return Reply.model_validate({"behavior": "answer", "text": "", "procedures": procedures, **got})
