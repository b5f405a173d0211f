"""Cases made from the log: what people really asked, redacted once more, each question once, grouped by topic.

The log does not know what would have been right: the cases are unlabelled, and what was answered stands in the note.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.personal_view import placeholder_pattern
from assistant.privacy import redact
from assistant.transcript import SaidTurn
from evals.cases import UNLABELLED, Case
from evals.making.alike import Alike, telling
from evals.making.dice import rank
from knowledge.vietnamese import fold, syllables

ORIGIN = "log: redacted"
_SHORTEST_SYLLABLES = 2  # a number or "có" takes a choice and asks nothing by itself
_LABEL_SYLLABLES = 4
_ID_CHARS = 10

Progress = Callable[[str, int, int], None]


@dataclass
class MadeOfLog:
    """The cases, the most frequent topic first, and what was left out, by reason."""

    cases: list[Case] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Asked:
    """One question as it is shown, with all turns that asked it."""

    question: str
    turns: tuple[SaidTurn, ...]

    @property
    def topic(self) -> str:
        """What most of its answers were about."""
        return Counter(map(topic_of, self.turns)).most_common(1)[0][0]


def topic_of(turn: SaidTurn) -> str:
    """Return the code of the procedure that was answered with, else the behaviour with the facet, if it has one."""
    if turn.procedures:
        return turn.procedures[0]
    return f"{turn.behavior} {turn.facet}" if turn.facet else turn.behavior


def make_from_log(turns: Iterable[SaidTurn], progress: Progress, at_least: int = 1) -> MadeOfLog:
    """Return one case a question, topics and their questions the most frequent first.

    Args:
        turns: What was said, in order.
        progress: Told how many turns have been read.
        at_least: How often a question has to have been asked.
    """
    made = MadeOfLog()
    asked = _each_once(turns, progress, made.left_out)
    often = [one for one in asked if len(one.turns) >= at_least]
    made.left_out["questions asked too seldom"] = len(asked) - len(often)
    topics: dict[str, list[_Asked]] = defaultdict(list)
    for one in often:
        topics[one.topic].append(one)
    labels = _labels(topics)
    for topic in sorted(topics, key=lambda name: (-_count(topics[name]), name)):
        for one in sorted(topics[topic], key=lambda one: (-len(one.turns), one.question)):
            made.cases.append(_case(one, topic, labels[topic], _count(topics[topic])))
    return made


def _each_once(turns: Iterable[SaidTurn], progress: Progress, left_out: Counter[str]) -> list[_Asked]:
    groups: dict[int, list[tuple[str, SaidTurn]]] = defaultdict(list)
    alike = Alike()
    read = 0
    for read, turn in enumerate(turns, start=1):
        question = redact(turn.question)
        if len(syllables(placeholder_pattern().sub(" ", question))) < _SHORTEST_SYLLABLES:
            left_out["turns too short to be a question"] += 1
        else:
            groups[alike.group_of(question)].append((question, turn))
        progress("turns", read, 0)
    said = sum(map(len, groups.values()))
    left_out["turns that ask what another asks"] = said - len(groups)
    return [_Asked(_commonest(group), tuple(turn for _, turn in group)) for group in groups.values()]


def _commonest(group: Sequence[tuple[str, SaidTurn]]) -> str:
    """Return the wording that was used most, of those the first."""
    return Counter(question for question, _ in group).most_common(1)[0][0]


def _labels(topics: Mapping[str, Sequence[_Asked]]) -> dict[str, str]:
    bare = {name: [placeholder_pattern().sub(" ", one.question) for one in asked] for name, asked in topics.items()}
    everywhere = Counter(word for texts in bare.values() for text in texts for word in set(syllables(text)))
    return {name: " ".join(telling(texts, everywhere, _LABEL_SYLLABLES)) for name, texts in bare.items()}


def _count(asked: Iterable[_Asked]) -> int:
    return sum(len(one.turns) for one in asked)


def _case(one: _Asked, topic: str, label: str, of_topic: int) -> Case:
    answered = Counter(f"{turn.behavior} ({topic_of(turn)})" for turn in one.turns).most_common(3)
    replies = "; ".join(f"{count} x {reply}" for reply, count in answered)
    return Case.model_validate(
        {
            "id": f"log-{rank('log', fold(one.question))[:_ID_CHARS]}",
            "slice": topic,
            "question": one.question,
            "behavior": UNLABELLED,
            "origin": ORIGIN,
            "count": len(one.turns),
            "note": f"topic {topic} [{label}], asked in {of_topic} turns; this {len(one.turns)}; answered: {replies}",
        }
    )
