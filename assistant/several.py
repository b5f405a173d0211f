"""Messages about several procedures at once: plans of a life event, lists, comparisons, and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import clock
from assistant.compose.comparison import compose_comparison
from assistant.compose.facets import Composed
from assistant.compose.in_force import compose_in_force
from assistant.compose.plan import compose_plan
from assistant.decide import decide
from assistant.dialogue import Chosen, procedure_choices
from assistant.finding import Finder
from assistant.life import narrowed_by, plan_wanted
from assistant.officer.comparison import (
    compared_facets,
    compared_with,
    facets_named,
    is_back_reference,
    split_comparison,
    wants_comparison,
)
from assistant.officer.desk import Desk, Looked
from assistant.officer.validity import asks_whether_in_force
from assistant.ordinals import Ordinal, names_among, names_both, ordinal_of
from assistant.phrases import Wording
from assistant.places import place_answer
from assistant.plan_talk import asks_again
from assistant.records import Answer, Option
from assistant.turn import Turn
from assistant.understand import LAST
from assistant.voice import Shown, Voice
from knowledge.life_events import LifeEvent, life_events
from knowledge.records import Facet, Procedure
from knowledge.snapshot import Snapshot

_FEW_WORDS = 3  # of a topic, in a message about both
_CHOICES = 20  # of a list, which the next message may name by their number


class Several:
    """Hears what asks for more than one procedure."""

    def __init__(self, snapshot: Snapshot, voice: Voice, finder: Finder) -> None:
        self._snapshot, self._voice, self._finder = snapshot, voice, finder
        self._desk = Desk(snapshot)

    def plan(self, turn: Turn) -> Answer | None:
        """Answer the telling of a life event with the plan of its procedures, each an option."""
        event = plan_wanted(turn.said)
        if event is not None:
            return self._tell_plan(turn, event)
        known = told_event(turn.conversation.event)
        steps = narrowed_by(turn.said, known) if known is not None and _just_told(turn) else ()
        return self._tell_plan(turn, replace(known, steps=steps), least=1) if known is not None and steps else None

    def plan_again(self, turn: Turn) -> Answer | None:
        """Answer "quay lại kế hoạch" with the plan that was told in the talk."""
        known = told_event(turn.conversation.event)
        return self._tell_plan(turn, known) if known is not None and asks_again(turn.said) else None

    def _tell_plan(self, turn: Turn, event: LifeEvent, *, least: int = 2) -> Answer | None:
        plan = compose_plan(event, self._held, clock.today())
        if plan is None or len(plan.options) < least:
            return None
        procedures = tuple(self._voice.ranked(option.value) for option in plan.options)
        first = plan.options[0].value
        whole = turn.conversation.plan if event.id == turn.conversation.event and least == 1 else plan.options
        return self._voice.show(
            turn, Shown("answer", plan.composed, procedures, plan.options, True, first, event.id, whole)
        )

    def look_up(self, turn: Turn) -> Answer | None:
        """Answer what asks for a list, a count, or the procedures that rest on a document."""
        found = self._desk.look_up(turn.said.wording, officer=turn.for_officer)
        return self._shown(turn, found)

    def compare(self, turn: Turn) -> Answer | None:
        """Answer what compares two procedures; None where either is not held or not sure.

        Either may be the last procedure of the talk, or a place in the list that was shown last.
        """
        pair = self._named_pair(turn) or self._shown_pair(turn)
        if pair is None:
            return None
        first, second, facets = pair
        one, other = self._held(first), self._held(second)
        if one is None or other is None or first == second:
            return None
        shared = turn.said.wants_all or not turn.for_officer
        told = compose_comparison(*one, *other, full=turn.in_full, shared=shared, facets=facets)
        procedures = (self._voice.ranked(first), self._voice.ranked(second))
        choices = tuple(Option(label=each.title, value=each.code) for each in procedures)
        return self._voice.show(turn, Shown("answer", told, procedures, choices, True, first))

    def of_those(self, turn: Turn) -> Answer | None:
        """Answer about a place in the list that was shown last, or which of the list is free or can be filed online."""
        choices = procedure_choices(turn.conversation)
        if not choices or turn.said.codes:
            return None
        if names_among(turn.said.wording) and not turn.conversation.asking:
            before = turn.conversation.words[:1]
            listed = self._desk.codes_of(Wording.of(before[0])) if before else None
            codes = listed or tuple(option.value for option in choices)
            return self._shown(turn, self._desk.among(codes, turn.said.wording, officer=turn.for_officer), choices)
        if wants_comparison(turn.said.wording):
            return None
        place = ordinal_of(turn.said.wording)
        code = _chosen(place, choices) if place is not None else None
        if place is None or code is None:
            return None
        meant = turn.about(place.rest) if place.rest else turn
        facets = (*meant.said.facets, *facets_named(place.rest)) if place.rest else ()
        answer = self._finder.take(meant, Chosen(code, tuple(dict.fromkeys(facets)) or turn.conversation.facets))
        _keep_open(turn, choices)
        return answer

    def in_force(self, turn: Turn) -> Answer | None:
        """Answer whether a procedure or a document is in force with what is known, and nothing more."""
        wording = turn.said.wording
        if not asks_whether_in_force(wording):
            return None
        pointed = turn.conversation.code if "thu tuc nay" in wording.folded else None
        code = turn.said.codes[0] if turn.said.codes else pointed
        held = self._held(code) if code is not None else None
        if code is None or held is None:
            return self._shown(turn, self._desk.in_force(wording))
        told = compose_in_force(*held, officer=turn.for_officer)
        return self._voice.show(turn, Shown("answer", told, (self._voice.ranked(code),), (), True, code))

    def place(self, turn: Turn) -> Answer | None:
        """Answer a question about a place and nothing else: "phường Bến Nghé nay thuộc phường nào"."""
        told = place_answer(turn.said)
        return self._voice.say(turn, "answer", told, way_out=True) if told is not None else None

    def _shown(self, turn: Turn, found: Looked | None, before: tuple[Option, ...] = ()) -> Answer | None:
        """Return what the desk found; where it is no procedure, what was shown `before` stays open."""
        if found is None:
            return None
        told = Composed(found.text, found.citations, (), shortened=False)
        choices = tuple(Option(label=one.title, value=one.code) for one in found.procedures[:_CHOICES])
        return self._voice.show(turn, Shown(found.behavior, told, found.procedures, choices or before))

    def _named_pair(self, turn: Turn) -> tuple[str, str, tuple[Facet, ...]] | None:
        """Return the codes of the two things that the message names, and what of them it compares."""
        names, other = split_comparison(turn.said), compared_with(turn.said)
        if other is not None and turn.conversation.code is not None:
            names = names if names is not None and not is_back_reference(names[0]) else None
        if names is not None:
            first, second = (self._meant(turn, name) for name in names)
            return (first, second, compared_facets(turn.said, names)) if first and second else None
        if other is None or turn.conversation.code is None:
            return None
        second = self._meant(turn, other)
        return (turn.conversation.code, second, compared_facets(turn.said, ("", other))) if second else None

    def _shown_pair(self, turn: Turn) -> tuple[str, str, tuple[Facet, ...]] | None:
        """Return the two procedures that were shown last, where the message asks about both."""
        choices = procedure_choices(turn.conversation)
        if len(choices) != 2 or not names_both(turn.said.wording) or turn.said.topic_words > _FEW_WORDS:
            return None
        facets = compared_facets(turn.said, ("", "")) or turn.said.facets
        if not facets and not wants_comparison(turn.said.wording):
            return None
        return choices[0].value, choices[1].value, facets

    def _meant(self, turn: Turn, words: str) -> str | None:
        if self._snapshot.procedure(words) is not None:
            return words
        place = ordinal_of(Wording.of(words)) or ordinal_of(Wording.of(f"cái {words}"))
        if place is not None and not place.rest:
            return _chosen(place, procedure_choices(turn.conversation))
        if is_back_reference(words):
            return turn.conversation.code
        hits = self._finder.search(turn, words)
        return hits[0].code if decide(hits).kind == "answer" else None

    def _held(self, code: str) -> tuple[Procedure, str] | None:
        procedure, text = self._snapshot.procedure(code), self._snapshot.source_text(code)
        return None if procedure is None or text is None else (procedure, text)


def _keep_open(turn: Turn, choices: tuple[Option, ...]) -> None:
    """Leave the list open for the next message too, unless the answer offers choices of its own."""
    after = turn.after[0]
    if not any(option.value[:1].isdigit() for option in after.options):
        turn.after[:] = [after.model_copy(update={"options": (*after.options, *choices)})]


def _chosen(place: Ordinal, choices: Sequence[Option]) -> str | None:
    number = len(choices) if place.number == LAST else place.number
    return choices[number - 1].value if 0 < number <= len(choices) else None


def told_event(name: str | None) -> LifeEvent | None:
    """Return the event with an id; None where there is none."""
    return next((event for event in life_events() if event.id == name), None)


def _just_told(turn: Turn) -> bool:
    """Whether the last answer was the plan, whole or narrowed: nothing but its steps is offered."""
    steps = {option.value for option in turn.conversation.plan}
    return (
        bool(steps)
        and {option.value for option in turn.conversation.options} <= steps
        and bool(turn.conversation.options)
    )
