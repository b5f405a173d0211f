"""Doors: a reply, or one DoorError that says why there is none."""

from __future__ import annotations

import json

import httpx
import pytest
from evals_fakes import TableAssistant

from assistant.records import Question
from evals.doors import HttpDoor, LocalDoor
from evals.errors import DoorError

ANSWER = {
    "conversation_id": "c",
    "turn_id": "t",
    "behavior": "answer",
    "text": "Có",
    "procedures": [{"code": "1.1"}],
}


def http_door(status: int, body: object, seen: list[httpx.Request] | None = None) -> HttpDoor:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(status, json=body)

    return HttpDoor("http://server/", transport=httpx.MockTransport(handle))


def test_the_http_door_posts_the_contract_without_empty_keys() -> None:
    seen: list[httpx.Request] = []
    door = http_door(200, {**ANSWER, "a_newer_key": 1}, seen)

    reply = door.ask(Question(question="hỏi", conversation_id="c"))

    assert seen[0].url == "http://server/api/ask"
    assert json.loads(seen[0].content) == {"question": "hỏi", "conversation_id": "c", "audience": "citizen"}
    assert (reply.behavior, reply.text, reply.procedures[0].code) == ("answer", "Có", "1.1")
    assert door.about == {"door": "http", "url": "http://server"}


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, {"error": {"code": "x"}}, "HTTP 500"),
        (200, {"text": "no behaviour"}, "not the contract"),
        (200, ["nothing"], "not the contract"),
    ],
)
def test_any_other_reply_of_a_server_is_a_door_error(status: int, body: object, reason: str) -> None:
    with pytest.raises(DoorError) as caught:
        http_door(status, body).ask(Question(question="hỏi"))

    assert reason in caught.value.reason


def test_a_server_that_is_not_there_is_a_door_error() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(DoorError, match="refused"):
        HttpDoor("http://server", transport=httpx.MockTransport(refuse)).ask(Question(question="hỏi"))


def test_the_local_door_gives_what_the_assistant_said() -> None:
    door = LocalDoor(TableAssistant({"hỏi": ("answer", "Có", ["1.1", "1.2"])}), {"snapshot": "s"})

    reply = door.ask(Question(question="hỏi"))

    assert [found.code for found in reply.procedures] == ["1.1", "1.2"]
    assert door.about == {"door": "local", "snapshot": "s"}


def test_an_assistant_that_raises_costs_one_door_error() -> None:
    with pytest.raises(DoorError, match="KeyError"):
        LocalDoor(TableAssistant({}), {}).ask(Question(question="hỏi"))
