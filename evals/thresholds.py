"""`python -m evals.thresholds SUITE… --outside SUITE…`: what the decision thresholds cost and save, on tuning halves.

Prints how many first hits score above an edge and how many of them are right, for questions that a procedure answers
and for questions that none answers and no rule of safety catches; and how often the first is right by its lead.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.choices import one_a_name
from assistant.decide import CHOICES
from assistant.doubt import lead, logit
from assistant.safety import find_rule
from assistant.settings import Settings
from assistant.understand import understand
from evals.fit_ranking import Question, suite_questions
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, open_snapshot

_EDGES = (-3.0, -2.0, -1.0, -0.4, 0.0, 1.0, 2.0)
_LEADS = (0.0, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True)
class Ranked:
    """What the ranking says of one question: logits of the first and its lead, and where the right one stands."""

    answerable: bool
    administrative: bool
    first: float
    lead: float
    right: bool
    offered: bool


def rank(snapshot: Snapshot, questions: Sequence[Question]) -> Iterator[Ranked]:
    """Yield the questions that no rule of safety catches and that find anything."""
    for question in questions:
        said = understand(question.text)
        hits = one_a_name(snapshot.index.search(said.text, place=question.place))
        if not hits or (not question.codes and find_rule(said.wording) is not None):
            continue
        ahead = lead(hits[0], hits[1]) if len(hits) > 1 else float("inf")
        right = [hit.code in question.codes for hit in hits[:CHOICES]]
        first = logit(hits[0].score)
        yield Ranked(bool(question.codes), said.administrative, first, ahead, right[0], any(right))


def by_score(ranked: Sequence[Ranked]) -> Iterator[str]:
    """Yield a line an edge."""
    inside, outside = ([one for one in ranked if one.answerable is answerable] for answerable in (True, False))
    for edge in _EDGES:
        above = [one for one in inside if one.first >= edge]
        lost = sum(one.right for one in inside if one.first < edge)
        yield (
            f"logit from {edge:+.1f}: {len(above)} of {len(inside)} inside, {_share(above):.3f} of them right, {lost} "
            f"right ones lost; {sum(one.first >= edge for one in outside)} of {len(outside)} outside"
        )


def by_lead(ranked: Sequence[Ranked]) -> Iterator[str]:
    """Yield a line a range of leads."""
    inside = [one for one in ranked if one.answerable]
    for low, high in zip(_LEADS, (*_LEADS[1:], float("inf")), strict=True):
        within = [one for one in inside if low <= one.lead < high]
        offered = float(np.mean([one.offered for one in within])) if within else float("nan")
        yield f"lead from {low:.1f}: {len(within)}, first right {_share(within):.3f}, among {CHOICES} {offered:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables, the first also for questions without a word of the counter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+")
    parser.add_argument("--outside", action="append", default=[])
    told = parser.parse_args(arguments)
    settings = Settings()
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    ranked = list(rank(snapshot, list(suite_questions([*told.suites, *told.outside]))))
    plain = [one for one in ranked if not one.administrative]
    print("all questions", *by_score(ranked), "without a word of the counter", *by_score(plain), sep="\n")
    print("leads", *by_lead(ranked), sep="\n")


def _share(ranked: Sequence[Ranked]) -> float:
    return float(np.mean([one.right for one in ranked])) if ranked else float("nan")


if __name__ == "__main__":
    main()
