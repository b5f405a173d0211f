"""Cases of a run asked again, of the product as it is or with a fault between the person and it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.records import Question
from evals.cases import Case
from evals.doors import Door
from evals.errors import DoorError
from evals.mutation.faults import Fault
from evals.mutation.mutants import MutantDoor
from evals.mutation.operators import Neighbours
from evals.transcripts import AskedTurn, Transcript


def question_of(case: Case, turn: AskedTurn, conversation: str | None) -> Question:
    """Return the question as a run asks it."""
    return Question(
        question=turn.expected.user,
        conversation_id=conversation,
        audience=case.audience,
        place=case.place or None,
    )


class Asking:
    """Asks the turns of a transcript again, in one conversation."""

    def __init__(self, door: Door, neighbours: Neighbours) -> None:
        """Ask through `door`."""
        self._door, self._neighbours = door, neighbours

    def __call__(self, fault: Fault | None, transcript: Transcript) -> Transcript:
        """Return the case as it goes with the fault, or without any; a turn without a reply says why."""
        door = self._door if fault is None else MutantDoor(self._door, fault, self._neighbours)
        return transcript.model_copy(update={"turns": tuple(_ask(transcript, door))})


def _ask(transcript: Transcript, door: Door) -> Iterator[AskedTurn]:
    conversation: str | None = None
    for turn in transcript.turns:
        try:
            reply = door.ask(question_of(transcript.case, turn, conversation))
        except DoorError as error:
            yield AskedTurn(position=turn.position, expected=turn.expected, failure=error.reason)
            continue
        conversation = reply.conversation_id
        yield AskedTurn(position=turn.position, expected=turn.expected, reply=reply)
