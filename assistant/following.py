"""What a message means after what was said before it: the last procedure, an earlier one, or one of them changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.attributes import attribute_named, told, traits
from assistant.decide import Decision, decide
from assistant.dialogue import CHANGED_FROM, goes_on, is_follow_up, names_a_matter, recalled, stays_with
from assistant.pointed import point_at
from assistant.staying import Fit, chance_of_staying
from assistant.turn import Turn
from assistant.understand import Understanding
from knowledge.names import bare_name, matter_of
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

# Set by hand on the development dialogues; none comes from a fit.
_GAINED = 0.3  # of the words said, which another title has beyond the last one: "nếu hưởng hưu trí xã hội"
_FOR_WHOM = re.compile(r" (?:cho|đối với|có yếu tố|giữa|của) ")  # behind it a title says who it is for
_OF_PEOPLE = frozenset(("foreign", "abroad", "age", "filer"))  # attributes of who asks, not of what is asked
_GOES_ON, _HARDLY, _SURELY = 0.5, 0.25, 0.8  # chances of staying with the last procedure
_OF_ITS_OWN = 0.35  # chance of a matter that is not put together with earlier ones
_OF_WHOM = 5  # words of a topic of its own; a message with more tells another story
_NAMED = 2  # words of a title that call an earlier matter back
_FEW = 2  # words of a topic that only point at the last procedure
_TOLD = 0.3  # so much of a question a line of the last record covers when it speaks of that very case
_MEANT_INSIDE, _FAR_AHEAD = 0.1, 10.0  # chance, among the matters of a talk, of the one meant; times that of the last
_DONE_FROM = 0.1  # chance of the last matter with another deed
_CLEAR_OUTSIDE = 0.5  # chance from which what was never talked about may well be meant
_OUTSIDE = 3.0  # how much likelier, at most, what was never talked about may be then
_REMEMBERED = 3  # matters of a talk that an elliptical question is put together with


class Search(Protocol):
    """Finds procedures for a turn."""

    def __call__(self, turn: Turn, text: str, *, codes: Collection[str] | None = None) -> list[Hit]:
        """Return the procedures that the text asks for, best first; of `codes` only, where given."""


@dataclass(frozen=True)
class Meant:
    """The procedure that a message means, first of `hits` where those are given, and what is asked about it."""

    code: str
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()


class Follower:
    """Reads messages in the light of the talk."""

    def __init__(self, snapshot: Snapshot, search: Search) -> None:
        self._snapshot, self._search = snapshot, search

    def meant(self, turn: Turn, hits: Sequence[Hit], decision: Decision) -> Meant | None:
        """Return what is meant of the matters talked about, or of one of them changed; None for a new matter.

        Args:
            hits: What the message finds by itself, best first.
            decision: What the ranking alone would decide.
        """
        # Of choices that are open the first stands for all only where something is asked: "bao lâu thì xong".
        last = turn.last if turn.said.facets else turn.conversation.code
        if last is None:
            return None
        of_talk = self._of_talk(turn, last, hits, decision)
        if of_talk is not None:
            return of_talk
        if self._stays(turn, last, hits, decision):
            return Meant(last, tuple(hits), self._kept(turn))
        if stays_with(last, hits):
            return Meant(last, tuple(sorted(hits, key=lambda hit: hit.code != last)))
        return self._put_together(turn, decision)

    def _of_talk(self, turn: Turn, last: str, hits: Sequence[Hit], decision: Decision) -> Meant | None:
        """Return what a message means that names a matter of the talk, or changes one; None where it does neither."""
        if self._speaks_of(turn, last) and not self._changes(turn):
            return Meant(last, tuple(hits))
        back = recalled(hits, last, turn.conversation.trail) or self._recalled_inside(turn, last, hits)
        if back is not None:
            return self._done_otherwise(turn, back, decision) or Meant(back, tuple(hits))
        if self._changes(turn):
            return self.changed(turn, last, hits, decision)
        deed = self._done_otherwise(turn, last, decision)
        if deed is not None:
            return deed
        of_whom = self._otherwise_told(turn, last) if len(turn.said.own_topic) <= _OF_WHOM else None
        return Meant(of_whom.code, of_whom.hits, turn.conversation.facets) if of_whom is not None else None

    def corrected(self, turn: Turn, hits: Sequence[Hit], decision: Decision) -> Meant | None:
        """Return what a correction means where it corrects something: an earlier matter, or the last one changed."""
        last = turn.last
        if last is None:
            return None
        back = recalled(hits, last, turn.conversation.trail)
        if back is not None:
            return Meant(back, tuple(hits))
        sure = decision.kind == "answer" and hits[0].code != last and len(turn.said.own_topic) > _FEW
        if sure and _said_of(turn.said, hits[0].title) >= 2 * _GAINED:
            return Meant(hits[0].code, tuple(hits), turn.conversation.facets)
        return self.changed(turn, last, hits, decision)

    def changed(self, turn: Turn, last: str, hits: Sequence[Hit], decision: Decision) -> Meant:
        """Return what "còn … thì sao" is about: a matter of its own, else the last one changed in what was said."""
        kept = turn.conversation.facets
        if not turn.said.does_otherwise and self._speaks_of(turn, last):
            return Meant(last, tuple(sorted(hits, key=lambda hit: hit.code != last)), kept)
        other = self._otherwise_told(turn, last)
        if other is not None:
            return Meant(other.code, other.hits, kept)
        own = turn.said.own_topic and decision.kind == "answer" and hits[0].code != last
        if own and turn.said.shifts and not turn.said.supposes and self._chance(turn, last, hits, decision) < _GOES_ON:
            return Meant(hits[0].code, tuple(hits), kept)
        if not turn.said.supposes and names_a_matter(turn.said, hits, last):
            return Meant(hits[0].code, tuple(hits), kept)
        name = self._name(last)
        found = self._search(turn, f"{turn.said.text} {matter_of(name) if turn.said.narrows else name}")
        others = [hit for hit in found if fold(bare_name(hit.title)) != fold(name)]
        if others and others[0].score >= CHANGED_FROM and self._is_another(turn, last, found, others[0]):
            return Meant(others[0].code, tuple(others), kept)
        return Meant(last, tuple(sorted(found, key=lambda hit: hit.code != last)), kept)

    def _is_another(self, turn: Turn, last: str, found: Sequence[Hit], other: Hit) -> bool:
        """Whether the last matter, changed in what was said, is another procedure and not a case of the same."""
        own = next((hit for hit in found if hit.code == last), None)
        if _agreed(other) > (_agreed(own) if own is not None else 0.0):
            return True
        gained = _said_of(turn.said, other.title) - _said_of(turn.said, self._name(last))
        if (gained < 2 * _GAINED or turn.said.supposes) and self._tells_of(turn, last):
            return False
        return found[0] is other or gained >= _GAINED

    def _tells_of(self, turn: Turn, last: str) -> bool:
        """Whether a line of the last record speaks of the very case, such as "đám cưới" in one for both occasions."""
        return self._told_of(turn, last) >= _TOLD

    def _told_of(self, turn: Turn, last: str) -> float:
        procedure = self._snapshot.procedure(last)
        telling = self._snapshot.index.telling(turn.said.text)
        lines = point_at(procedure, telling, limit=1) if procedure is not None else []
        return lines[0].cover if lines else 0.0

    def _recalled_inside(self, turn: Turn, last: str, hits: Sequence[Hit]) -> str | None:
        """Return the earlier procedure that the words fit far better than the last: "cái sổ nhà thì mấy ngày"."""
        trail = turn.conversation.trail
        if len(trail) < 2 or self._speaks_of(turn, last):
            return None
        inside = self._search(turn, turn.said.text, codes=trail)
        if not inside or inside[0].code == last or inside[0].score < _MEANT_INSIDE:
            return None
        if not self._names(turn, inside[0].title):
            return None
        own = next((hit.score for hit in inside if hit.code == last), 0.0)
        outside = hits[0].score if hits else 0.0
        most = inside[0].score * (1.0 if outside >= _CLEAR_OUTSIDE else _OUTSIDE)
        far = inside[0].score >= _FAR_AHEAD * own and outside <= most
        return inside[0].code if far and not (turn.said.asks_whether and self._tells_of(turn, last)) else None

    def _changes(self, turn: Turn) -> bool:
        """Whether the message asks for the last matter with something changed: "còn tạm trú thì sao", "nếu bị mất"."""
        said = turn.said
        return (said.shifts or said.supposes) and bool(said.topic_words or said.narrows) and not is_follow_up(said)

    def _done_otherwise(self, turn: Turn, last: str, decision: Decision) -> Meant | None:
        """Return the last matter with another deed: "giấy đó bị mất thì xin cấp lại sao", after its first issue."""
        if not turn.said.does_otherwise or (decision.kind == "answer" and not turn.said.refers_back):
            return None
        name = self._name(last)
        found = self._search(turn, f"{turn.said.text} {matter_of(name)}")
        own = next((hit for hit in found if hit.code == last), None)
        least = _agreed(own) if own is not None else 0.0
        done = [hit for hit in found if hit.code != last and hit.score >= _DONE_FROM and _agreed(hit) > least]
        return Meant(done[0].code, tuple(done)) if done else None

    def _put_together(self, turn: Turn, decision: Decision) -> Meant | None:
        """Return what an elliptical question finds together with the words of an earlier matter; None for nothing."""
        if decision.kind == "answer" or (decision.hits and decision.hits[0].score >= _OF_ITS_OWN):
            return None
        for code in turn.conversation.trail[:_REMEMBERED]:
            found = self._search(turn, f"{turn.said.text} {matter_of(self._name(code))}")
            if found and decide(found).kind == "answer" and _said_of(turn.said, found[0].title) >= 2 * _GAINED:
                return Meant(found[0].code, tuple(found))
        return None

    def _chance(self, turn: Turn, last: str, hits: Sequence[Hit], decision: Decision) -> float:
        """Return the chance that the message is about the last procedure."""
        own = self._search(turn, turn.said.text, codes=[last])
        return chance_of_staying(turn.said, Fit(hits, decision.kind, own[:1], self._told_of(turn, last)))

    def _stays(self, turn: Turn, last: str, hits: Sequence[Hit], decision: Decision) -> bool:
        """Whether the message goes on: its wording says so and it may well fit, or it fits surely."""
        if turn.said.turns_away or not turn.said.vietnamese:
            return False
        worded = goes_on(turn.said, decision.kind, hits, last)
        return self._chance(turn, last, hits, decision) >= (_HARDLY if worded else _SURELY)

    def _kept(self, turn: Turn) -> tuple[Facet, ...]:
        return turn.conversation.facets if turn.said.shifts else ()

    def _otherwise_told(self, turn: Turn, last: str) -> Meant | None:
        """Return the same matter for whom the last procedure is not: "người yêu tôi là người Mỹ"."""
        said = told(turn.said.wording)
        if not said or not self._conflicts(said, self._name(last)):
            return None
        matter = _FOR_WHOM.split(matter_of(self._name(last)), maxsplit=1)[0]
        found = self._search(turn, f"{turn.said.text} {matter}")
        fitting = [
            hit for hit in found if hit.score >= CHANGED_FROM and not self._conflicts(said, bare_name(hit.title))
        ]
        return Meant(fitting[0].code, tuple(fitting)) if fitting and fitting[0].code != last else None

    def _conflicts(self, said: Mapping[str, frozenset[str]], name: str) -> bool:
        """Whether a procedure of that name is for somebody else than what is told."""
        own = traits(name)
        for attribute, values in said.items():
            usual = getattr(attribute_named(attribute), "default", None)
            has = own.get(attribute) or (frozenset({usual}) if usual else frozenset())
            if attribute in _OF_PEOPLE and has and not values & has:
                return True
        return False

    def _names(self, turn: Turn, title: str) -> bool:
        """Whether the message has a word of its topic, or two words of any kind, from a title."""
        words = set(re.findall(r"\w+", fold(title)))
        said = re.findall(r"\w+", turn.said.wording.folded)
        return bool(words & set(turn.said.own_topic)) or len(words & set(said)) >= _NAMED

    def _speaks_of(self, turn: Turn, last: str) -> bool:
        """Whether a message names nothing but words of the last procedure's title: "bao lâu xóa xong"."""
        topic = turn.said.topic
        if not topic or len(topic) > _FEW or not (turn.said.facets or turn.said.shifts):
            return False
        return set(topic) <= set(re.findall(r"\w+", fold(self._name(last))))

    def _name(self, code: str) -> str:
        procedure = self._snapshot.procedure(code)
        return bare_name(procedure.title.plain) if procedure is not None else ""


def _said_of(said: Understanding, title: str) -> float:
    """Return the share of the words of a topic that a title has."""
    words = set(fold(title).split())
    return sum(word in words for word in said.topic) / max(len(said.topic), 1)


def _agreed(hit: Hit) -> float:
    """Return how many of the question's qualifiers a procedure carries."""
    return sum(value for name, value in hit.features.items() if name.startswith("agreed_"))
