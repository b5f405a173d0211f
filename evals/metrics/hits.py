"""hit@k: the share of questions with a right procedure among the first k."""

from __future__ import annotations

from collections.abc import Iterable

from ir_measures import Success

from evals.metrics.ranking import measure
from evals.metrics.sample import Sample, Turn

CUTOFFS = (1, 3, 5, 10)


def hits(turns: Iterable[Turn], k: int) -> Sample:
    """Return 1 for each measured turn with a right procedure among the first k, else 0.

    Any one of the case's codes is enough: this is success@k, not recall@k.

    Source:
        Success@k as in TREC, e.g. Craswell and Hawking, Overview of the TREC 2004 Web Track.
    """
    return measure(turns, Success @ k)
