"""POST /api/chat: the AI SDK UI message stream."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterable
from time import monotonic

import httpx
import pytest
from fake_house import FakeAssistant
from hypothesis import given
from hypothesis import strategies as st
from web_parts import Running, Web

from assistant.records import Question
from bots.web.streaming import answer_parts, chunks

Body = Callable[[str], dict[str, object]]


def parts_of(lines: Iterable[str]) -> list[dict[str, object]]:
    data = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    assert data[-1] == "[DONE]"
    return [json.loads(one) for one in data[:-1]]


def test_the_stream_of_a_real_server_follows_the_protocol(server: str, chat_body: Body) -> None:
    with httpx.stream("POST", f"{server}/api/chat", json={**chat_body("cần gì?"), "id": "c-7"}) as response:
        lines = list(response.iter_lines())

    parts = parts_of(lines)
    kinds = [part["type"] for part in parts]
    answer = parts[-2]["data"]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert response.headers["x-accel-buffering"] == "no"
    assert kinds[:2] == ["start", "text-start"]
    assert kinds[-5:] == ["text-end", "source-document", "source-document", "data-answer", "finish"]
    assert set(kinds[2:-5]) == {"text-delta"}
    assert kinds.count("text-delta") > 3
    assert "".join(str(part["delta"]) for part in parts if part["type"] == "text-delta") == answer["text"]  # type: ignore[index]
    assert answer["conversation_id"] == "c-7"  # type: ignore[index]
    assert parts[-4] == {
        "type": "source-document",
        "sourceId": "1",
        "mediaType": "text/plain",
        "title": "Cấp thẻ thử nghiệm cho người dùng thử",
        "filename": "the.txt",
    }


def test_a_citation_with_an_address_is_a_source_url() -> None:
    answer = FakeAssistant().ask(Question(question="a"))
    cited = answer.citations[0].model_copy(update={"source_url": "https://example.org/1"})

    parts = [json.loads(part) for part in answer_parts(answer.model_copy(update={"citations": (cited,)}))]

    assert parts[-2] == {
        "type": "source-url",
        "sourceId": "1",
        "url": "https://example.org/1",
        "title": "Cấp thẻ thử nghiệm cho người dùng thử",
    }


@given(st.text())
def test_chunks_joined_are_exactly_the_text(text: str) -> None:
    assert "".join(chunks(text)) == text


@pytest.mark.parametrize(
    "message",
    [
        {"role": "user", "content": "chào"},
        {"role": "user", "parts": [{"type": "file", "url": "x"}, {"type": "text", "text": "chào"}]},
        {"role": "user", "content": [{"type": "text", "text": "chào"}]},
    ],
)
def test_the_last_words_of_the_user_are_the_question(web: Web, message: dict[str, object]) -> None:
    before = [{"role": "user", "content": "cũ"}, {"role": "assistant", "content": "đáp"}]

    response = web.client.post("/api/chat", json={"messages": [*before, message], "trigger": "submit-message"})

    assert response.status_code == 200
    assert [question.question for question in web.assistant.questions] == ["chào"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "missing_field"),
        ({"messages": []}, "missing_field"),
        ({"messages": [{"role": "assistant", "content": "a"}]}, "missing_field"),
        ({"messages": "a"}, "wrong_type"),
        ({"messages": [{"role": "user", "content": 5}]}, "wrong_type"),
        ({"messages": [{"role": "user", "content": "a"}], "audience": "king"}, "unknown_audience"),
        ({"messages": [{"role": "user", "content": "a"}], "id": "x" * 65}, "too_long"),
    ],
)
def test_a_bad_request_is_refused_before_the_stream(web: Web, body: object, code: str) -> None:
    response = web.client.post("/api/chat", json=body)

    assert response.status_code == 422
    assert response.json()["error"]["code"] == code


def test_a_failure_is_an_error_part_and_the_stream_still_ends(web: Web, chat_body: Body) -> None:
    web.assistant.failure = RuntimeError("boom")

    response = web.client.post("/api/chat", json=chat_body("a"))

    parts = parts_of(response.text.splitlines())
    assert response.status_code == 200
    assert [part["type"] for part in parts] == ["start", "error"]
    assert "boom" not in response.text


def test_an_open_stream_is_told_of_sigterm_and_the_server_leaves(slow_server: Running, chat_body: Body) -> None:
    lines: list[str] = []

    def read() -> None:
        with httpx.stream("POST", f"{slow_server.url}/api/chat", json=chat_body("a"), timeout=30) as response:
            for line in response.iter_lines():
                lines.append(line)
                started.set()

    started = threading.Event()
    reader = threading.Thread(target=read)
    reader.start()
    assert started.wait(10)

    asked_to_stop = monotonic()
    slow_server.process.send_signal(signal.SIGTERM)
    reader.join(10)
    slow_server.process.wait(10)

    assert [part["type"] for part in parts_of(lines)] == ["start", "abort"]
    assert monotonic() - asked_to_stop < 10  # the house rule, not a benchmark
