"""The assistant: one question in, one structured answer out. Nothing that a person can type raises."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.compose import compose_many, replies
from assistant.compose.draft import one_line
from assistant.conversation import Conversation, ConversationStore
from assistant.decide import decide
from assistant.dialogue import Chosen, is_follow_up, procedure_choices, resolve_option, stays_with
from assistant.listing import LONGEST, Enumeration, find_enumeration
from assistant.records import Answer, Option, Question, RankedProcedure
from assistant.safety import Rule, find_rule, is_greeting, is_readable
from assistant.settings import Settings
from assistant.understand import Understanding, understand
from knowledge.provinces import province_asked_about
from knowledge.records import Facet, Procedure
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

CONSIDERED = 10  # procedures that an answer reports, best first
_NEAREST = 3
_LISTED = 20  # titles that the text of an enumeration prints
_SOFT = frozenset({"off_topic", "medical", "politics", "abuse"})  # rules that a clear hit overrules
_CLEAR_HIT = 0.85
_FEW_WORDS = 2  # a question that names hardly anything of its own goes on about the last procedure


@dataclass
class _Turn:
    """One question on its way to an answer."""

    question: Question
    said: Understanding
    conversation: Conversation
    started: float = field(default_factory=time.perf_counter)
    timings_ms: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        """Note how long the turn has taken so far, in milliseconds."""
        self.timings_ms[name] = round((time.perf_counter() - self.started) * 1000, 2)


class Assistant:
    """Answers questions from one snapshot."""

    def __init__(self, snapshot: Snapshot, conversations: ConversationStore, settings: Settings) -> None:
        self._snapshot, self._conversations, self._settings = snapshot, conversations, settings

    def ask(self, question: Question) -> Answer:
        """Return the answer to one question of a conversation.

        Raises:
            ConversationStoreError: The store of conversations cannot be reached.
        """
        turn = self._open(question)
        answer = self._answer(turn)
        turn.lap("total")
        return answer.model_copy(update={"timings_ms": turn.timings_ms})

    def _open(self, question: Question) -> _Turn:
        known = self._conversations.load(question.conversation_id) if question.conversation_id else None
        new = question.conversation_id or f"c-{uuid.uuid4().hex}"
        conversation = known or Conversation(id=new, audience=question.audience)
        return _Turn(question, understand(question.question), conversation)

    def _answer(self, turn: _Turn) -> Answer:
        if not is_readable(turn.said.wording):
            return self._reply(turn, "error", replies.unreadable())
        chosen = resolve_option(turn.said, turn.conversation)
        if chosen is not None:
            return self._take(turn, chosen)
        if is_greeting(turn.said.wording):
            thanks = "cam on" in turn.said.wording.folded or "bye" in turn.said.wording.folded
            return self._reply(turn, "greet", replies.reply("thanks") if thanks else replies.greeting())
        rule = find_rule(turn.said.wording)
        if rule is not None and rule.name not in _SOFT:
            return self._by_rule(turn, rule)
        if turn.said.codes:
            return self._by_code(turn)
        return self._by_search(turn, rule)

    def _by_rule(self, turn: _Turn, rule: Rule) -> Answer:
        text = replies.reply(rule.name)
        if rule.behavior == "handoff":
            text = f"{text}\n{self._way_out()}"
        return self._reply(turn, rule.behavior, text)

    def _way_out(self, named: str | None = None) -> str:
        return replies.way_out(self._settings.hotline, self._settings.office, named)

    def _by_code(self, turn: _Turn) -> Answer:
        known = [code for code in turn.said.codes if self._snapshot.procedure(code) is not None]
        if not known:
            hits = self._search(turn, turn.said.text.replace(turn.said.codes[0], " "))
            options = _options(hits[:_NEAREST])
            text = f"{replies.unknown_code(turn.said.codes[0], options)}\n{self._way_out()}"
            return self._reply(turn, "refuse", text, options=options)
        ranked = [self._ranked(code, 1.0) for code in known]
        return self._about(turn, known[0], turn.said.facets or ("overview",), ranked)

    def _take(self, turn: _Turn, chosen: Chosen) -> Answer:
        facets = turn.said.facets or chosen.facets or ("overview",)
        if self._snapshot.procedure(chosen.code) is None:
            return self._reply(turn, "refuse", replies.unknown_code(chosen.code, ()))
        return self._about(turn, chosen.code, facets, [self._ranked(chosen.code, 1.0)], full=chosen.full)

    def _by_search(self, turn: _Turn, soft: Rule | None) -> Answer:
        last = turn.conversation.code
        if soft is None and is_follow_up(turn.said):
            # Who asks on instead of choosing among the offered procedures means the first.
            meant = next((option.value for option in procedure_choices(turn.conversation)), last)
            if meant is not None:
                return self._take(turn, Chosen(meant, turn.said.facets))
        enumeration = find_enumeration(turn.said.wording, self._snapshot.summaries) if soft is None else None
        if enumeration is not None and enumeration.found:
            return self._list(turn, enumeration)
        hits = self._search(turn, turn.said.text)
        if soft is not None and not (hits and hits[0].score >= _CLEAR_HIT):
            return self._by_rule(turn, soft)
        if last is not None and stays_with(last, hits):
            hits = sorted(hits, key=lambda hit: hit.code != last)
            return self._answer_best(turn, hits)
        return self._decide(turn, hits)

    def _decide(self, turn: _Turn, hits: Sequence[Hit]) -> Answer:
        decision = decide(hits, administrative=turn.said.administrative)
        if decision.kind == "answer":
            return self._answer_best(turn, hits)
        last = turn.conversation.code
        if last is not None and turn.said.facets and turn.said.topic_words <= _FEW_WORDS:
            return self._take(turn, Chosen(last, turn.said.facets))
        options = _options(decision.hits)
        if decision.kind == "clarify":
            return self._reply(turn, "clarify", replies.which_one(options), options=options, procedures=_ranking(hits))
        text = f"{replies.not_found(options)}\n{self._way_out()}"
        return self._reply(turn, "refuse", text, options=options)

    def _answer_best(self, turn: _Turn, hits: Sequence[Hit]) -> Answer:
        return self._about(turn, hits[0].code, turn.said.facets or ("overview",), _ranking(hits))

    def _search(self, turn: _Turn, text: str) -> list[Hit]:
        place = turn.question.place or province_asked_about(turn.said.wording.folded)
        hits = self._snapshot.index.search(text, limit=CONSIDERED, place=place)
        turn.lap("search")
        return hits

    def _list(self, turn: _Turn, enumeration: Enumeration) -> Answer:
        found = enumeration.found[:LONGEST]
        shown = [f"- {summary.title} (mã {summary.code})" for summary in found[:_LISTED]]
        text = f"Có {len(enumeration.found)} thủ tục {enumeration.named} trong dữ liệu đang có."
        rest = f"\n… và {len(enumeration.found) - _LISTED} thủ tục khác." if len(enumeration.found) > _LISTED else ""
        procedures = [RankedProcedure(code=s.code, title=s.title, score=1.0) for s in found]
        return self._reply(turn, "list", "\n".join([text, *shown]) + rest, procedures=procedures)

    def _about(
        self,
        turn: _Turn,
        code: str,
        facets: tuple[Facet, ...],
        ranked: Sequence[RankedProcedure],
        *,
        full: bool = False,
    ) -> Answer:
        procedure, source_text = self._snapshot.procedure(code), self._snapshot.source_text(code)
        if procedure is None or source_text is None:
            return self._reply(turn, "refuse", replies.unknown_code(code, ()))
        full = full or turn.said.wants_all or turn.question.audience == "officer"
        composed = compose_many(procedure, source_text, facets, full=full)
        turn.lap("compose")
        options = (Option(label="Xem đầy đủ", value="xem đầy đủ"),) if composed.shortened else ()
        text = "\n".join([composed.text, *self._closing(turn, procedure)])
        self._remember(turn, code=code, facets=facets, options=options)
        return Answer(
            **self._frame(turn),
            behavior="answer",
            text=text,
            procedures=tuple(ranked),
            facet=facets[0],
            citations=composed.citations,
            options=options,
            checklist=composed.checklist,
        )

    def _closing(self, turn: _Turn, procedure: Procedure) -> list[str]:
        if turn.conversation.turns:
            return []
        named = procedure.agencies.receiving_address or procedure.agencies.implementing
        office = one_line(named).split("\n")[0] if named and len(named.text) < 120 else None
        return [self._way_out(office), replies.introduction()]

    def _reply(
        self,
        turn: _Turn,
        behavior: str,
        text: str,
        *,
        options: tuple[Option, ...] = (),
        procedures: Sequence[RankedProcedure] = (),
    ) -> Answer:
        if options:
            self._remember(turn, code=turn.conversation.code, facets=turn.said.facets, options=options)
        else:
            self._remember(turn, code=turn.conversation.code, facets=turn.conversation.facets, options=())
        if turn.conversation.turns == 0 and behavior != "greet":
            text = f"{text}\n{replies.introduction()}"
        return Answer.model_validate(
            {
                **self._frame(turn),
                "behavior": behavior,
                "text": text,
                "procedures": tuple(procedures),
                "options": options,
                "facet": turn.said.facets[0] if turn.said.facets and behavior == "clarify" else None,
            }
        )

    def _frame(self, turn: _Turn) -> dict[str, str]:
        return {
            "conversation_id": turn.conversation.id,
            "turn_id": f"t-{uuid.uuid4().hex}",
            "snapshot": self._snapshot.name,
        }

    def _remember(
        self, turn: _Turn, *, code: str | None, facets: tuple[Facet, ...], options: tuple[Option, ...]
    ) -> None:
        turns = turn.conversation.turns + 1
        self._conversations.save(
            turn.conversation.model_copy(update={"turns": turns, "code": code, "facets": facets, "options": options})
        )
        turn.lap("remember")

    def _ranked(self, code: str, score: float) -> RankedProcedure:
        procedure = self._snapshot.procedure(code)
        return RankedProcedure(code=code, title=one_line(procedure.title) if procedure else "", score=score)


def _ranking(hits: Sequence[Hit]) -> tuple[RankedProcedure, ...]:
    return tuple(RankedProcedure(code=h.code, title=h.title, score=round(float(h.score), 4)) for h in hits)


def _options(hits: Sequence[Hit]) -> tuple[Option, ...]:
    return tuple(Option(label=hit.title, value=hit.code) for hit in hits)
