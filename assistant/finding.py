"""From words to procedures and their answer: by code, by search, one question or two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from assistant.asking import Asker
from assistant.choices import offer
from assistant.clarification import Clarification
from assistant.compose import replies
from assistant.decide import Decision, decide
from assistant.dialogue import Chosen, is_follow_up, procedure_choices
from assistant.following import Follower, Meant
from assistant.records import Answer, Option, RankedProcedure
from assistant.separate import separate
from assistant.turn import Turn
from assistant.understand import Understanding
from assistant.voice import Unsettled, Voice
from knowledge.names import bare_name
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

CONSIDERED = 10  # procedures that an answer reports, best first
_NEAREST = 3


class Finder:
    """Finds the procedures that a turn is about and has the voice tell of them."""

    def __init__(self, snapshot: Snapshot, voice: Voice) -> None:
        self._snapshot, self._voice = snapshot, voice
        self._follower, self._asker = Follower(snapshot, self.search), Asker(snapshot, voice, self.search)

    def take(self, turn: Turn, chosen: Chosen, hits: Sequence[Hit] = ()) -> Answer:
        """Answer about a procedure that is settled; `hits` are reported behind it."""
        facets = turn.said.facets or chosen.facets or ("overview",)
        others = [one for one in ranking(hits) if one.code != chosen.code]
        ranked = [self._voice.ranked(chosen.code), *others][:CONSIDERED]
        return self._voice.tell(turn, [(chosen.code, facets)], ranked, full=chosen.full)

    def by_code(self, turn: Turn) -> Answer | None:
        """Answer about the codes that the message names; None where it names none."""
        if not turn.said.codes:
            return None
        known = [code for code in turn.said.codes if self._snapshot.procedure(code) is not None]
        if not known:
            hits = self.search(turn, turn.said.text.replace(turn.said.codes[0], " "))
            options = offer(hits[:_NEAREST], self._snapshot)
            text, heading = replies.unknown_code(turn.said.codes[0]), replies.reply("nearest")
            return self._voice.say(turn, "refuse", text, heading=heading, options=options, way_out=True)
        facets = turn.said.facets or turn.advice.facets(turn.said.text)
        ranked = [self._voice.ranked(code) for code in known]
        return self._voice.tell(turn, [(code, facets) for code in known[:2]], ranked)

    def by_search(self, turn: Turn) -> Answer:
        """Answer what the words ask for."""
        changed = turn.follows and turn.said.does_otherwise  # "còn nếu mất thì sao"
        if turn.said.topicless and not changed:
            return self._without_topic(turn)
        both = separate(turn.said, talking=turn.conversation.code is not None)
        answer = self._answer_both(turn, *both) if both is not None else None
        if answer is not None:
            return answer
        hits = self.search(turn, turn.said.text)
        return self._decide(turn, hits)

    def put_right(self, turn: Turn) -> Answer:
        """Answer a correction: a matter of its own, or the last one changed in what was said."""
        hits = self.search(turn, turn.said.text)
        decision = self._decision(turn, hits)
        meant = self._follower.corrected(turn, hits, decision)
        return self._tell(turn, meant) if meant is not None else self._decide(turn, hits)

    def narrow(self, turn: Turn, waiting: Clarification) -> Answer | None:
        """Answer a reply to the question that was asked back; None where it is something new."""
        heard = self._asker.narrow(turn, waiting)
        return self._tell(turn, heard) if isinstance(heard, Meant) else heard

    def search(self, turn: Turn, text: str, *, codes: Collection[str] | None = None) -> list[Hit]:
        """Return the procedures that the text asks for, best first; of `codes` only, where given."""
        asked = (text, turn.place, None if codes is None else tuple(codes))
        if asked not in turn.found:
            turn.found[asked] = self._snapshot.index.search(text, limit=CONSIDERED, place=turn.place, codes=codes)
            turn.lap("search")
        return list(turn.found[asked])

    def _without_topic(self, turn: Turn) -> Answer:
        """Answer "bao lâu thì xong": about the choice that is open, else the last procedure, else ask which."""
        choices = procedure_choices(turn.conversation) if turn.conversation.asking else ()
        meant = next((option.value for option in choices), turn.conversation.code)
        if meant is not None and is_follow_up(turn.said):
            return self.take(turn, Chosen(meant, turn.said.facets))
        return self._voice.say(turn, "clarify", replies.reply("which_procedure"))

    def _answer_both(self, turn: Turn, first: Understanding, second: Understanding) -> Answer | None:
        """Answer two questions after one another, or the first and ask about the second; None where it is one."""
        heads, tails = self._half(turn, first), self._half(turn, second)
        shared = not first.facets and not first.asks_how  # "khai sinh và khai tử cần giấy tờ gì"
        own = first.facets or (second.facets if shared else ()) or ("overview",)
        facets = second.facets or (("overview",) if second.asks_how else own)
        if heads.kind != "answer" or tails.kind == "none" or heads.hits[0].code == tails.hits[0].code:
            return None
        if shared and tails.kind != "answer":
            return None
        if tails.kind == "clarify":
            options = offer(tails.hits, self._snapshot)
            asked = [(heads.hits[0].code, own)]
            return self._voice.tell(turn, asked, ranking(heads.hits), then=Unsettled(options, facets))
        order = {hit.code: hit for pair in zip_longest(heads.hits, tails.hits) for hit in pair if hit is not None}
        asked = [(heads.hits[0].code, own), (tails.hits[0].code, facets)]
        return self._voice.tell(turn, asked, ranking(list(order.values())[:CONSIDERED]))

    def _half(self, turn: Turn, half: Understanding) -> Decision:
        """Return what one of two questions is about; one without a topic is about the last procedure."""
        if half.topic_words == 0 and turn.conversation.code is not None:
            hits = self._snapshot.index.search(turn.conversation.code, limit=1, codes=[turn.conversation.code])
            return Decision("answer", tuple(hits)) if hits else Decision("none", ())
        return decide(self.search(turn, half.text), administrative=half.administrative, question=half.text)

    def _decision(self, turn: Turn, hits: Sequence[Hit]) -> Decision:
        return decide(hits, administrative=turn.said.administrative, question=turn.said.text)

    def _decide(self, turn: Turn, hits: Sequence[Hit]) -> Answer:
        decision = self._decision(turn, hits)
        meant = self._follower.meant(turn, hits, decision)
        if meant is not None:
            return self._tell(turn, meant)
        if decision.kind == "answer":
            return self._answer_best(turn, hits, turn.conversation.facets if turn.conversation.asking else ())
        if decision.kind == "clarify":
            return self._asker.ask_back(turn, decision, ranking(hits)) or self._answer_best(turn, hits)
        if not turn.said.vietnamese:
            return self._voice.say(turn, "clarify", replies.reply("not_understood"))
        text, heading = replies.reply("not_found"), replies.reply("nearest")
        options = self._also_meant(turn) or offer(decision.hits, self._snapshot)
        return self._voice.say(turn, "refuse", text, heading=heading, options=options, way_out=True)

    def _tell(self, turn: Turn, meant: Meant) -> Answer:
        return self.take(turn, Chosen(meant.code, turn.said.facets or meant.facets), meant.hits)

    def _also_meant(self, turn: Turn) -> tuple[Option, ...]:
        """Return what a follow-up in full words, as a language model puts it, would find; only ever offered."""
        last = self._snapshot.procedure(turn.last) if turn.last is not None else None
        words = turn.advice.rewrite(turn.said.text, [bare_name(last.title.plain)]) if last is not None else None
        return offer(self.search(turn, words)[:_NEAREST], self._snapshot) if words is not None else ()

    def _answer_best(self, turn: Turn, hits: Sequence[Hit], facets: tuple[Facet, ...] = ()) -> Answer:
        asked = turn.said.facets or facets or turn.advice.facets(turn.said.text)
        return self._voice.tell(turn, [(hits[0].code, asked)], ranking(hits))


def ranking(hits: Sequence[Hit]) -> tuple[RankedProcedure, ...]:
    """Return the hits as an answer reports them."""
    return tuple(RankedProcedure(code=h.code, title=h.title, score=round(float(h.score), 4)) for h in hits)
