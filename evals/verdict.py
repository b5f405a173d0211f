"""Whether a turn is right: every label that its reply fails, with the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from evals.metrics.behaviors import got
from evals.metrics.citations import wrong_citations
from evals.metrics.evidence import uncited
from evals.metrics.grounding import uncited_figures
from evals.metrics.listing import unlisted
from evals.metrics.papers import extra_papers, missing_papers
from evals.metrics.promises import broken_promises
from evals.metrics.ranking import first_right_rank, measured
from evals.metrics.sample import Turn
from evals.metrics.silence import says_unknown
from evals.metrics.strings import forbidden, missing


class Fault(NamedTuple):
    """One thing that is wrong with one turn."""

    label: str  # the name of the rate that it costs
    reason: str
    lacking: str = ""  # the expectation that is not met, the same whatever came instead

    @property
    def key(self) -> str:
        """What is wrong without what came instead: a reply that is wrong anyhow breaks no new key."""
        return f"{self.label} {self.lacking}".rstrip()


def judged(turn: Turn) -> bool:
    """Return whether anything is expected of the turn."""
    wanted = turn.asked.expected
    labels = (wanted.facet, wanted.must, wanted.must_not, wanted.cites, wanted.items, wanted.unknown)
    return measured(turn) or bool(wanted.accepted) or any(labels)


def faults(turn: Turn) -> tuple[Fault, ...]:
    """Return everything that is wrong with the reply by the turn's labels, and by what holds for every answer."""
    reply = turn.asked.reply
    if reply is None:
        return (Fault("reply", f"no reply: {turn.asked.failure}"),)
    return (*_of_kind(turn), *_of_words(turn), *_of_papers(turn), *_of_every_answer(turn))


def _of_kind(turn: Turn) -> Iterator[Fault]:
    expected, reply = turn.asked.expected, turn.asked.reply
    assert reply is not None
    if measured(turn) and first_right_rank(turn) != 1:
        first = reply.procedures[0].code if reply.procedures else "none"
        rank = first_right_rank(turn) or "-"
        yield Fault("hit@1", f"first is {first}, right is {' or '.join(expected.codes)} at rank {rank}")
    if expected.accepted and got(turn) not in expected.accepted:
        yield Fault("behavior", f"{got(turn)} instead of {expected.behavior}")
    yield from (Fault("list_recall", f"does not list {code}", code) for code in unlisted(turn))
    if expected.facet and reply.facet != expected.facet:
        yield Fault("facet", f"facet {reply.facet} instead of {expected.facet}")


def _of_words(turn: Turn) -> Iterator[Fault]:
    yield from (Fault("must", f"lacks {must!r}", must) for must in missing(turn))
    yield from (Fault("must_not", f"says {must_not!r}", must_not) for must_not in forbidden(turn))
    yield from (Fault("cites", f"cites nowhere {words!r}", words) for words in uncited(turn))
    if turn.asked.expected.unknown and not says_unknown(turn):
        yield Fault("unknown", f"does not say that the source is silent on {', '.join(turn.asked.expected.unknown)}")


def _of_papers(turn: Turn) -> Iterator[Fault]:
    if turn.asked.expected.items:
        yield from (Fault("items", f"lacks the paper {paper!r}", paper) for paper in missing_papers(turn))
        yield from (
            Fault("items", f"asks for the paper {paper[:80]!r}", "nothing else") for paper in extra_papers(turn)
        )


def _of_every_answer(turn: Turn) -> Iterator[Fault]:
    yield from (Fault("figures", f"prints without a source: {figure}") for figure in uncited_figures(turn))
    yield from (Fault("citations", reason) for reason in wrong_citations(turn))
    yield from (Fault("promises", reason, reason) for reason in broken_promises(turn))
    yield from (Fault("exact", reason, reason.partition(":")[0]) for reason in turn.asked.inexact or ())
