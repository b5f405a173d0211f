"""From a decision to the `Answer` of the contract: composed or said, framed, and remembered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cases import question_of
from assistant.clarification import Clarification
from assistant.compose import Composed, replies
from assistant.compose.draft import one_line
from assistant.compose.offices import province_of_office
from assistant.conversation import THE_REST, Conversation
from assistant.privacy import redact
from assistant.records import Answer, Behavior, Option, RankedProcedure
from assistant.safety import Rule
from assistant.settings import Settings
from assistant.telling import NOTHING, join, tell_of
from assistant.turn import Turn
from knowledge.records import Facet
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

_LONGEST_OFFICE_CHARS = 120
_WORDS_TURNS, _WORDS_CHARS = 6, 300  # that a talk remembers of one matter
_TRAIL = 8  # matters of a talk that one can go back to
_OTHERS = 3  # procedures remembered for "không phải cái này"


@dataclass(frozen=True)
class Unsettled:
    """A second question that is not clear yet: what it may be about, and what it asks."""

    options: tuple[Option, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class Shown:
    """Several procedures told of at once: best first, the words about them, and what the next message may choose.

    `code` is the procedure that the talk is about from here on, None where it stays; `offers` says whether the choices
    are options of the answer too.
    """

    behavior: Behavior
    told: Composed
    procedures: tuple[RankedProcedure, ...]
    choices: tuple[Option, ...] = ()
    offers: bool = False
    code: str | None = None
    event: str | None = None  # whose plan it is
    plan: tuple[Option, ...] = ()  # all steps of that plan


class Voice:
    """Says what was decided, in the shapes of the contract."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self._snapshot, self._settings = snapshot, settings

    def tell(
        self,
        turn: Turn,
        asked: Sequence[tuple[str, tuple[Facet, ...]]],
        ranked: Sequence[RankedProcedure],
        *,
        full: bool = False,
        then: Unsettled | None = None,
    ) -> Answer:
        """Return what the records say on the facets asked about each code; the first code must be held.

        Args:
            full: Whether all that the records hold is wanted.
            then: A second question to ask back about.
        """
        parts = tell_of(turn, asked, self._snapshot, full=full or turn.in_full)
        if not parts:
            return self.say(turn, "refuse", replies.unknown_code(asked[0][0]), way_out=True)
        turn.lap("compose")
        code, facets = asked[0][0], parts[0][1]
        told = join([part for part, _ in parts])
        offered = tuple(Option(label=label, value=question_of(code, label)) for label in told.cases)
        options = then.options if then else (*offered, *((THE_REST,) if told.shortened else ()))
        others = tuple(Option(label=one.title, value=one.code) for one in ranked if one.code != code)[:_OTHERS]
        self._remember(turn, code, then.facets if then else facets, options, asking=then is not None, others=others)
        lines = [*_remarks(turn, told), told.text, *self._closing(turn, code)]
        lines += [replies.menu(replies.reply("second_unclear"), then.options)] if then else []
        text = "\n".join(lines)
        return self._present(turn, "answer", text, ranked, told=told, facet=facets[0], options=options)

    def say(
        self,
        turn: Turn,
        behavior: Behavior,
        text: str,
        *,
        heading: str = "",
        options: tuple[Option, ...] = (),
        procedures: Sequence[RankedProcedure] = (),
        way_out: bool = False,
        clarification: Clarification | None = None,
    ) -> Answer:
        """Return a reply that no record stands behind.

        Args:
            heading: Of the options, which stand last as numbered lines.
            way_out: Whether to name where a person can be asked.
            clarification: What the options answer, to be kept for the reply.
        """
        facets = turn.said.facets or turn.conversation.facets
        asking = behavior == "clarify"
        self._remember(turn, turn.conversation.code, facets, options, asking=asking, clarification=clarification)
        lines = [text, self._way_out() if way_out else ""]
        lines += [replies.reply("personal_number")] if turn.said.personal_number else []
        lines += [replies.introduction()] if turn.first and behavior != "greet" else []
        said = "\n".join(line for line in [*lines, replies.menu(heading, options)] if line)
        facet = facets[0] if facets and behavior == "clarify" else None
        return self._present(turn, behavior, said, procedures, facet=facet, options=options)

    def show(self, turn: Turn, shown: Shown) -> Answer:
        """Return what is told of several procedures at once: a list, a comparison, a plan."""
        self._remember(turn, shown.code or turn.conversation.code, ("overview",), shown.choices, shown=shown)
        lines = [shown.told.text, *(self._closing(turn, shown.code) if shown.code else [])]
        lines += [replies.introduction()] if turn.first and not shown.code else []
        return self._present(
            turn,
            shown.behavior,
            "\n".join(lines),
            shown.procedures,
            told=shown.told,
            facet="overview" if shown.behavior == "answer" else None,
            options=shown.choices if shown.offers else (),
        )

    def choose(self, turn: Turn, options: tuple[Option, ...], procedures: Sequence[RankedProcedure] = ()) -> Answer:
        """Return the one question that offers the close candidates."""
        heading = replies.reply("is_it_this" if len(options) == 1 else "which_one")
        options = turn.advice.order(turn.said.text, options)
        return self.say(turn, "clarify", "", heading=heading, options=options, procedures=procedures)

    def clarify(self, turn: Turn, clarification: Clarification, procedures: Sequence[RankedProcedure] = ()) -> Answer:
        """Return the question that tells the close candidates apart, with its choices."""
        heading = clarification.question or replies.reply("which_one")
        options = clarification.options
        return self.say(
            turn, "clarify", "", heading=heading, options=options, procedures=procedures, clarification=clarification
        )

    def say_rule(self, turn: Turn, rule: Rule) -> Answer:
        """Return the reply of a safety rule."""
        return self.say(turn, rule.behavior, replies.reply(rule.name), way_out=rule.behavior == "handoff")

    def greet(self, turn: Turn) -> Answer:
        """Return a hello, or a kind end to thanks and goodbyes."""
        said = fold(turn.question.question)
        ends = any(word in said for word in ("cam on", "bye", "tam biet", "thank", "tks"))
        return self.say(turn, "greet", replies.reply("thanks") if ends else replies.greeting())

    def ranked(self, code: str) -> RankedProcedure:
        """Return a procedure that was named, not searched for."""
        procedure = self._snapshot.procedure(code)
        return RankedProcedure(code=code, title=one_line(procedure.title) if procedure else "", score=1.0)

    def _closing(self, turn: Turn, code: str) -> list[str]:
        procedure = self._snapshot.procedure(code)
        if not turn.first or procedure is None:
            return []
        named = procedure.agencies.receiving_address or procedure.agencies.implementing
        office = named.plain.split("\n")[0].lstrip("-+* ") if named else None
        elsewhere = named is not None and province_of_office(procedure, named) not in (None, turn.place)
        if office and (elsewhere or len(office) > _LONGEST_OFFICE_CHARS or "http" in office or "www." in office):
            office = None
        return [self._way_out(office), replies.introduction()]

    def _way_out(self, named: str | None = None) -> str:
        return replies.way_out(self._settings.hotline, self._settings.office, named)

    def _present(
        self,
        turn: Turn,
        behavior: Behavior,
        text: str,
        procedures: Sequence[RankedProcedure],
        *,
        facet: Facet | None,
        options: tuple[Option, ...],
        told: Composed = NOTHING,
    ) -> Answer:
        return Answer(
            conversation_id=turn.conversation.id,
            turn_id=f"t-{uuid.uuid4().hex}",
            behavior=behavior,
            text=text,
            procedures=tuple(procedures),
            facet=facet,
            citations=told.citations,
            options=options,
            checklist=told.checklist,
            snapshot=self._snapshot.name,
        )

    def _words(self, turn: Turn, code: str | None, *, asking: bool) -> tuple[str, ...]:
        """Return the words of the turns about what is now the matter: a choice that was open belongs to it."""
        known = turn.conversation
        same = asking or known.asking or code == known.code
        return (redact(turn.said.text)[:_WORDS_CHARS], *(known.words if same else ()))[:_WORDS_TURNS]

    def _remember(
        self,
        turn: Turn,
        code: str | None,
        facets: tuple[Facet, ...],
        options: tuple[Option, ...],
        *,
        asking: bool = False,
        others: tuple[Option, ...] = (),
        clarification: Clarification | None = None,
        shown: Shown | None = None,
    ) -> None:
        known = turn.conversation
        event, plan = (shown.event, shown.plan) if shown is not None else _plan_kept(known, code)
        before = known.asked if known.clarification is not None else ()
        update: dict[str, object] = {
            "turns": known.turns + 1,
            "code": code,
            "facets": facets,
            "options": options,
            "asking": asking,
            "others": others,
            "event": event,
            "plan": plan,
            "clarification": clarification,
            "asked": (*before, clarification.attribute) if clarification is not None else (),
            "words": self._words(turn, code, asking=asking),
            "order": tuple(dict.fromkeys([*known.order, *([code] if code else [])]))[:_TRAIL],
            "trail": tuple(dict.fromkeys([code, *known.trail]))[:_TRAIL] if code else known.trail,
        }
        turn.after[:] = [known.model_copy(update=update)]


def _plan_kept(known: Conversation, code: str | None) -> tuple[str | None, tuple[Option, ...]]:
    """Return the plan of the talk with its event, while the talk stays with its steps."""
    stays = code == known.code or code in {option.value for option in known.plan}
    return (known.event, known.plan) if stays else (None, ())


def _remarks(turn: Turn, told: Composed) -> list[str]:
    """Return what is said before the records speak."""
    said = turn.said
    silent = said.asks_whether and (not said.facets or said.asks_for_one_paper) and not told.pointed
    remarks = [replies.reply("no_field")] if silent else []
    return remarks + ([replies.reply("personal_number")] if turn.said.personal_number else [])
