"""Asking back, and hearing the reply."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attributes import told
from assistant.choices import offer
from assistant.clarification import BY_TITLE, Clarification
from assistant.clarify import candidates, candidates_left, is_named, refined, resolve_reply, separating_question, taken
from assistant.decide import Decision, decide
from assistant.following import Meant, Search
from assistant.records import Answer, RankedProcedure
from assistant.turn import Turn
from assistant.voice import Voice
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

_OWN_WORDS, _FEW_WORDS = 3, 4  # topic words from which a reply may be a new matter, and up to which it may refine


class Asker:
    """Asks the one question that tells close candidates apart, and reads what is replied."""

    def __init__(self, snapshot: Snapshot, voice: Voice, search: Search) -> None:
        self._snapshot, self._voice, self._search = snapshot, voice, search

    def ask_back(self, turn: Turn, decision: Decision, procedures: Sequence[RankedProcedure]) -> Answer | None:
        """Return the question that tells the close candidates apart; None where it was asked already."""
        waiting = turn.conversation.clarification
        known = waiting.codes if waiting is not None and waiting.attribute == BY_TITLE else ()
        if all(hit.code in known for hit in decision.close):
            return None
        asked = turn.conversation.asked if waiting is not None else ()
        close = candidates(decision.close, self._snapshot)
        clarification = separating_question(close, told(turn.said.wording), asked)
        if clarification is not None:
            return self._voice.clarify(turn, clarification, procedures)
        return self._voice.choose(turn, offer(decision.hits, self._snapshot), procedures)

    def narrow(self, turn: Turn, waiting: Clarification) -> Answer | Meant | None:
        """Return what a reply to the question means, or the next question; None where it is something new."""
        codes = resolve_reply(turn.said, waiting)
        if codes is None:
            return self._refine(turn, waiting)
        if taken(turn.said, waiting) is None and self._is_new(turn, waiting):
            return None
        left = candidates_left(codes, self._snapshot)
        further = separating_question(left, asked=turn.conversation.asked)
        if further is not None:
            return self._voice.clarify(turn, further, [self._voice.ranked(code) for code in codes])
        return Meant(codes[0], (), turn.conversation.facets)

    def _refine(self, turn: Turn, waiting: Clarification) -> Meant | None:
        """Return what a reply names that was not among the choices, such as a further trade."""
        if not waiting.matter or not 0 < turn.said.topic_words <= _FEW_WORDS or turn.said.number is not None:
            return None
        if self._is_new(turn, waiting, from_words=1):
            return None
        hits: list[Hit] = self._search(turn, refined(turn.said, waiting))
        if decide(hits).kind == "none" or not is_named(turn.said, hits[0].title):
            return None
        return Meant(hits[0].code, tuple(hits), turn.conversation.facets)

    def _is_new(self, turn: Turn, waiting: Clarification, from_words: int = _OWN_WORDS) -> bool:
        """Whether a message plainly asks for a procedure that is no choice."""
        if turn.said.topic_words < from_words:
            return False
        hits = self._search(turn, turn.said.text)
        decision = decide(hits, administrative=turn.said.administrative, question=turn.said.text)
        return decision.kind == "answer" and hits[0].code not in waiting.codes
