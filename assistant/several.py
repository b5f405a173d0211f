"""Messages about several procedures at once: plans of a life event, lists, comparisons, and places."""

from __future__ import annotations

from datetime import date

from assistant.compose.comparison import compose_comparison
from assistant.compose.facets import Composed
from assistant.compose.plan import compose_plan
from assistant.decide import decide
from assistant.finding import Finder
from assistant.life import plan_wanted
from assistant.officer.comparison import split_comparison
from assistant.officer.desk import Desk
from assistant.places import place_answer
from assistant.records import Answer, Option
from assistant.turn import Turn
from assistant.voice import Shown, Voice
from knowledge.records import Procedure
from knowledge.snapshot import Snapshot

_CHOICES = 20  # of a list, which the next message may name by their number


class Several:
    """Hears what asks for more than one procedure."""

    def __init__(self, snapshot: Snapshot, voice: Voice, finder: Finder) -> None:
        self._snapshot, self._voice, self._finder = snapshot, voice, finder
        self._desk = Desk(snapshot)

    def plan(self, turn: Turn) -> Answer | None:
        """Answer the telling of a life event with the plan of its procedures, each an option."""
        event = plan_wanted(turn.said)
        plan = compose_plan(event, self._held, date.today()) if event is not None else None
        if plan is None or len(plan.options) < 2:
            return None
        procedures = tuple(self._voice.ranked(option.value) for option in plan.options)
        first = plan.options[0].value
        return self._voice.show(turn, Shown("answer", plan.composed, procedures, plan.options, True, first))

    def look_up(self, turn: Turn) -> Answer | None:
        """Answer what asks for a list, a count, or the procedures that rest on a document."""
        found = self._desk.look_up(turn.said.wording, officer=turn.for_officer)
        if found is None:
            return None
        told = Composed(found.text, found.citations, (), shortened=False)
        choices = tuple(Option(label=one.title, value=one.code) for one in found.procedures[:_CHOICES])
        return self._voice.show(turn, Shown(found.behavior, told, found.procedures, choices))

    def compare(self, turn: Turn) -> Answer | None:
        """Answer what compares two procedures; None where either is not held or not sure."""
        named = split_comparison(turn.said)
        found = [self._meant(turn, words) for words in named] if named is not None else []
        held = [(code, self._held(code)) for code in found if code is not None]
        if len(held) < 2 or held[0][0] == held[1][0]:
            return None
        (first, one), (second, other) = held
        if one is None or other is None:
            return None
        told = compose_comparison(*one, *other, full=turn.in_full)
        procedures = (self._voice.ranked(first), self._voice.ranked(second))
        choices = tuple(Option(label=each.title, value=each.code) for each in procedures)
        return self._voice.show(turn, Shown("answer", told, procedures, choices, True, first))

    def place(self, turn: Turn) -> Answer | None:
        """Answer a question about a place and nothing else: "phường Bến Nghé nay thuộc phường nào"."""
        told = place_answer(turn.said)
        return self._voice.say(turn, "answer", told, way_out=True) if told is not None else None

    def _meant(self, turn: Turn, words: str) -> str | None:
        if self._snapshot.procedure(words) is not None:
            return words
        hits = self._finder.search(turn, words)
        return hits[0].code if decide(hits).kind == "answer" else None

    def _held(self, code: str) -> tuple[Procedure, str] | None:
        procedure, text = self._snapshot.procedure(code), self._snapshot.source_text(code)
        return None if procedure is None or text is None else (procedure, text)
