"""When several procedures fit as well, one question with options; when one leads, its answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import pytest

from assistant.answer import Assistant
from assistant.conversation import ConversationMemory
from assistant.decide import Decision, decide
from assistant.records import Question
from assistant.settings import Settings
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

RESIDENCE = ("1.004194", "Đăng ký tạm trú"), ("1.004222", "Đăng ký thường trú")


def hit(code: str, title: str, score: float) -> Hit:
    return Hit(code, title, score, (), {})


@dataclass
class TwoAsGood:
    """An index that finds two procedures as good as each other, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> list[Hit]:
        self.asked.append(text)
        return [hit(code, title, 0.7) for code, title in RESIDENCE]


def test_two_as_good_are_asked_about_and_the_choice_answers_the_question_before(snapshot: Snapshot) -> None:
    index = TwoAsGood()
    assistant = Assistant(replace(snapshot, index=index), ConversationMemory(), Settings())

    asked = assistant.ask(Question(question="đăng ký cư trú bao lâu"))
    taken = assistant.ask(Question(question="2", conversation_id=asked.conversation_id))

    assert (asked.behavior, asked.facet, asked.citations) == ("clarify", "time", ())
    assert [(option.value, option.label) for option in asked.options] == list(RESIDENCE)
    assert "1. Đăng ký tạm trú\n2. Đăng ký thường trú" in asked.text
    assert [procedure.code for procedure in asked.procedures] == ["1.004194", "1.004222"]
    assert (taken.behavior, taken.procedures[0].code, taken.facet) == ("answer", "1.004222", "time")
    assert index.asked == ["đăng ký cư trú bao lâu"]


@pytest.mark.parametrize(
    ("hits", "kind", "about"),
    [
        ([], "none", []),
        ([("a", "Khai sinh", 0.05), ("b", "Khai tử", 0.04)], "none", ["a", "b"]),
        ([("a", "Khai sinh", 0.95), ("b", "Khai tử", 0.2)], "answer", ["a", "b"]),
        ([("a", "Khai sinh", 0.7), ("b", "Khai tử", 0.7)], "clarify", ["a", "b"]),
        ([("a", "Khai sinh (cấp xã)", 0.7), ("b", "Khai sinh (cấp tỉnh)", 0.7)], "answer", ["a", "b"]),
        ([("a", "Khai sinh", 0.7), ("b", "KHAI SINH", 0.7), ("c", "Khai tử", 0.7)], "clarify", ["a", "c"]),
    ],
)
def test_a_ranking_is_answered_asked_about_or_refused(
    hits: list[tuple[str, str, float]], kind: str, about: list[str]
) -> None:
    decision: Decision = decide([hit(*found) for found in hits])

    assert (decision.kind, [found.code for found in decision.hits]) == (kind, about)
