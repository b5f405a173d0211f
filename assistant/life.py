"""Whether a message that tells an event of a life asks for all that is to do, or for one matter only."""

from __future__ import annotations

from functools import cache

from assistant.facets import find_facets
from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from assistant.understand import Understanding
from knowledge.life_events import LifeEvent, life_event_of, without_event
from knowledge.query import analyse

_WORDS_BESIDE = 3  # that a general question may have beside the event, as in "mẹ mất ở bệnh viện chợ rẫy"
_FACETS_BESIDE = frozenset({"where", "time", "documents", "overview"})  # that all that is to do may be asked with


def plan_wanted(said: Understanding) -> LifeEvent | None:
    """Return the event whose steps the message asks for; None where it tells none, or asks for one matter."""
    event = life_event_of(said.text)
    return event if event is not None and wants_plan(said, event) else None


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
