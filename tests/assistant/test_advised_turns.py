"""Whole turns with a language model that lies: behavior, procedures and facts stay those of the rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import scripted_model as script
from lies import LIES
from scripted_model import ScriptedModel, scripted_model

pytest.importorskip("langchain_openai", reason="langchain-openai is not installed: pip install 'motcua[llm]'")

from assistant.advice import open_adviser
from assistant.answer import Assistant
from assistant.conversation import ConversationMemory
from assistant.language_model import ModelSettings
from assistant.records import Answer, Question
from assistant.settings import Settings
from knowledge.snapshot import Snapshot

QUESTIONS = ("đăng ký tạm trú bao lâu", "thủ tục đăng ký khai sinh", "cấp phép phóng vệ tinh viễn thám", "xin chào")


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedModel]:
    with scripted_model(script.says("x")) as running:
        yield running


@pytest.fixture
def advised(snapshot: Snapshot, server: ScriptedModel) -> Iterator[Assistant]:
    adviser = open_adviser(ModelSettings(base_url=server.url, model="m", timeout_seconds=5), str)
    yield Assistant(snapshot, ConversationMemory(), Settings(), adviser)
    adviser.close()


def essentials(answer: Answer) -> tuple[object, ...]:
    return answer.behavior, answer.text, answer.procedures, answer.facet, answer.citations, answer.options


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_changes_a_turn(assistant: Assistant, advised: Assistant, server: ScriptedModel, lie: str) -> None:
    server.reply = script.says(LIES[lie].format(label="Trực tiếp", rest="5 ngày làm việc", marks="[3]"))

    before = len(server.requests)

    for question in QUESTIONS:
        asked = Question(question=question)
        assert essentials(advised.ask(asked)) == essentials(assistant.ask(asked))

    assert len(server.requests) - before == 3  # one for the first, two for the second; the others are not its to say


def test_a_rewritten_follow_up_only_offers(advised: Assistant, server: ScriptedModel) -> None:
    first = advised.ask(Question(question="đăng ký tạm trú bao lâu"))
    server.reply = script.says("Đăng ký tạm trú")

    second = advised.ask(
        Question(question="cấp phép phóng vệ tinh viễn thám lên quỹ đạo", conversation_id=first.conversation_id)
    )

    assert second.behavior != "answer"
    assert [option.value for option in second.options] == ["1.004194"]
    assert second.citations == ()
