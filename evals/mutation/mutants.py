"""The broken product: behind a door that asks it, or applied to what a run has stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.records import Question
from evals.cases import Document
from evals.doors import Door, Sources
from evals.mutation.faults import Fault
from evals.mutation.neighbours import StoredNeighbours
from evals.mutation.operators import Neighbours
from evals.transcripts import AskedTurn, Reply, Transcript


class MutantDoor:
    """A door behind which the product has one fault."""

    def __init__(self, door: Door, fault: Fault, neighbours: Neighbours) -> None:
        """Ask through `door`; the fault borrows from `neighbours`."""
        self._door, self._fault, self._neighbours = door, fault, neighbours

    @property
    def about(self) -> Mapping[str, object]:
        """What is measured, and its fault."""
        return {**self._door.about, "fault": self._fault.name}

    @property
    def sources(self) -> Sources | None:
        """The records of the product that is broken."""
        return self._door.sources

    def poisoned(self, document: Document) -> Door | None:
        """Return the door over a poisoned record, with the same fault; None where that cannot be."""
        poisoned = self._door.poisoned(document)
        return None if poisoned is None else MutantDoor(poisoned, self._fault, self._neighbours)

    def ask(self, question: Question) -> Reply:
        """Return the reply of the broken product; raises DoorError when there is none."""
        heard = self._fault.broken_question(question, self._neighbours)
        return self._fault.broken_reply(self._door.ask(heard), question.question, self._neighbours)


def mutate_transcripts(
    transcripts: Sequence[Transcript], fault: Fault, neighbours: Neighbours | None = None
) -> list[Transcript]:
    """Return what the run would hold if the product had this fault of replies, without asking again.

    Args:
        neighbours: Whom to borrow from; the answers of these transcripts by default.

    Returns:
        All transcripts in order; those that the fault leaves alone are the same objects.
    """
    lenders = neighbours if neighbours is not None else StoredNeighbours(transcripts)
    return [_mutate(transcript, fault, lenders) for transcript in transcripts]


def _mutate(transcript: Transcript, fault: Fault, neighbours: Neighbours) -> Transcript:
    turns = tuple(_mutate_turn(turn, fault, neighbours) for turn in transcript.turns)
    if all(new is old for new, old in zip(turns, transcript.turns, strict=True)):
        return transcript
    return transcript.model_copy(update={"turns": turns})


def _mutate_turn(turn: AskedTurn, fault: Fault, neighbours: Neighbours) -> AskedTurn:
    if turn.reply is None:
        return turn
    reply = fault.broken_reply(turn.reply, turn.expected.user, neighbours)
    return turn if reply is turn.reply else turn.model_copy(update={"reply": reply})
