"""Which labels of a case its replies fail: what it takes to notice a fault."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metrics.behaviors import got
from evals.metrics.ranking import first_right_rank, measured
from evals.metrics.sample import Turn, flatten
from evals.metrics.strings import forbidden, missing
from evals.transcripts import Transcript


def labels_failed(transcript: Transcript) -> frozenset[str]:
    """Return the labels that the transcript fails, each with its place in the dialogue: "turn 2: facet".

    A label stays the same however wrong the reply is, so that a reply that is wrong anyhow notices nothing new.
    These are the labels of `evals.misses`, without what came back instead.
    """
    return frozenset(
        f"turn {turn.asked.position}: {label}" for turn in flatten([transcript]) for label in _failed(turn)
    )


def _failed(turn: Turn) -> Iterator[str]:
    expected, reply = turn.asked.expected, turn.asked.reply
    if reply is None:
        yield "no reply"
        return
    if measured(turn) and first_right_rank(turn) != 1:
        yield "codes"
    if expected.accepted and got(turn) not in expected.accepted:
        yield "behavior"
    if expected.facet and reply.facet != expected.facet:
        yield "facet"
    yield from (f"must {must!r}" for must in missing(turn))
    yield from (f"must_not {must_not!r}" for must_not in forbidden(turn))
