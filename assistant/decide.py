"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.search import Hit
from knowledge.vietnamese import fold

# Source: scores of right, wrong and out-of-scope questions of evals/suites/dev_finding.jsonl; see docs/evals.md.
ANSWER_FROM = 0.50
NONE_BELOW = 0.30
CLEAR_MARGIN = 0.06
CHOICES = 4


@dataclass(frozen=True)
class Decision:
    """What to do with the ranking; `hits` are the procedures that it is about, best first."""

    kind: Literal["answer", "clarify", "none"]
    hits: tuple[Hit, ...]


def decide(hits: Sequence[Hit]) -> Decision:
    """Return what to do with a ranking, best first.

    The best is answered when its score is high enough and no procedure of another name is as good; a few close
    ones are asked about; a weak best means that nothing fits.
    """
    if not hits or hits[0].score < NONE_BELOW:
        return Decision("none", tuple(hits[:3]))
    close = [hit for hit in hits[:CHOICES] if hits[0].score - hit.score < CLEAR_MARGIN]
    different = {fold(hit.title) for hit in close}
    if hits[0].score >= ANSWER_FROM and len(different) == 1:
        return Decision("answer", tuple(hits))
    if len(different) > 1:
        return Decision("clarify", tuple(_one_a_title(close)))
    return Decision("answer", tuple(hits))


def _one_a_title(hits: Sequence[Hit]) -> list[Hit]:
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(fold(hit.title), hit)
    return list(kept.values())
