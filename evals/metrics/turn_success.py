"""Turn success: whether a turn is right by everything that it is labelled with."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn
from evals.verdict import faults, judged


def turn_successes(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each labelled turn without a fault, else 0."""
    return Sample({turn.key: float(not faults(turn)) for turn in turns if judged(turn)})
