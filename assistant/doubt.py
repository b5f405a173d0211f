"""How much a ranking leaves open: whether the question fits several procedures, or the best one plainly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.attributes import attribute_named, carried, says
from assistant.phrases import Wording
from knowledge.names import bare_name
from knowledge.query import analyse
from knowledge.search import Hit
from knowledge.vietnamese import fold

MOST_WORDS = 12
"""A question of this many words or more says enough; so long counts one that is not given."""

# Log odds that asking back is right. Source: `python -m evals.fit_doubt dev_clarify dev_finding dev_portal dev_talks`.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"bias": -1.27, "unsure": 0.94, "close": 1.16, "unsaid": 3.21, "rivals": 0.64, "words": -0.39}
)

_SURE, _AHEAD, _MOST_UNSURE = 2.0, 2.0, 3.0  # logits from which a chance or a lead leaves nothing open
_MOST_RIVALS = 5
_SAME_WORDS, _SAME_PHRASES = 0.03, 0.08  # so much less of a question a rival may cover and still fit as well
_CASE_WORDS = (" trong truong hop", " doi voi truong hop", " truong hop", " khi ", " do ", " co thay doi")
_NARROWINGS = ("narrower_scope", "narrower_action", "narrower_deed")


def doubt(names: Sequence[Hit], question: str | None = None) -> float:
    """Return the log odds that a question should be asked back; above 0 where that is likelier right than answering.

    Args:
        names: The ranking, best first, one hit a name; at least one.
        question: As it was typed; None: long.
    """
    return sum(WEIGHTS[name] * value for name, value in doubts(names, question).items())


def doubts(names: Sequence[Hit], question: str | None = None) -> dict[str, float]:
    """Return what speaks for asking back, by name: each 0 where nothing does, but for `bias` and `words`.

    `unsure`: the best is not likely enough; `close`: the second is near; `unsaid`: the share of the best title that the
    question does not say; `rivals`: how many other names cover as much of the question without being narrower.
    """
    best = names[0]
    others = [hit for hit in names[1:] if not is_elsewhere(hit, best)]
    said = max(best.features.get(name, 0.0) for name in ("said", "opening", "meant"))
    ahead = lead(best, others[0]) if others else _AHEAD
    words = len(analyse(question).matter.split()) if question is not None else MOST_WORDS
    return {
        "bias": 1.0,
        "unsure": min(max(_SURE - logit(best.score), 0.0), _MOST_UNSURE),
        "close": max(_AHEAD - ahead, 0.0),
        "unsaid": max(1.0 - said, 0.0),
        "rivals": float(min(len(rivals(names)), _MOST_RIVALS)),
        "words": float(min(words, MOST_WORDS)),
    }


def rivals(names: Sequence[Hit]) -> list[Hit]:
    """Return the hits that fit as much of the question as the best does and narrow it down no further."""
    best, narrow = names[0], _narrowing(names[0])
    near = [hit for hit in names[1:] if not is_elsewhere(hit, best)]
    return [hit for hit in near if _covers(hit, best) and _narrowing(hit) <= narrow]


def is_elsewhere(hit: Hit, best: Hit) -> bool:
    """Whether a hit is a province's own record while the best is in force where the question is about."""
    return hit.features.get("elsewhere", 0.0) > max(best.features.get("elsewhere", 0.0), 0.0)


def split_by_reason(hits: Sequence[Hit], question: str) -> list[Hit]:
    """Return hits that are the best but for its reason ("bị mất" or "hết hạn") where the question tells none.

    The best is the first of them; none where it is meant for no reason, or the reason is told.
    """
    reason = attribute_named("reason")
    best = carried(reason, hits[0].title) if reason is not None else frozenset()
    if reason is None or not best or says(reason, Wording.of(question)).affirmed:
        return []
    found = {best: hits[0]}
    for hit in hits[1:]:
        own = carried(reason, hit.title)
        if own and _stem(hit.title) == _stem(hits[0].title):
            found.setdefault(own, hit)
    return list(found.values()) if len(found) > 1 else []


def lead(first: Hit, second: Hit) -> float:
    """Return by how many logits the first is ahead; 0 or more for a ranking in order."""
    return logit(first.score) - logit(second.score)


def logit(score: float) -> float:
    """Return the log odds of a score from 0 to 1; finite at both ends."""
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))


def _covers(hit: Hit, best: Hit) -> bool:
    return all(
        hit.features.get(name, 0.0) >= best.features.get(name, 0.0) - slack
        for name, slack in (("asked", _SAME_WORDS), ("phrased_union", _SAME_PHRASES))
    )


def _narrowing(hit: Hit) -> float:
    return sum(hit.features.get(name, 0.0) for name in _NARROWINGS)


def _stem(title: str) -> str:
    """Return a title up to the words that name its case, folded."""
    name = fold(bare_name(title))
    at = [name.find(words) for words in _CASE_WORDS if words in name]
    return name[: min(at)].strip(" ,.") if at else name
