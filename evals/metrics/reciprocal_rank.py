"""MRR: how high the first right procedure stands."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.hits import first_right_rank, measured
from evals.metrics.sample import Sample, Turn


def reciprocal_ranks(turns: Iterable[Turn]) -> Sample:
    """Return 1 / rank of the first right procedure for each measured turn, 0 without one; the mean is MRR.

    Source:
        Voorhees 1999, The TREC-8 Question Answering Track Report.
    """
    ranks = {turn.key: first_right_rank(turn) for turn in turns if measured(turn)}
    return Sample({key: 1 / rank if rank else 0.0 for key, rank in ranks.items()})
