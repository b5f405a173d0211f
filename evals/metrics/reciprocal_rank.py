"""MRR: how high the first right procedure stands."""

from __future__ import annotations

from collections.abc import Iterable

from ir_measures import RR

from evals.metrics.ranking import measure
from evals.metrics.sample import Sample, Turn


def reciprocal_ranks(turns: Iterable[Turn]) -> Sample:
    """Return 1 / rank of the first right procedure for each measured turn, 0 without one; the mean is MRR.

    Source:
        Voorhees 1999, The TREC-8 Question Answering Track Report.
    """
    return measure(turns, RR)
