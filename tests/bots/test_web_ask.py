"""POST /api/ask and the one shape of errors."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import pytest
from fake_house import CODE, PAPER, SOURCE, FakeAssistant, FakeCatalogue, FakeSnapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_parts import Web

from assistant.records import Answer, Question
from bots.web.door import ASKING_AT_ONCE, WAITING_AT_MOST, Door
from bots.web.errors import RequestError
from bots.web.metrics import Metrics
from bots.web.rooms import Rooms

FORM = {"Content-Type": "application/json"}


def error_of(response: object) -> str:
    body = response.json()  # type: ignore[attr-defined]  # httpx's or httpx2's response
    assert list(body) == ["error"]
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"]
    return str(body["error"]["code"])


def test_a_question_is_answered_in_the_contract(web: Web) -> None:
    response = web.client.post(
        "/api/ask",
        json={"question": "cần gì?", "conversation_id": "c-9", "audience": "officer", "place": "Huế"},
    )

    answer = response.json()
    assert response.status_code == 200
    assert web.assistant.questions[0].model_dump() == {
        "question": "cần gì?",
        "conversation_id": "c-9",
        "audience": "officer",
        "place": "Huế",
    }
    assert answer["conversation_id"] == "c-9"
    assert answer["behavior"] == "answer"
    assert answer["procedures"][0]["code"] == CODE
    start, end = answer["citations"][0]["span"]
    assert SOURCE[start:end] == answer["citations"][0]["quote"] == PAPER
    assert set(answer) == {
        "conversation_id",
        "turn_id",
        "behavior",
        "text",
        "procedures",
        "facet",
        "citations",
        "options",
        "checklist",
        "snapshot",
        "timings_ms",
    }


def test_a_key_of_a_newer_client_is_ignored(web: Web) -> None:
    response = web.client.post("/api/ask", json={"question": "cần gì?", "colour": "red"})

    assert response.status_code == 200
    assert response.json()["behavior"] == "answer"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b'{"question": "\xff"}', 400, "malformed_json"),
        (b"[" * 30_000, 400, "malformed_json"),
        (b'{"question": ' + b"9" * 5_000 + b"}", 400, "malformed_json"),
        (b"[]", 422, "wrong_type"),
        (b"null", 422, "wrong_type"),
        (b"{}", 422, "missing_field"),
        (b'{"question": null}', 422, "wrong_type"),
        (b'{"question": 5}', 422, "wrong_type"),
        (b'{"question": ["a"]}', 422, "wrong_type"),
        (b'{"question": "a", "audience": "king"}', 422, "unknown_audience"),
        (b'{"question": "a", "audience": 1}', 422, "unknown_audience"),
        (b'{"question": "a", "conversation_id": 1}', 422, "wrong_type"),
        (b'{"question": "a", "conversation_id": "' + b"x" * 65 + b'"}', 422, "too_long"),
        (b'{"question": "a", "conversation_id": "a\\u0000b"}', 422, "invalid_characters"),
        (b'{"question": "a", "conversation_id": "a\\n"}', 422, "invalid_characters"),
        (b'{"question": "a", "conversation_id": "\\ud800"}', 422, "invalid_characters"),
        (b'{"question": "a", "place": "' + b"x" * 201 + b'"}', 422, "too_long"),
        (b'{"question": "' + b"x" * 65_536 + b'"}', 413, "body_too_large"),
        (b'{"question": "' + b"x" * 5_000_000 + b'"}', 413, "body_too_large"),
    ],
)
def test_a_bad_body_is_refused_by_name(web: Web, body: bytes, status: int, code: str) -> None:
    response = web.client.post("/api/ask", content=body, headers=FORM)

    assert (response.status_code, error_of(response)) == (status, code)
    assert web.assistant.questions == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused(web: Web, kind: str) -> None:
    response = web.client.post("/api/ask", content=b'{"question": "a"}', headers={"Content-Type": kind})

    assert (response.status_code, error_of(response)) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "\0",
        "😀" * 50,
        "x" * 10_000,
        "ệ" * 10_000,
        "e\u0323\u0302",
        "<script>alert(1)</script>",
        "\u202e",
    ],
)
def test_what_a_user_can_type_is_the_assistants_business(web: Web, question: str) -> None:
    response = web.client.post("/api/ask", json={"question": question})

    assert response.status_code == 200
    assert web.assistant.questions[0].question == question


@pytest.mark.parametrize(
    ("escaped", "read"),
    [(r"\ud800", "\ufffd"), (r"a\udc00b", "a\ufffdb"), (r"\ud83d\ude00", "😀")],
)
def test_a_lone_surrogate_becomes_the_replacement_character(web: Web, escaped: str, read: str) -> None:
    body = f'{{"question": "{escaped}", "place": "{escaped}"}}'.encode()

    response = web.client.post("/api/ask", content=body, headers=FORM)

    assert response.status_code == 200
    assert (web.assistant.questions[0].question, web.assistant.questions[0].place) == (read, read)


def test_an_unexpected_failure_is_internal_and_keeps_the_question_out_of_the_log(
    web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.assistant.failure = RuntimeError("bí mật 0123456789")

    response = web.client.post("/api/ask", json={"question": "bí mật 0123456789"})

    assert (response.status_code, error_of(response)) == (500, "internal")
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out + logged.err
    assert "0123456789" not in logged.out + logged.err + response.text


def test_whoever_comes_when_too_many_wait_is_told_to_come_back(tmp_path: Path) -> None:
    class Blocked(FakeAssistant):
        def ask(self, question: Question) -> Answer:
            released.wait(30)
            return super().ask(question)

    async def crowd() -> tuple[RequestError, int]:
        rooms = Rooms(Blocked(), FakeSnapshot(), FakeCatalogue())
        door = Door(tmp_path, Metrics(), rooms=rooms)
        waiting = [
            asyncio.ensure_future(door.ask(Question(question="a"), "ask"))
            for _ in range(ASKING_AT_ONCE + WAITING_AT_MOST)
        ]
        await asyncio.sleep(0.1)
        with pytest.raises(RequestError) as refused:
            await door.ask(Question(question="a"), "ask")
        released.set()
        return refused.value, len(await asyncio.gather(*waiting))

    released = threading.Event()
    refusal, answered = asyncio.run(crowd())

    assert (refusal.status, refusal.code, refusal.retry_after_seconds) == (503, "busy", 3)
    assert answered == ASKING_AT_ONCE + WAITING_AT_MOST


def test_an_answer_that_nobody_waits_for_still_takes_its_place(tmp_path: Path) -> None:
    class Blocked(FakeAssistant):
        def ask(self, question: Question) -> Answer:
            answer = super().ask(question)
            released.wait(30)
            return answer

    async def leave() -> list[int]:
        assistant = Blocked()
        door = Door(tmp_path, Metrics(), rooms=Rooms(assistant, FakeSnapshot(), FakeCatalogue()))
        started = []
        for _ in range(3):
            asking = [asyncio.ensure_future(door.ask(Question(question="a"), "chat")) for _ in range(ASKING_AT_ONCE)]
            await asyncio.sleep(0.1)
            for one in asking:
                one.cancel()
            await asyncio.gather(*asking, return_exceptions=True)
            started.append(len(assistant.questions))
        released.set()
        answer = await door.ask(Question(question="b"), "ask")
        door.close()
        return [*started, answer.turn_id]

    released = threading.Event()
    started = asyncio.run(leave())

    # The cancelled ones that had begun held all places until they ended; those still waiting never ran.
    assert started == [ASKING_AT_ONCE, ASKING_AT_ONCE, ASKING_AT_ONCE, f"t-{ASKING_AT_ONCE + 1}"]


@pytest.mark.parametrize("sent", [None, ""])
def test_no_conversation_id_starts_a_new_conversation(web: Web, sent: str | None) -> None:
    response = web.client.post("/api/ask", json={"question": "a", "conversation_id": sent})

    assert response.status_code == 200
    assert web.assistant.questions[0].conversation_id is None


def test_unknown_addresses_and_methods_answer_in_the_error_shape(web: Web) -> None:
    missing, wrong = web.client.get("/api/nothing"), web.client.get("/api/ask")

    assert (missing.status_code, error_of(missing)) == (404, "not_found")
    assert (wrong.status_code, error_of(wrong)) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_bodies = st.one_of(
    st.binary(max_size=300),
    _json.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {"question": _json},
        optional={"audience": _json, "place": _json, "conversation_id": _json, "x": _json},
    ).map(lambda value: json.dumps(value).encode()),
    st.text(st.characters(exclude_categories=())).map(lambda text: json.dumps({"question": text}).encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=_bodies, address=st.sampled_from(["/api/ask", "/api/chat", "/api/feedback"]))
def test_no_body_is_the_servers_fault(web: Web, body: bytes, address: str) -> None:
    response = web.client.post(address, content=body, headers=FORM)

    assert response.status_code in {200, 400, 413, 415, 422}
    if response.status_code != 200:
        error_of(response)
