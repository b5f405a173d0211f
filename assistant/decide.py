"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.search import Hit
from knowledge.vietnamese import fold

_BRACKETS = re.compile(r"\([^()]*\)")

# Logits of the score, which is the chance that the best is right. Source: evals/suites/dev_finding.jsonl and
# dev_outside.jsonl: of 60 questions from outside 3 score above WEAK_BELOW, of 256 from inside 248 do.
NONE_BELOW = -2.0  # a chance of 12 %
WEAK_BELOW = -0.62  # a chance of 35 %
SURE_FROM = 0.0  # a chance of 50 %
CLEAR_LEAD = 0.3
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
    close = _one_a_name(hit for hit in hits[:CHOICES] if lead(hits[0], hit) < CLEAR_LEAD)
    if len(close) > 1:
        return Decision("clarify", tuple(close))
    if logit(hits[0].score) < SURE_FROM:
        return Decision("clarify", tuple(_one_a_name(hits[:CHOICES])))
    return Decision("answer", tuple(hits))


def lead(first: Hit, second: Hit) -> float:
    """Return by how many logits the first is ahead; 0 or more for a ranking in order."""
    return logit(first.score) - logit(second.score)


def logit(score: float) -> float:
    """Return the log odds of a score from 0 to 1; finite at both ends."""
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))


def _one_a_name(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the best of the procedures whose titles differ only in brackets, such as "(cấp tỉnh)"."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(" ".join(_BRACKETS.sub(" ", fold(hit.title)).split()).strip(" ."), hit)
    return list(kept.values())
