"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.choices import one_a_name
from knowledge.search import Hit

# Logits of the score, which is the chance that the best is right. Source: tuning halves of dev_finding and everyday,
# with dev_outside: of what leads by less than CLEAR_LEAD 45 % is right, of what leads by more 88 %; of questions from
# outside without a word of the counter one in five scores above WEAK_BELOW, of those from inside nine in ten.
NONE_BELOW = -1.1  # a chance of 25 %
WEAK_BELOW = 0.0  # a chance of 50 %
SURE_FROM = 0.0  # a chance of 50 %
CLEAR_LEAD = 0.2
FAR_BEHIND = 1.0  # what is so far behind the best is not offered beside it
CHOICES = 4


@dataclass(frozen=True)
class Decision:
    """What to do with the ranking; `hits` are the procedures that it is about, best first."""

    kind: Literal["answer", "clarify", "none"]
    hits: tuple[Hit, ...]


def decide(hits: Sequence[Hit], *, administrative: bool = True) -> Decision:
    """Return what to do with a ranking, best first.

    The best is answered when it is good enough and leads every procedure of another name; a few close ones are
    asked about; a weak best is asked about where the question speaks of administration, else nothing fits.
    """
    if not hits or logit(hits[0].score) < (NONE_BELOW if administrative else WEAK_BELOW):
        return Decision("none", tuple(hits[:3]))
    close = one_a_name([hit for hit in hits[:CHOICES] if lead(hits[0], hit) < CLEAR_LEAD])
    if len(close) > 1:
        return Decision("clarify", tuple(close))
    if logit(hits[0].score) < SURE_FROM:
        return Decision(
            "clarify", tuple(one_a_name([hit for hit in hits[:CHOICES] if lead(hits[0], hit) < FAR_BEHIND]))
        )
    return Decision("answer", tuple(hits))


def lead(first: Hit, second: Hit) -> float:
    """Return by how many logits the first is ahead; 0 or more for a ranking in order."""
    return logit(first.score) - logit(second.score)


def logit(score: float) -> float:
    """Return the log odds of a score from 0 to 1; finite at both ends."""
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
