"""`/v1`: keys, errors, odd bodies, housekeeping prompts, a door that is busy, slow or closing."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fake_house import FakeAssistant, FakeCatalogue, FakeSnapshot
from openai_house import KEYS, RememberingAssistant
from starlette.testclient import TestClient
from web_parts import Running, Web

from bots.web.access import Access
from bots.web.app import create_app, create_opening_app
from bots.web.door import Door
from bots.web.errors import BUSY, RequestError
from bots.web.metrics import Metrics
from bots.web.openai_door import _stream
from bots.web.openai_housekeeping import housekeeping
from bots.web.openai_reply import Reply
from bots.web.rooms import Rooms

PATH = "/v1/chat/completions"


def body(words: object = "thẻ gì", **more: object) -> dict[str, Any]:
    return {"model": "motcua", "messages": [{"role": "user", "content": words}], **more}


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, access=Access(KEYS))
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Authorization": KEYS[0]},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {KEYS[0]}"},
        {"Authorization": f"Bearer {KEYS[0]}x"},
        {"Authorization": f"Bearer {KEYS[0][:-1]}"},
        {"Authorization": f"Bearer {KEYS[0]},{KEYS[1]}"},
        {"Authorization": "Bearer khóa lạ".encode()},
        {"Authorization": b"Bearer \xff\xfe"},
    ],
    ids=repr,
)
@pytest.mark.parametrize("address", ["/v1/models", "/v1/models/motcua", PATH, "/v1/nothing"])
def test_without_its_key_nothing_is_told(locked: TestClient, sent: dict[str, Any], address: str) -> None:
    response = locked.post(address, json=body(), headers=sent) if address == PATH else locked.get(address, headers=sent)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_every_key_opens_also_one_that_is_not_ascii(locked: TestClient, key: str, scheme: str) -> None:
    assert locked.get("/v1/models", headers={"Authorization": f"{scheme} {key}".encode()}).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer whatever"}, {"Authorization": b"Bearer \xff"}])
def test_without_configured_keys_everyone_may_enter(web: Web, sent: dict[str, Any]) -> None:
    assert web.client.post(PATH, json=body(), headers=sent).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status", "code", "param"),
    [
        ({}, 400, "missing_required_parameter", "model"),
        ({"model": "motcua"}, 400, "missing_required_parameter", "messages"),
        (body() | {"messages": []}, 400, "missing_required_parameter", "messages"),
        (body() | {"messages": [{"role": "assistant", "content": "a"}]}, 400, "missing_required_parameter", "messages"),
        (body() | {"messages": "a"}, 400, "invalid_type", "messages"),
        (body(5), 400, "invalid_type", "messages.0.content"),
        (body(["a"]), 400, "invalid_type", "messages.0.content"),
        (body() | {"messages": [{"role": "user", "content": "a"}] * 2001}, 400, "array_above_max_length", "messages"),
        (body(n=3), 400, "unsupported_value", "n"),
        (body(tool_choice="required"), 400, "unsupported_value", "tool_choice"),
        (body(tool_choice={"type": "function", "function": {"name": "f"}}), 400, "unsupported_value", "tool_choice"),
        (body(function_call={"name": "f"}), 400, "unsupported_value", "function_call"),
        (body(response_format={"type": "json_schema"}), 400, "unsupported_value", "response_format"),
        (body(modalities=["text", "audio"]), 400, "unsupported_value", "modalities"),
        (body(logprobs=True), 400, "unsupported_value", "logprobs"),
        (body() | {"model": "gpt-5"}, 404, "model_not_found", "model"),
        ([], 400, "wrong_type", None),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(
    web: Web, sent: object, status: int, code: str, param: str | None
) -> None:
    response = web.client.post(PATH, json=sent)

    error = response.json()["error"]
    assert (response.status_code, error["code"], error["param"]) == (status, code, param)
    assert error["type"] == "invalid_request_error"
    assert web.assistant.questions == []


def test_what_changes_no_answer_is_passed_over(web: Web) -> None:
    tools = [{"type": "function", "function": {"name": "f", "parameters": {}}}]
    odd: dict[str, object] = {"temperature": 2, "top_p": 0, "stop": ["a"], "max_tokens": 1, "seed": 7, "logit_bias": {}}
    plain: dict[str, object] = {"n": 1, "tools": tools, "tool_choice": "auto", "response_format": {"type": "text"}}

    response = web.client.post(PATH, json=body(**odd, **plain))

    message = response.json()["choices"][0]["message"]
    assert response.status_code == 200
    assert message["content"].startswith("Bạn cần chuẩn bị cho thủ tục")
    assert message["content"].endswith("- [2] 1.234567, the.txt: “75000 VNĐ (Lệ phí: cấp thẻ giấy)”")


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"{", {}, 400, "malformed_json"),
        (b"\xff", {}, 400, "malformed_json"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
        (json.dumps(body("a" * 1_100_000)).encode(), {}, 413, "body_too_large"),
    ],
    ids=["json", "utf-8", "type", "size"],
)
def test_bodies_that_are_none_are_refused_in_the_same_shape(
    web: Web, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    response = web.client.post(PATH, content=content, headers={"Content-Type": "application/json"} | headers)

    error = response.json()["error"]
    assert (response.status_code, error["code"], error["type"]) == (status, code, "invalid_request_error")
    assert ("không đọc ảnh" in error["message"]) == (status == 413)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", PATH, 405), ("GET", "/v1/files", 404), ("POST", "/v1/embeddings", 404)]
)
def test_other_addresses_are_refused_in_the_same_shape(web: Web, method: str, path: str, status: int) -> None:
    response = web.client.request(method, path)

    assert response.status_code == status
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}


def test_a_busy_door_tells_when_to_come_back(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> None:
        raise RequestError(503, *BUSY, retry_after_seconds=3)

    monkeypatch.setattr(web.client.app.state.door, "ask", busy)  # type: ignore[attr-defined]  # the application

    response = web.client.post(PATH, json=body(stream=True))

    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    assert (response.json()["error"]["type"], response.json()["error"]["code"]) == ("server_error", "busy")


def test_a_starting_door_lists_its_models_and_answers_later(tmp_path: Path) -> None:
    begun = threading.Event()

    def open_rooms() -> Rooms:
        begun.wait(10)
        return Rooms(FakeAssistant(), FakeSnapshot(), FakeCatalogue())

    app = create_opening_app(open_rooms, home=tmp_path, on_failure=lambda _: None)

    with TestClient(app) as client:
        listed, asked = client.get("/v1/models"), client.post(PATH, json=body())
        begun.set()

    assert listed.status_code == 200
    assert (asked.status_code, asked.json()["error"]["code"], asked.headers["retry-after"]) == (503, "starting", "2")


def test_a_failure_is_a_server_error_and_quotes_nothing(web: Web) -> None:
    web.assistant.failure = RuntimeError("boom")

    response = web.client.post(PATH, json=body(stream=True))

    assert (response.status_code, response.json()["error"]["type"]) == (500, "server_error")
    assert "boom" not in response.text


def test_a_stop_answers_whoever_waits_and_the_server_leaves(slow_server: Running) -> None:
    answered: list[httpx.Response] = []
    url = f"{slow_server.url}{PATH}"
    waiting = threading.Thread(target=lambda: answered.append(httpx.post(url, json=body(stream=True), timeout=30)))
    waiting.start()
    time.sleep(0.5)  # long enough for the question to be in its thread

    slow_server.process.send_signal(signal.SIGTERM)
    waiting.join(10)

    assert (answered[0].status_code, answered[0].json()["error"]["code"]) == (503, "stopping")
    assert slow_server.process.wait(10) is not None


def test_a_door_that_closes_inside_a_stream_ends_it_with_an_error(tmp_path: Path) -> None:
    async def read() -> list[str]:
        door, lines = Door(tmp_path, Metrics()), list[str]()
        async for line in _stream(door, Reply("motcua", "từng chữ một " * 50, "20300102-fake"), None):
            lines.append(line)
            if len(lines) == 3:
                door.closing.set()
        return lines

    lines = asyncio.run(read())

    assert len(lines) == 4
    assert json.loads(lines[-1].removeprefix("data: "))["error"]["code"] == "stopping"
    assert not any('"finish_reason":"stop"' in line for line in lines)


def test_answers_are_counted_under_their_own_channel(web: Web) -> None:
    web.client.post(PATH, json=body())

    assert 'motcua_answers_total{behavior="answer",channel="openai"} 1.0' in web.client.get("/metrics").text


PROMPTS = {
    '### Task:\nTitle.\n### Output:\nJSON format: { "title": "your title here" }\n### Chat History:\n<chat_history>\n'
    "USER: làm giấy khai sinh cho con ở phường Bến Nghé cần những giấy tờ gì vậy\nASSISTANT: …\n</chat_history>": {
        "title": "làm giấy khai sinh cho con ở phường Bến Nghé…"
    },
    '### Task:\nTags.\n### Output:\nJSON format: { "tags": ["tag1"] }': {"tags": ["Thủ tục hành chính"]},
    '### Task:\nFollow-ups.\n### Output:\nJSON format: { "follow_ups": ["Question 1?"] }': {"follow_ups": []},
    '### Task:\nQueries.\n- `{ "queries": ["query1", "query2"] }`': {"queries": []},
    '### Task:\nContinue.\n5. If unsure, return: `{ "text": "" }`.': {"text": ""},
    '### Task:\nPicture.\n### Output:\n{\n    "prompt": "Your detailed description here."\n}': {"prompt": ""},
    "### Task:\nSomething of next year": {},
}


@pytest.mark.parametrize(("prompt", "expected"), PROMPTS.items(), ids=[prompt[:20] for prompt in PROMPTS])
def test_housekeeping_prompts_get_their_shape_and_ask_nobody(web: Web, prompt: str, expected: object) -> None:
    response = web.client.post(PATH, json=body(prompt))

    assert json.loads(response.json()["choices"][0]["message"]["content"]) == expected
    assert web.assistant.questions == []


def test_a_question_is_no_housekeeping() -> None:
    assert housekeeping('Nhiệm vụ của xã: { "title": "x" } ### Task:') is None
    assert housekeeping("") is None


def test_a_shared_prefix_of_many_talks_is_kept_apart_and_bounded(tmp_path: Path) -> None:
    assistant = RememberingAssistant()
    app = create_app(assistant, FakeSnapshot(), FakeCatalogue(), home=tmp_path)

    with TestClient(app) as client:
        firsts = [client.post(PATH, json=body("a")).json()["choices"][0]["message"]["content"] for _ in range(12)]
        said = [{"role": "user", "content": "a"}, {"role": "assistant", "content": firsts[0]}]
        for number in range(12):
            more = [*said, {"role": "user", "content": f"b{number}"}]
            client.post(PATH, json=body() | {"messages": more})

    talks = sorted(assistant.conversations.values())
    assert len(set(firsts)) == 1
    assert [talk for talk in talks if len(talk) > 1] == sorted(["a", f"b{number}"] for number in range(12))
