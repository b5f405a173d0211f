"""nDCG@10: how near the first ten are to an order with every acceptable procedure on top."""

from __future__ import annotations

from collections.abc import Iterable

from ir_measures import nDCG

from evals.metrics.ranking import measure
from evals.metrics.sample import Sample, Turn


def gains(turns: Iterable[Turn]) -> Sample:
    """Return nDCG@10 of each measured turn, 0 to 1.

    Codes of a case are alternatives, and the ideal order has all of them: a case with many is held to more than
    hit@k holds it to.

    Source:
        Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques.
    """
    return measure(turns, nDCG @ 10)
