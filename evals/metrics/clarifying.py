"""Asking back: whether the assistant asks where it has to, and only there."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.behaviors import got
from evals.metrics.sample import Sample, Turn

_CLARIFY = "clarify"


def clarify_precision(turns: Iterable[Turn]) -> Sample:
    """Return, for each labelled turn that was asked back about, 1 where asking back is accepted, else 0."""
    asked = (turn for turn in turns if turn.asked.expected.accepted and got(turn) == _CLARIFY)
    return Sample({turn.key: float(_CLARIFY in turn.asked.expected.accepted) for turn in asked})


def clarify_recall(turns: Iterable[Turn]) -> Sample:
    """Return, for each turn that has to be asked back about, 1 where it was, else 0."""
    wanted = (turn for turn in turns if turn.asked.expected.behavior == _CLARIFY)
    return Sample({turn.key: float(got(turn) == _CLARIFY) for turn in wanted})
