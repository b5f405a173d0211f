"""Turns that went wrong, each with its reasons: where the next improvement is to be looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics.sample import Turn, flatten
from evals.transcripts import Transcript
from evals.verdict import Fault, faults


@dataclass(frozen=True)
class Miss:
    """One turn with everything that is wrong with it."""

    turn: Turn
    faults: tuple[Fault, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, in words."""
        return tuple(fault.reason for fault in self.faults)


def find_misses(transcripts: Sequence[Transcript]) -> list[Miss]:
    """Return the turns that are wrong by any label, in order."""
    found = ((turn, faults(turn)) for turn in flatten(transcripts))
    return [Miss(turn, wrong) for turn, wrong in found if wrong]
