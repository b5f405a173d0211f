"""Facet accuracy: whether the assistant saw what is asked about the procedure (papers, fee, time, …)."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn


def right_facets(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each turn labelled with a facet whose reply names it, else 0; the mean is accuracy."""
    return Sample(
        {
            turn.key: float(turn.asked.reply is not None and turn.asked.reply.facet == turn.asked.expected.facet)
            for turn in turns
            if turn.asked.expected.facet
        }
    )
