"""From words to procedures and their answer: by code, by search, one question or two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from assistant.choices import offer
from assistant.compose import replies
from assistant.decide import Decision, decide
from assistant.dialogue import (
    CHANGED_FROM,
    Chosen,
    goes_on,
    is_follow_up,
    names_a_matter,
    procedure_choices,
    recalled,
    stays_with,
)
from assistant.records import Answer, Option, RankedProcedure
from assistant.safety import Rule
from assistant.separate import separate
from assistant.turn import Turn
from assistant.understand import Understanding
from assistant.voice import Unsettled, Voice
from knowledge.names import bare_name, matter_of
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

CONSIDERED = 10  # procedures that an answer reports, best first
_NEAREST = 3
_GAINED = 0.3  # of the words said, which another title has beyond the last one: "nếu hưởng hưu trí xã hội"
_FEW = 2  # words of a topic that only point at the last procedure
_CLEAR_HIT = 0.85  # from this chance on the words of a soft rule are part of a matter that is held


class Finder:
    """Finds the procedures that a turn is about and has the voice tell of them."""

    def __init__(self, snapshot: Snapshot, voice: Voice) -> None:
        self._snapshot, self._voice = snapshot, voice

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

    def by_search(self, turn: Turn, soft: Rule | None = None) -> Answer:
        """Answer what the words ask for.

        Args:
            soft: A rule that the words fall under unless they are part of a matter that is clearly held.
        """
        if soft is None and turn.said.topicless:
            return self._without_topic(turn)
        both = separate(turn.said, talking=turn.conversation.code is not None)
        answer = self._answer_both(turn, *both) if both is not None else None
        if answer is not None:
            return answer
        hits = self.search(turn, turn.said.text)
        if soft is not None and not (hits and hits[0].score >= _CLEAR_HIT):
            return self._voice.say_rule(turn, soft)
        return self._decide(turn, hits)

    def put_right(self, turn: Turn) -> Answer:
        """Answer a correction: a matter of its own, or the last one changed in what was said."""
        last = turn.last
        hits = self.search(turn, turn.said.text)
        if last is None or recalled(hits, last, turn.conversation.trail) is not None:
            return self._decide(turn, hits)
        return self._answer_best(turn, self._shifted(turn, last, hits), turn.conversation.facets)

    def search(self, turn: Turn, text: str, *, codes: Collection[str] | None = None) -> list[Hit]:
        """Return the procedures that the text asks for, best first; of `codes` only, where given."""
        hits = self._snapshot.index.search(text, limit=CONSIDERED, place=turn.place, codes=codes)
        turn.lap("search")
        return hits

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
        own = first.facets or ("overview",)
        facets = second.facets or (("overview",) if second.asks_how else own)
        if heads.kind != "answer" or tails.kind == "none" or heads.hits[0].code == tails.hits[0].code:
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
        return decide(self.search(turn, half.text), administrative=half.administrative)

    def _decide(self, turn: Turn, hits: Sequence[Hit]) -> Answer:
        decision = decide(hits, administrative=turn.said.administrative)
        answer = self._in_talk(turn, hits, decision) if turn.last is not None else None
        if answer is not None:
            return answer
        if decision.kind == "answer":
            return self._answer_best(turn, hits, turn.conversation.facets if turn.conversation.asking else ())
        options = offer(decision.hits, self._snapshot)
        if decision.kind == "clarify":
            return self._voice.choose(turn, options, ranking(hits))
        if not turn.said.vietnamese:
            return self._voice.say(turn, "clarify", replies.reply("not_understood"))
        text, heading = replies.reply("not_found"), replies.reply("nearest")
        options = self._also_meant(turn) or options
        return self._voice.say(turn, "refuse", text, heading=heading, options=options, way_out=True)

    def _in_talk(self, turn: Turn, hits: Sequence[Hit], decision: Decision) -> Answer | None:
        """Answer what is about a procedure of the talk, or about that with something changed; None for a new matter."""
        last = turn.last or ""
        back = recalled(hits, last, turn.conversation.trail)
        if back is not None:
            return self.take(turn, Chosen(back, turn.said.facets), hits)
        if self._changes(turn):
            return self._answer_best(turn, self._shifted(turn, last, hits), turn.conversation.facets)
        if self._speaks_of(turn, last) or goes_on(turn.said, decision.kind, hits, last):
            kept = turn.conversation.facets if turn.said.shifts else ()
            return self.take(turn, Chosen(last, turn.said.facets or kept), hits)
        if stays_with(last, hits):
            return self._answer_best(turn, sorted(hits, key=lambda hit: hit.code != last))
        return None

    def _changes(self, turn: Turn) -> bool:
        """Whether the message asks for the last matter with something changed: "còn tạm trú thì sao", "nếu bị mất"."""
        said = turn.said
        return (said.shifts or said.supposes) and bool(said.topic_words or said.narrows) and not is_follow_up(said)

    def _speaks_of(self, turn: Turn, last: str) -> bool:
        """Whether a question names nothing but words of the last procedure's title: "bao lâu xóa xong"."""
        topic = turn.said.topic
        procedure = self._snapshot.procedure(last) if topic and turn.said.facets and len(topic) <= _FEW else None
        return procedure is not None and set(topic) <= set(fold(procedure.title.plain).split())

    def _shifted(self, turn: Turn, last: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return what "còn … thì sao" is about: a matter of its own, else the last one changed in what was said."""
        if not turn.said.supposes and names_a_matter(turn.said, hits, last):
            return list(hits)
        procedure = self._snapshot.procedure(last)
        name = bare_name(procedure.title.plain) if procedure is not None else ""
        changed = self.search(turn, f"{turn.said.text} {matter_of(name) if turn.said.narrows else name}")
        others = [hit for hit in changed if fold(bare_name(hit.title)) != fold(name)]
        if others and others[0].score >= CHANGED_FROM:
            gained = _said_of(turn.said, others[0].title) - _said_of(turn.said, name)
            if turn.said.narrows or changed[0] is others[0] or gained >= _GAINED:
                return others
        return sorted(changed, key=lambda hit: hit.code != last)

    def _also_meant(self, turn: Turn) -> tuple[Option, ...]:
        """Return what a follow-up in full words, as a language model puts it, would find; only ever offered."""
        last = self._snapshot.procedure(turn.last) if turn.last is not None else None
        words = turn.advice.rewrite(turn.said.text, [bare_name(last.title.plain)]) if last is not None else None
        return offer(self.search(turn, words)[:_NEAREST], self._snapshot) if words is not None else ()

    def _answer_best(self, turn: Turn, hits: Sequence[Hit], facets: tuple[Facet, ...] = ()) -> Answer:
        asked = turn.said.facets or facets or turn.advice.facets(turn.said.text)
        return self._voice.tell(turn, [(hits[0].code, asked)], ranking(hits))


def _said_of(said: Understanding, title: str) -> float:
    """Return the share of the words of a topic that a title has."""
    words = set(fold(title).split())
    return sum(word in words for word in said.topic) / max(len(said.topic), 1)


def ranking(hits: Sequence[Hit]) -> tuple[RankedProcedure, ...]:
    """Return the hits as an answer reports them."""
    return tuple(RankedProcedure(code=h.code, title=h.title, score=round(float(h.score), 4)) for h in hits)
