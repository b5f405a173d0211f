"""Required-fact recall: how many of the strings that a right answer cannot do without stand in the reply."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn
from evals.metrics.strings import missing


def fact_recall(turns: Iterable[Turn]) -> Sample:
    """Return the share of `must` that stands in the reply, 0 to 1, of each turn that has any; without a reply 0.

    Source:
        Nugget recall as in Voorhees 2003, Overview of the TREC 2003 Question Answering Track.
    """
    return Sample(
        {turn.key: 1 - len(missing(turn)) / len(turn.asked.expected.must) for turn in turns if turn.asked.expected.must}
    )
