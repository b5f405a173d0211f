"""The mutation score: which faults the labels of a run's cases notice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from evals.mutation.asking import question_of
from evals.mutation.faults import Fault
from evals.mutation.mutants import mutate_transcripts
from evals.mutation.neighbours import StoredNeighbours
from evals.mutation.operators import Neighbours, Operator
from evals.mutation.outcomes import FaultOutcome, MutationScore, worst_first
from evals.transcripts import Reply, Transcript

MOST_ASKED_CASES = 40
"""How many cases are asked again for one fault of questions."""

Failing = Callable[[Transcript], frozenset[str]]
Reask = Callable[[Fault | None, Transcript], Transcript]
Progress = Callable[[str, int, int], None]  # label, faults done, faults in all

Pair = tuple[Transcript, Transcript]  # the case without the fault, and with it


def score(
    transcripts: Sequence[Transcript],
    faults: Sequence[Fault],
    failing: Failing,
    reask: Reask,
    progress: Progress | None = None,
) -> MutationScore:
    """Break the product with each fault in turn and see which cases notice.

    A fault is noticed by a case that fails a label with it which it does not fail without it. Faults of replies
    break what the run has stored. For faults of questions the struck cases are asked again, with the fault and
    without it, so that nothing but the fault lies between the two.

    Args:
        failing: The labels that a transcript fails; those of several turns told apart by the turn.
        reask: Asks a case again with the fault, or with none.
    """
    judge = _Judge(transcripts, failing, reask)
    outcomes = []
    for number, fault in enumerate(faults, start=1):
        outcomes.append(judge.outcome(fault))
        if progress is not None:
            progress("faults", number, len(faults))
    return MutationScore(outcomes=worst_first(outcomes))


class _Judge:
    """Holds what is the same for all faults: whom to borrow from, and what fails without any."""

    def __init__(self, transcripts: Sequence[Transcript], failing: Failing, reask: Reask) -> None:
        self._transcripts, self._failing, self._reask = transcripts, failing, reask
        self._neighbours: Neighbours = StoredNeighbours(transcripts)
        self._failed: dict[tuple[str, str], frozenset[str]] = {}
        self._asked: dict[tuple[str, str], Transcript] = {}

    def outcome(self, fault: Fault) -> FaultOutcome:
        """Return what became of one fault."""
        of_replies = isinstance(fault.operator, Operator)
        noticed: list[tuple[str, str]] = []
        changed = 0
        for before, after in self._broken(fault) if of_replies else self._misheard(fault):
            changed += _changed(before, after)
            new = self._failing(after) - (self._without(before) if of_replies else self._failing(before))
            if new:
                noticed.append((f"{after.file}/{after.case.id}", min(new)))
        return FaultOutcome(
            operator=fault.operator.name,
            seed=fault.seed,
            what_breaks=fault.operator.what_breaks,
            changed=changed,
            cases=tuple(case for case, _ in noticed),
            first_label=noticed[0][1] if noticed else "",
        )

    def _broken(self, fault: Fault) -> Iterator[Pair]:
        broken = mutate_transcripts(self._transcripts, fault, self._neighbours)
        pairs = zip(self._transcripts, broken, strict=True)
        yield from ((before, after) for before, after in pairs if after is not before)

    def _misheard(self, fault: Fault) -> Iterator[Pair]:
        struck = [transcript for transcript in self._transcripts if self._is_struck(fault, transcript)]
        for transcript in sorted(struck, key=lambda found: _lot(fault, found))[:MOST_ASKED_CASES]:
            if transcript.key not in self._asked:
                self._asked[transcript.key] = self._reask(None, transcript)
            yield self._asked[transcript.key], self._reask(fault, transcript)

    def _is_struck(self, fault: Fault, transcript: Transcript) -> bool:
        for place, turn in enumerate(transcript.turns):
            asked = question_of(transcript.case, turn, "talk" if place else None)
            if fault.broken_question(asked, self._neighbours) != asked:
                return True
        return False

    def _without(self, transcript: Transcript) -> frozenset[str]:
        if transcript.key not in self._failed:
            self._failed[transcript.key] = self._failing(transcript)
        return self._failed[transcript.key]


def _changed(before: Transcript, after: Transcript) -> int:
    """How many replies tell something else."""
    turns = zip(before.turns, after.turns, strict=True)
    return sum(_told(old.reply) != _told(new.reply) for old, new in turns)


def _told(reply: Reply | None) -> object:
    """What a reply tells, without what is another at every asking: ids and times."""
    if reply is None:
        return None
    lists = reply.procedures, reply.citations, reply.options, reply.checklist
    return reply.behavior, reply.text, reply.facet, lists


def _lot(fault: Fault, transcript: Transcript) -> str:
    return hashlib.sha256("|".join((fault.name, *transcript.key)).encode("utf-8", "replace")).hexdigest()
