"""Whether a message gets a reply of its own instead of a procedure: its words, its kind and what is found, weighed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assistant.attributes import told
from assistant.dialogue import is_follow_up
from assistant.disguises import unmasked
from assistant.kinds import ORDINARY, shipped_kinds
from assistant.phrases import Wording
from assistant.safety import Rule, find_rule, rule_named
from assistant.understand import Understanding
from knowledge.search import Hit

# What speaks for a reply of its own, as log odds. Source: `python -m evals.fit_scope` on the suites dev_safety,
# dev_outside, dev_ordinary, dev_finding, dev_portal and dev_clarify, each case weighed by kinds learned without it;
# `rule` is held higher, because messages that none of these resembles still fall under its words.
WEIGHTS: Mapping[str, float] = MappingProxyType({"bias": 2.2, "odds": 1.3, "found": -1.5, "unheard": 1.6, "rule": 2.0})
WORTH_WEIGHING = -3.0
"""Log odds of the kind from which an unsuspicious message is looked up at all before it is taken for a question."""

_SHORT = 8  # words
_MOST, _NOTHING_FOUND, _GOES_ON = 8.0, -6.0, 3.0  # log odds; in a talk, the next message is mostly about it


@dataclass(frozen=True)
class Leaning:
    """What a message may be beside a question: the rule that its words fall under, its likeliest kind, and its odds."""

    rule: Rule | None
    kind: str
    odds: float  # log odds that it is no question about a procedure

    @property
    def is_open(self) -> bool:
        """Whether what is found has to decide."""
        return self.rule is not None or self.odds > WORTH_WEIGHING


def lean(said: Understanding, *, talking: bool = False) -> Leaning:
    """Return which way a message leans.

    Args:
        talking: Whether a procedure is being talked about; what only goes on about it ("mất bao lâu") leans nowhere.
    """
    rule = find_rule(said.wording) or _masked(said.text)
    of_talk = is_follow_up(said) or said.shifts or said.supposes or said.refers_back or said.rejects
    of_talk = of_talk or ((rule is None or rule.name == "off_topic") and _tells_who(said))
    goes_on = talking and of_talk
    if said.topicless or said.codes or goes_on or not shipped_kinds().knows(said.text):
        return Leaning(rule, ORDINARY, -_MOST)
    chances = shipped_kinds().chances(said.text)
    kind = likeliest({kind: chance for kind, chance in chances.items() if kind != ORDINARY})
    return Leaning(rule, kind, -_logit(chances[ORDINARY]) - (_GOES_ON if talking else 0.0))


def _tells_who(said: Understanding) -> bool:
    """Whether a short message only tells of whom the talk is: "người yêu tôi là người Mỹ"."""
    return len(said.text.split()) <= _SHORT and bool({"foreign", "abroad"} & set(told(said.wording)))


def judge(leaning: Leaning, hits: Sequence[Hit]) -> Rule | None:
    """Return whose reply the message gets; None: it is a question, to be answered from what is found.

    Args:
        hits: What is found for the message, best first.
    """
    if leaning.rule is not None and leaning.rule.sure:
        return leaning.rule
    against = sum(WEIGHTS[name] * value for name, value in signals(leaning, hits).items())
    return (leaning.rule or rule_named(leaning.kind)) if against > 0 else None


def signals(leaning: Leaning, hits: Sequence[Hit]) -> dict[str, float]:
    """Return what speaks for a reply of its own, by name: `found` speaks against it."""
    best = hits[0] if hits else None
    return {
        "bias": 1.0,
        "odds": leaning.odds,
        "found": _logit(best.score) if best else _NOTHING_FOUND,
        "unheard": best.features.get("unheard", 1.0) if best else 1.0,
        "rule": float(leaning.rule is not None),
    }


def likeliest(chances: Mapping[str, float]) -> str:
    """Return the likeliest kind of the behaviour whose kinds are the likeliest together."""
    together: dict[str, float] = {}
    for kind, chance in chances.items():
        behavior = rule_named(kind).behavior
        together[behavior] = together.get(behavior, 0.0) + chance
    return max(chances, key=lambda kind: (together[rule_named(kind).behavior], chances[kind]))


def _masked(text: str) -> Rule | None:
    """Return the rule against orders to the assistant where the text hides one: reversed, in numerals, encoded."""
    rule = rule_named("injection")
    return rule if any(Wording.of(reading) in rule.words for reading in unmasked(text)) else None


def _logit(chance: float) -> float:
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return max(min(math.log(inside / (1 - inside)), _MOST), -_MOST)
