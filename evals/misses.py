"""Turns that went wrong, each with its reasons: where the next improvement is to be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.metrics.behaviors import got
from evals.metrics.hits import first_right_rank, measured
from evals.metrics.sample import Turn, flatten
from evals.metrics.strings import forbidden, missing
from evals.transcripts import Transcript


@dataclass(frozen=True)
class Miss:
    """One turn with everything that is wrong with it."""

    turn: Turn
    reasons: tuple[str, ...]


def find_misses(transcripts: Sequence[Transcript]) -> list[Miss]:
    """Return the turns that are wrong by any label, in order."""
    found = ((turn, tuple(_reasons(turn))) for turn in flatten(transcripts))
    return [Miss(turn, reasons) for turn, reasons in found if reasons]


def _reasons(turn: Turn) -> Iterator[str]:
    expected, reply = turn.asked.expected, turn.asked.reply
    if reply is None:
        yield f"no reply: {turn.asked.failure}"
        return
    if measured(turn) and first_right_rank(turn) != 1:
        first = reply.procedures[0].code if reply.procedures else "none"
        rank = first_right_rank(turn) or "-"
        yield f"first is {first}, right is {' or '.join(expected.codes)} at rank {rank}"
    if expected.accepted and got(turn) not in expected.accepted:
        yield f"{got(turn)} instead of {expected.behavior}"
    if expected.facet and reply.facet != expected.facet:
        yield f"facet {reply.facet} instead of {expected.facet}"
    yield from (f"lacks {must!r}" for must in missing(turn))
    yield from (f"says {must_not!r}" for must_not in forbidden(turn))
