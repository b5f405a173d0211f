"""The values that a measure takes over turns, before they become one number.

Turns of one dialogue are not independent: each value knows the case that it comes from, and the intervals
resample whole cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evals.transcripts import AskedTurn, Transcript


class Turn(NamedTuple):
    """One asked turn and the place that it comes from."""

    file: str
    case: str
    slice: str
    asked: AskedTurn
    said: str = ""  # everything that the person wrote up to here
    first: bool = False  # of its talk

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells turns apart inside a run: file, case id and position in the dialogue."""
        return self.file, self.case, self.asked.position


@dataclass(frozen=True)
class Sample:
    """One value a measured turn, by the turn's key; turns that a measure does not concern are absent."""

    values: Mapping[tuple[str, str, int], float]

    @property
    def count(self) -> int:
        """How many turns were measured."""
        return len(self.values)

    @property
    def mean(self) -> float | None:
        """The mean over the turns; None when there are none."""
        return sum(self.values.values()) / len(self.values) if self.values else None


def flatten(transcripts: Iterable[Transcript]) -> list[Turn]:
    """Return every turn of the transcripts, in order."""
    return [turn for transcript in transcripts for turn in _turns(transcript)]


def _turns(transcript: Transcript) -> Iterator[Turn]:
    said: list[str] = []
    for asked in transcript.turns:
        said.append(asked.expected.user)
        yield Turn(transcript.file, transcript.case.id, transcript.case.slice, asked, "\n".join(said), len(said) == 1)
