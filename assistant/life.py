"""Whether a message that tells an event of a life asks for all that is to do, or for one matter only."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.facets import find_facets
from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from assistant.understand import Understanding
from knowledge.life_events import LifeEvent, Step, life_event_of, without_event
from knowledge.query import analyse
from knowledge.vietnamese import fold, syllables

_WORDS_BESIDE = 3  # that a general question may have beside the event, as in "mẹ mất ở bệnh viện chợ rẫy"
_FACETS_BESIDE = frozenset({"where", "time", "documents", "overview"})  # that all that is to do may be asked with
_STEPS_NAMED = 2  # from which on a message lists what it is about
_PARTS = re.compile(r",|\b(?:và|va|với|voi|cùng|cung)\b")
_COMMON = 2  # conditions of an event that may share a pair of words which still tells one from the others


def narrow_plan(event: LifeEvent, words: str) -> tuple[Step, ...]:
    """Return the conditional steps of an event in whose case a message is, in their order; empty where none is told.

    "ba tôi có lương hưu với là thương binh nữa" is in the case of "đang hưởng lương hưu" and of "người có công": what
    everyday words mean counts. Words that many conditions of the event share tell nothing.
    """
    steps = [step for step in event.steps if step.condition is not None]
    conditions = [_pairs(step.condition or "") for step in steps]
    common = Counter(pair for own, _ in conditions for pair in own)
    own, meant = _pairs(without_event(words, event))
    matched = [(own & (theirs | meaning)) | (meant & theirs) for theirs, meaning in conditions]
    return tuple(
        step for step, pairs in zip(steps, matched, strict=True) if any(common[pair] <= _COMMON for pair in pairs)
    )


def narrowed_by(said: Understanding, event: LifeEvent) -> tuple[Step, ...]:
    """Return the steps for the circumstances that a message adds to a plan; empty where it asks for something."""
    if said.facets or said.codes or said.asks_how or said.asks_whether or said.wording in _phrases("deeds"):
        return ()
    return narrow_plan(event, said.text)


def _pairs(words: str) -> tuple[set[str], set[str]]:
    """Return the folded pairs of neighbouring words, and those of what everyday words among them mean."""
    query = analyse(words)
    own = {f"~{first}_{second}" for first, second in pairwise(syllables(fold(query.text)))}
    meant = {term for unit in query.units for meaning in unit.meanings for term in meaning}
    return own, {term for term in meant if term.startswith("~") and "_" in term}


def plan_wanted(said: Understanding) -> LifeEvent | None:
    """Return the event whose steps the message asks for; None where it tells none, or asks for one matter.

    Of a message that lists what it is about, "mất ví, trong đó có căn cước, bằng lái", the event has only those steps.
    """
    event = life_event_of(said.text)
    if event is None:
        return None
    if wants_plan(said, event):
        return event
    listed = _listed(said, event)
    return replace(event, steps=listed) if listed else None


def _listed(said: Understanding, event: LifeEvent) -> tuple[Step, ...]:
    """Return the steps for all that a message lists, where it asks for nothing but what is to do."""
    rest = Wording.of(without_event(said.text, event))
    if said.codes or find_facets(rest) or rest in _phrases("deeds"):
        return ()
    asks = any(rest in _phrases(name) for name in ("asks_generally", "asks_for_papers"))
    if asks and len(_PARTS.split(said.text.lower())) <= _STEPS_NAMED:
        return ()
    named = narrow_plan(event, said.text)
    always = [step for step in event.steps if step.condition is None]
    return (*always, *named) if len(named) >= _STEPS_NAMED else ()


def wants_plan(said: Understanding, event: LifeEvent) -> bool:
    """Whether a message that tells the event asks generally, or tells it only.

    "mẹ tôi vừa mất, phải làm những gì" does; "mẹ tôi mất, làm giấy khai tử ở đâu" asks for one procedure.
    """
    rest = Wording.of(without_event(said.text, event))
    if said.codes or _names_a_matter(rest):
        return False
    facets = set(find_facets(rest))
    for_one = event.by_its_matter and rest in _phrases("asks_for_one")
    if rest in _phrases("asks_generally") and not for_one:
        return len(_beside(rest)) <= _WORDS_BESIDE and facets <= _FACETS_BESIDE
    if event.by_its_matter or _beside(rest):
        return False
    return not facets or (rest in _phrases("asks_for_papers") and facets <= _FACETS_BESIDE)


def _names_a_matter(rest: Wording) -> bool:
    """Whether the words beside the event mean a procedure's own, such as "khai tử" or "hộ khẩu"."""
    places = _phrases("whereabouts")
    line = places.remove(rest) if rest in places else rest.accented
    return rest in _phrases("deeds") or any(unit.meanings for unit in analyse(line).units)


def _beside(rest: Wording) -> list[str]:
    """Return the words beside the event that neither ask generally nor tell who, when and how."""
    for name in ("whereabouts", "asks_generally", "asks_for_papers"):
        rest = Wording(rest.accented, _phrases(name).remove(rest), rest.marked)
    return [word for word in rest.folded.split() if word not in _asides() and not word.isdecimal()]


@cache
def _phrases(name: str) -> Phrases:
    return Phrases(tuple(read_list("plans")[name]))


@cache
def _asides() -> frozenset[str]:
    return frozenset(read_list("plans")["asides"].split())
