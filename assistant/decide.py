"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.choices import one_a_name
from knowledge.search import Hit

# Logits of the score, which is the chance that the hit is the one asked for. Source: `python -m evals.thresholds
# dev_finding everyday --outside dev_outside`, tuning halves, each question with and without diacritics.
NONE_BELOW = -2.0  # a chance of 12 %
WEAK_BELOW = -1.0  # a chance of 27 %
SURE_FROM = 0.0  # a chance of 50 %
CLEAR_LEAD = 0.7
FAR_BEHIND = 1.5  # what is so far behind the best is not offered beside it
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
    choices = one_a_name([hit for hit in hits if lead(hits[0], hit) < FAR_BEHIND])[:CHOICES]
    close = len(choices) > 1 and lead(choices[0], choices[1]) < CLEAR_LEAD
    if close or logit(hits[0].score) < SURE_FROM:
        return Decision("clarify", tuple(choices))
    return Decision("answer", tuple(hits))


def lead(first: Hit, second: Hit) -> float:
    """Return by how many logits the first is ahead; 0 or more for a ranking in order."""
    return logit(first.score) - logit(second.score)


def logit(score: float) -> float:
    """Return the log odds of a score from 0 to 1; finite at both ends."""
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
