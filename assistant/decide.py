"""From ranked procedures to a decision: answer, ask which one is meant, or say that nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.choices import one_a_name
from assistant.doubt import doubt, is_elsewhere, lead, logit, rivals, split_by_reason
from knowledge.search import Hit

# Logits of the score, which is the chance that the hit is the one asked for. Source: `python -m evals.thresholds
# dev_finding everyday --outside dev_outside`, tuning halves, each question with and without diacritics.
NONE_BELOW = -2.0  # a chance of 12 %
WEAK_BELOW = -1.0  # a chance of 27 %
SURE_FROM = 0.3  # from a chance of 57 % the only one that fits is answered; below, one asks whether it is meant
ASK_FROM = -0.4  # log odds that asking back is right. Source: the table of `python -m evals.fit_doubt`
FAR_BEHIND = 1.5  # what is so far behind the best is not offered beside it
CHOICES = 4
CLOSE = 10  # candidates that a question may tell apart


@dataclass(frozen=True)
class Decision:
    """What to do with the ranking: `hits` are the procedures that it is about, best first.

    `close` are those that a question has to tell apart, `hits` among them; none where it is not asked back.
    """

    kind: Literal["answer", "clarify", "none"]
    hits: tuple[Hit, ...]
    close: tuple[Hit, ...] = ()


def decide(hits: Sequence[Hit], *, administrative: bool = True, question: str | None = None) -> Decision:
    """Return what to do with a ranking, best first.

    A question is asked back where the ranking leaves it open, by `doubt`, or where the best is for one reason ("bị
    mất") and its like for another and none is told; a weak best is asked about only where the question speaks of
    administration, else nothing fits.

    Args:
        question: As it was typed: a short one leaves more open. None: it counts as a long one.
    """
    if not hits or logit(hits[0].score) < (NONE_BELOW if administrative else WEAK_BELOW):
        return Decision("none", tuple(hits[:3]))
    cases = split_by_reason(hits, question) if question is not None else []
    if cases:
        return Decision("clarify", tuple(cases[:CHOICES]), tuple(cases[:CLOSE]))
    names = one_a_name(hits)
    if doubt(names, question) < ASK_FROM:
        return Decision("answer", tuple(hits))
    fitting = {id(hit) for hit in rivals(names)}
    here = [hit for hit in names if not is_elsewhere(hit, names[0])]
    close = [hit for hit in here if lead(names[0], hit) < FAR_BEHIND or id(hit) in fitting][:CLOSE]
    if len(close) == 1 and logit(hits[0].score) >= SURE_FROM:
        return Decision("answer", tuple(hits))
    return Decision("clarify", tuple(close[:CHOICES]), tuple(close))
