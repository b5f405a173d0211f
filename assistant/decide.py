"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.choices import one_a_name
from knowledge.search import Hit

# Logits of the score, which is the chance that the best is right. Source: `python -m evals.fit_ranking dev_finding
# everyday --outside dev_outside`, tuning halves: of 47 that lead by less than CLEAR_LEAD 23 are right, of 308 that lead
# by more 269; of questions without a word of the counter 79 of 88 from inside score above WEAK_BELOW, and 5 of 16 from
# outside. NONE_BELOW was set by hand.
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
