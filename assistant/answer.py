"""The assistant: one question in, one structured answer out. Nothing that a person can type raises."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choices import offer
from assistant.compose import replies
from assistant.conversation import ConversationStore
from assistant.decide import decide
from assistant.dialogue import (
    CHANGED_FROM,
    Chosen,
    goes_on,
    is_follow_up,
    names_a_matter,
    procedure_choices,
    resolve_option,
    stays_with,
)
from assistant.listing import find_enumeration
from assistant.records import Answer, Question, RankedProcedure
from assistant.safety import Rule, find_rule, is_greeting
from assistant.separate import separate
from assistant.settings import Settings
from assistant.turn import Turn, new_conversation
from assistant.understand import Understanding, understand
from assistant.voice import Voice
from knowledge.names import bare_name
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

CONSIDERED = 10  # procedures that an answer reports, best first
_NEAREST = 3
_SOFT = frozenset({"off_topic", "medical", "politics", "abuse", "foreign", "emergency"})  # a clear hit overrules these
_CLEAR_HIT = 0.85  # from this chance on the words of such a rule are part of a matter that is held


class Assistant:
    """Answers questions from one snapshot."""

    def __init__(self, snapshot: Snapshot, conversations: ConversationStore, settings: Settings) -> None:
        self._snapshot, self._conversations = snapshot, conversations
        self._voice = Voice(snapshot, conversations, settings)

    def ask(self, question: Question) -> Answer:
        """Return the answer to one question of a conversation.

        Raises:
            ConversationStoreError: The store of conversations cannot be reached.
        """
        known = self._conversations.load(question.conversation_id) if question.conversation_id else None
        conversation = known or new_conversation(question.conversation_id)
        turn = Turn(question, understand(question.question), conversation)
        answer = self._answer(turn)
        turn.lap("total")
        return answer.model_copy(update={"timings_ms": turn.timings_ms})

    def _answer(self, turn: Turn) -> Answer:
        if not turn.said.readable:
            return self._voice.say(turn, "error", replies.unreadable())
        chosen = resolve_option(turn.said, turn.conversation)
        if chosen is not None:
            return self._take(turn, chosen)
        if turn.said.number is not None:
            return self._miss_the_menu(turn)
        if turn.said.rejects and turn.conversation.code is not None:
            others = turn.conversation.others
            return self._voice.say(turn, "clarify", "", heading=replies.reply("another_one"), options=others)
        if is_greeting(turn.said.wording):
            return self._voice.greet(turn)
        rule = find_rule(turn.said.wording)
        if rule is not None and rule.name not in _SOFT:
            return self._voice.say_rule(turn, rule)
        if turn.said.codes:
            return self._by_code(turn)
        return self._by_search(turn, rule)

    def _miss_the_menu(self, turn: Turn) -> Answer:
        """Answer a number that chooses nothing: repeat the menu, or say that there is none."""
        options = procedure_choices(turn.conversation)
        return (
            self._voice.choose(turn, options) if options else self._voice.say(turn, "clarify", replies.reply("no_menu"))
        )

    def _by_code(self, turn: Turn) -> Answer:
        known = [code for code in turn.said.codes if self._snapshot.procedure(code) is not None]
        if not known:
            hits = self._search(turn, turn.said.text.replace(turn.said.codes[0], " "))
            options = offer(hits[:_NEAREST], self._snapshot)
            text, heading = replies.unknown_code(turn.said.codes[0]), replies.reply("nearest")
            return self._voice.say(turn, "refuse", text, heading=heading, options=options, way_out=True)
        facets = turn.said.facets or ("overview",)
        ranked = [self._voice.ranked(code) for code in known]
        return self._voice.tell(turn, [(code, facets) for code in known[:2]], ranked)

    def _take(self, turn: Turn, chosen: Chosen, hits: Sequence[Hit] = ()) -> Answer:
        facets = turn.said.facets or chosen.facets or ("overview",)
        others = [one for one in _ranking(hits) if one.code != chosen.code]
        ranked = [self._voice.ranked(chosen.code), *others][:CONSIDERED]
        return self._voice.tell(turn, [(chosen.code, facets)], ranked, full=chosen.full)

    def _by_search(self, turn: Turn, soft: Rule | None) -> Answer:
        if soft is None and turn.said.topicless:
            return self._without_topic(turn)
        enumeration = find_enumeration(turn.said.wording, self._snapshot.summaries) if soft is None else None
        if enumeration is not None and enumeration.found:
            return self._voice.enumerate(turn, enumeration)
        both = separate(turn.said)
        answer = self._answer_both(turn, *both) if both is not None else None
        if answer is not None:
            return answer
        hits = self._search(turn, turn.said.text)
        if soft is not None and not (hits and hits[0].score >= _CLEAR_HIT):
            return self._voice.say_rule(turn, soft)
        return self._decide(turn, hits)

    def _without_topic(self, turn: Turn) -> Answer:
        """Answer "bao lâu thì xong": about the choice that is open, else the last procedure, else ask which."""
        choices = procedure_choices(turn.conversation) if turn.conversation.asking else ()
        meant = next((option.value for option in choices), turn.conversation.code)
        if meant is not None and is_follow_up(turn.said):
            return self._take(turn, Chosen(meant, turn.said.facets))
        return self._voice.say(turn, "clarify", replies.reply("which_procedure"))

    def _answer_both(self, turn: Turn, first: Understanding, second: Understanding) -> Answer | None:
        """Answer two questions after one another; None where not both find a procedure of their own."""
        found = [(half, self._search(turn, half.text)) for half in (first, second)]
        sure = all(decide(hits, administrative=half.administrative).kind == "answer" for half, hits in found)
        if not sure or found[0][1][0].code == found[1][1][0].code:
            return None
        best = [hits[0] for _, hits in found]
        others = [hit for pair in zip(*(hits[1:] for _, hits in found), strict=False) for hit in pair]
        ranking = list({hit.code: hit for hit in [*best, *others]}.values())[:CONSIDERED]
        asked = [(hit.code, half.facets) for hit, (half, _) in zip(best, found, strict=True)]
        return self._voice.tell(turn, asked, _ranking(ranking))

    def _decide(self, turn: Turn, hits: Sequence[Hit]) -> Answer:
        decision = decide(hits, administrative=turn.said.administrative)
        choices = procedure_choices(turn.conversation) if turn.conversation.asking else ()
        last = turn.conversation.code or next((option.value for option in choices), None)
        if last is not None:
            if turn.said.shifts and (turn.said.topic_words or turn.said.narrows) and not is_follow_up(turn.said):
                return self._answer_best(turn, self._shifted(turn, last, hits))
            if goes_on(turn.said, decision.kind, hits, last):
                return self._take(turn, Chosen(last, turn.said.facets), hits)
            if stays_with(last, hits):
                return self._answer_best(turn, sorted(hits, key=lambda hit: hit.code != last))
        if decision.kind == "answer":
            return self._answer_best(turn, hits)
        options = offer(decision.hits, self._snapshot)
        if decision.kind == "clarify":
            return self._voice.choose(turn, options, _ranking(hits))
        if not turn.said.vietnamese:
            return self._voice.say(turn, "clarify", replies.reply("not_understood"))
        text, heading = replies.reply("not_found"), replies.reply("nearest")
        return self._voice.say(turn, "refuse", text, heading=heading, options=options, way_out=True)

    def _shifted(self, turn: Turn, last: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return what "còn … thì sao" is about: a matter of its own, else the last one changed in what was said."""
        if names_a_matter(turn.said, hits, last):
            return list(hits)
        procedure = self._snapshot.procedure(last)
        title = bare_name(procedure.title.plain) if procedure is not None else ""
        changed = self._search(turn, f"{turn.said.text} {title}")
        others = [hit for hit in changed if hit.code != last]
        return others if others and others[0].score >= CHANGED_FROM else changed

    def _answer_best(self, turn: Turn, hits: Sequence[Hit]) -> Answer:
        return self._voice.tell(turn, [(hits[0].code, turn.said.facets or ("overview",))], _ranking(hits))

    def _search(self, turn: Turn, text: str) -> list[Hit]:
        hits = self._snapshot.index.search(text, limit=CONSIDERED, place=turn.place)
        turn.lap("search")
        return hits


def _ranking(hits: Sequence[Hit]) -> tuple[RankedProcedure, ...]:
    return tuple(RankedProcedure(code=h.code, title=h.title, score=round(float(h.score), 4)) for h in hits)
