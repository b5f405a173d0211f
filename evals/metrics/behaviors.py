"""Behaviours: whether the assistant did the right kind of thing (answered, asked back, refused, …)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn

FAILED = "failed"


def got(turn: Turn) -> str:
    """Return the behaviour of the reply, or `failed` where the door gave none."""
    return FAILED if turn.asked.reply is None else turn.asked.reply.behavior


def right_behaviors(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each labelled turn whose reply has an accepted behaviour, else 0; the mean is accuracy."""
    labelled = (turn for turn in turns if turn.asked.expected.accepted)
    return Sample({turn.key: float(got(turn) in turn.asked.expected.accepted) for turn in labelled})


def count_behaviors(turns: Iterable[Turn]) -> dict[str, int]:
    """Return how often each behaviour came back, most frequent first, over all turns."""
    return dict(Counter(got(turn) for turn in turns).most_common())


def confusion(turns: Iterable[Turn]) -> dict[str, dict[str, int]]:
    """Return expected behaviour -> behaviour that came back -> count, over labelled turns.

    A reply that a case accepts through `behavior_ok` stands under its own name: the table is what happened.
    """
    table: dict[str, Counter[str]] = {}
    for turn in turns:
        if turn.asked.expected.accepted:
            table.setdefault(turn.asked.expected.behavior, Counter())[got(turn)] += 1
    return {expected: dict(row.most_common()) for expected, row in sorted(table.items())}
