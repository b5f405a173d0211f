"""Forbidden-fact rate: how often a reply says what no right answer says. Lower is better."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn
from evals.metrics.strings import forbidden


def forbidden_rate(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each answered turn with `must_not` whose reply says one of them, else 0; the mean is the rate."""
    asked = (turn for turn in turns if turn.asked.expected.must_not and turn.asked.reply is not None)
    return Sample({turn.key: float(bool(forbidden(turn))) for turn in asked})
