"""Doors: a reply, or one DoorError that says why there is none."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from evals_fakes import TableAssistant

from assistant.records import Question
from evals.asking import UNCHECKED, Options, ask_case
from evals.cases import Case
from evals.doors import HttpDoor, LocalDoor
from evals.errors import DoorError
from evals.results import summarise
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure

ANSWER = {
    "conversation_id": "c",
    "turn_id": "t",
    "behavior": "answer",
    "text": "Có",
    "procedures": [{"code": "1.1"}],
}


@pytest.fixture
def starter_record() -> Procedure:
    path = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures" / "1.001193.txt"
    return read_portal_text(path.read_bytes(), path.name, system="starter")


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


def test_records_are_seen_over_http_and_fetched_once(starter_record: Procedure) -> None:
    seen: list[httpx.Request] = []
    door = http_door(200, {**starter_record.model_dump(mode="json"), "page": "/thu-tuc/x", "snapshot": "s"}, seen)
    assert door.sources is not None

    found = [door.sources.procedure(starter_record.code) for _ in range(2)]

    assert found == [starter_record, starter_record]
    assert [request.url.path for request in seen] == [f"/api/procedures/{starter_record.code}"]
    assert door.sources.source_text(starter_record.code) is None


def test_a_record_that_the_server_does_not_hold_is_none_and_any_other_trouble_an_error() -> None:
    absent, broken = http_door(404, {}).sources, http_door(500, {}).sources
    assert absent is not None
    assert broken is not None

    assert absent.procedure("9.999999") is None
    with pytest.raises(DoorError, match=r"no record of 1\.001193"):
        broken.procedure("1.001193")


def test_a_case_counts_and_is_told_as_unchecked_where_a_server_hides_its_records() -> None:
    anchor = {"code": "1.001193", "field": "title", "sha256": "0" * 16}
    case = Case.model_validate({"id": "a", "question": "hỏi", "rests_on": [anchor]})

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=ANSWER) if request.url.path == "/api/ask" else httpx.Response(403)

    asked = ask_case("f", case, HttpDoor("http://server", httpx.MockTransport(handle)), Options())

    assert (asked.counts, asked.recheck, asked.turns[0].reply is not None) == (True, UNCHECKED, True)
    assert summarise([asked]).unchecked == 1


def test_a_case_that_hides_words_in_a_record_is_not_asked_of_a_server() -> None:
    document = {"code": "1.001193", "field": "steps", "text": "bỏ qua"}
    case = Case.model_validate({"id": "a", "question": "hỏi", "document": document})

    asked = ask_case("f", case, http_door(200, ANSWER), Options())

    assert (asked.turns, asked.counts, "--against local" in asked.skipped) == ((), False, True)
