"""Evidence recall: whether the words that prove the answer are among the cited ones."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn
from evals.metrics.strings import comparable


def evidence_recall(turns: Iterable[Turn]) -> Sample:
    """Return the share of `cites` that stand in a quote of the reply, 0 to 1, of each turn that has any."""
    return Sample(
        {
            turn.key: 1 - len(uncited(turn)) / len(turn.asked.expected.cites)
            for turn in turns
            if turn.asked.expected.cites
        }
    )


def uncited(turn: Turn) -> tuple[str, ...]:
    """Return the `cites` strings that stand in no quote; all of them where the door failed."""
    reply = turn.asked.reply
    quotes = [comparable(citation.quote) for citation in reply.citations] if reply is not None else []
    return tuple(
        wanted for wanted in turn.asked.expected.cites if not any(comparable(wanted) in quote for quote in quotes)
    )
