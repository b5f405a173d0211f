"""From a decision to the `Answer` of the contract: composed or said, framed, and remembered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from assistant.compose import Composed, compose_many, replies
from assistant.compose.draft import one_line
from assistant.conversation import ConversationStore
from assistant.listing import LONGEST, Enumeration
from assistant.records import Answer, Behavior, Option, RankedProcedure
from assistant.safety import Rule
from assistant.settings import Settings
from assistant.turn import Turn
from knowledge.records import Facet, Procedure
from knowledge.snapshot import Snapshot

_LISTED = 20  # titles that the text of an enumeration prints
_LONGEST_OFFICE_CHARS = 120
_OTHERS = 3  # procedures remembered for "không phải cái này"
_REST = Option(label="Xem đầy đủ", value="xem đầy đủ")


class Voice:
    """Says what was decided, in the shapes of the contract."""

    def __init__(self, snapshot: Snapshot, conversations: ConversationStore, settings: Settings) -> None:
        self._snapshot, self._conversations, self._settings = snapshot, conversations, settings

    def tell(
        self,
        turn: Turn,
        asked: Sequence[tuple[str, tuple[Facet, ...]]],
        ranked: Sequence[RankedProcedure],
        *,
        full: bool = False,
    ) -> Answer:
        """Return what the records say on the facets asked about each code; the first code must be held."""
        parts: list[Composed] = []
        held = [procedure for code, _ in asked if (procedure := self._snapshot.procedure(code)) is not None]
        if not held:
            return self.say(turn, "refuse", replies.unknown_code(asked[0][0]), way_out=True)
        for code, facets in asked:
            procedure, source_text = self._snapshot.procedure(code), self._snapshot.source_text(code)
            if procedure is not None and source_text is not None:
                first_id = 1 + sum(len(part.citations) for part in parts)
                in_full = full or turn.in_full
                parts.append(
                    compose_many(procedure, source_text, facets, full=in_full, first_id=first_id, told=turn.told)
                )
        turn.lap("compose")
        options = (_REST,) if any(part.shortened for part in parts) else ()
        others = tuple(Option(label=one.title, value=one.code) for one in ranked if one.code != held[0].code)
        self._remember(turn, code=held[0].code, facets=asked[0][1], options=options, others=others[:_OTHERS])
        told = "\n\n".join(part.text for part in parts)
        remark = [replies.reply("no_field")] if turn.said.asks_whether and not turn.said.facets else []
        remark += [replies.reply("personal_number")] if turn.said.personal_number else []
        return Answer(
            **self._frame(turn),
            behavior="answer",
            text="\n".join([*remark, told, *self._closing(turn, held[0])]),
            procedures=tuple(ranked),
            facet=asked[0][1][0],
            citations=tuple(citation for part in parts for citation in part.citations),
            options=options,
            checklist=tuple(item for part in parts for item in part.checklist),
        )

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
    ) -> Answer:
        """Return a reply that no record stands behind.

        Args:
            heading: Of the options, which stand last as numbered lines.
            way_out: Whether to name where a person can be asked.
        """
        facets = turn.said.facets or turn.conversation.facets
        self._remember(turn, code=turn.conversation.code, facets=facets, options=options, asking=behavior == "clarify")
        lines = [text, self._way_out() if way_out else ""]
        lines += [replies.reply("personal_number")] if turn.said.personal_number else []
        lines += [replies.introduction()] if turn.first and behavior != "greet" else []
        return Answer(
            **self._frame(turn),
            behavior=behavior,
            text="\n".join(line for line in [*lines, replies.menu(heading, options)] if line),
            procedures=tuple(procedures),
            options=options,
            facet=facets[0] if facets and behavior == "clarify" else None,
        )

    def choose(self, turn: Turn, options: tuple[Option, ...], procedures: Sequence[RankedProcedure] = ()) -> Answer:
        """Return the one question that offers the close candidates."""
        heading = replies.reply("is_it_this" if len(options) == 1 else "which_one")
        return self.say(turn, "clarify", "", heading=heading, options=options, procedures=procedures)

    def say_rule(self, turn: Turn, rule: Rule) -> Answer:
        """Return the reply of a safety rule."""
        return self.say(turn, rule.behavior, replies.reply(rule.name), way_out=rule.behavior == "handoff")

    def greet(self, turn: Turn) -> Answer:
        """Return a hello, or a kind end to thanks and goodbyes."""
        ends = any(word in turn.said.wording.folded for word in ("cam on", "bye", "tam biet", "thank", "tks"))
        return self.say(turn, "greet", replies.reply("thanks") if ends else replies.greeting())

    def enumerate(self, turn: Turn, enumeration: Enumeration) -> Answer:
        """Return every procedure of an enumeration, the first of them in words."""
        found = enumeration.found[:LONGEST]
        shown = [f"- {summary.title} (mã {summary.code})" for summary in found[:_LISTED]]
        more = len(enumeration.found) - len(shown)
        lines = [f"Có {len(enumeration.found)} thủ tục {enumeration.named} trong dữ liệu đang có.", *shown]
        lines += [f"… và {more} thủ tục khác."] if more else []
        procedures = [RankedProcedure(code=summary.code, title=summary.title, score=1.0) for summary in found]
        return self.say(turn, "list", "\n".join(lines), procedures=procedures)

    def ranked(self, code: str) -> RankedProcedure:
        """Return a procedure that was named, not searched for."""
        procedure = self._snapshot.procedure(code)
        return RankedProcedure(code=code, title=one_line(procedure.title) if procedure else "", score=1.0)

    def _closing(self, turn: Turn, procedure: Procedure) -> list[str]:
        if not turn.first:
            return []
        named = procedure.agencies.receiving_address or procedure.agencies.implementing
        office = named.plain.split("\n")[0].lstrip("-+* ") if named else None
        if office and (len(office) > _LONGEST_OFFICE_CHARS or "http" in office or "www." in office):
            office = None
        return [self._way_out(office), replies.introduction()]

    def _way_out(self, named: str | None = None) -> str:
        return replies.way_out(self._settings.hotline, self._settings.office, named)

    def _frame(self, turn: Turn) -> dict[str, Any]:
        return {
            "conversation_id": turn.conversation.id,
            "turn_id": f"t-{uuid.uuid4().hex}",
            "snapshot": self._snapshot.name,
        }

    def _remember(
        self,
        turn: Turn,
        *,
        code: str | None,
        facets: tuple[Facet, ...],
        options: tuple[Option, ...],
        asking: bool = False,
        others: tuple[Option, ...] = (),
    ) -> None:
        update = {"code": code, "facets": facets, "options": options, "asking": asking, "others": others}
        turns = turn.conversation.turns + 1
        self._conversations.save(turn.conversation.model_copy(update={"turns": turns, **update}))
        turn.lap("remember")
