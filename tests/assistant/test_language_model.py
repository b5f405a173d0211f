"""The endpoint over real HTTP: a finished text within the time, or nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import scripted_model as script
from pydantic import SecretStr
from scripted_model import ScriptedModel, scripted_model

pytest.importorskip("langchain_openai", reason="langchain-openai is not installed: pip install 'motcua[llm]'")

from assistant import language_model
from assistant.language_model import ChatEndpoint, LanguageModel, ModelSettings, connect
from assistant.model_health import Breaker

SECONDS = 0.6
WORDS = "Trực tiếp thì 5 ngày làm việc [3]."


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    with scripted_model(script.says(WORDS)) as running:
        yield running


@pytest.fixture
def model(server: ScriptedModel) -> Iterator[LanguageModel]:
    connected = connect(settings(server.url))
    yield connected
    connected.close()


def settings(url: str | None = None, **more: Any) -> ModelSettings:
    return ModelSettings(base_url=url, model="scripted", api_key=SecretStr("k-1"), timeout_seconds=SECONDS, **more)


def test_a_finished_text_is_returned_and_the_request_is_the_one_of_the_settings(
    server: ScriptedModel, model: LanguageModel
) -> None:
    reply = model.complete("hãy viết", "dữ liệu", 5)

    assert reply == WORDS
    assert server.paths == ["/v1/chat/completions"]
    assert server.keys == ["Bearer k-1"]
    assert server.requests[0]["model"] == "scripted"
    assert server.requests[0]["temperature"] == 0
    assert not server.requests[0].get("stream")
    assert [part["content"] for part in server.requests[0]["messages"]] == ["hãy viết", "dữ liệu"]


def test_what_a_model_thinks_aloud_is_left_out(server: ScriptedModel, model: LanguageModel) -> None:
    server.reply = script.says(f"<think>\nMiễn phí chăng?\n</think>\n{WORDS}")

    assert model.complete("a", "b", 5) == WORDS


BROKEN = {
    "429": script.fails(429),
    "401": script.fails(401),
    "404": script.fails(404),
    "500": script.fails(500),
    "503": script.fails(503),
    "a redirect": script.redirects,
    "a hang": script.hangs,
    "a body that drips": script.drips,
    "headers that drip": script.drips_headers,
    "a flood": script.floods,
    "a closed connection": script.hangs_up,
    "half a body": script.breaks_off(WORDS),
    "half a stream": script.streams(WORDS, done=False),
    "a stream that was not asked for": script.streams(WORDS, done=True),
    "a page": script.sends(b"<html>login</html>", "text/html"),
    "an empty body": script.sends(b""),
    "broken json": script.sends(b'{"choices": ['),
    "another shape": script.sends(b'{"answer": "x"}'),
    "a list": script.sends(b"[]"),
    "no choices": script.sends(b'{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []}'),
    "an error with status 200": script.sends(b'{"error": {"message": "quota", "code": 429}}'),
    "bytes that are no text": script.sends(b"\xff\xfe\x00"),
    "empty words": script.says(""),
    "no words": script.says(None),
    "parts in place of words": script.says([{"type": "image_url"}]),
    "a text that was cut": script.says(WORDS, finish="length"),
    "a filtered text": script.says(WORDS, finish="content_filter"),
    "a refusal": script.says(None, refusal="I cannot help with that."),
    "a tool call": script.says(
        None,
        finish="tool_calls",
        tool_calls=[{"id": "1", "type": "function", "function": {"name": "x", "arguments": "{}"}}],
    ),
    "an endless text": script.says("a " * 20_000),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_reply_is_no_reply_in_time(server: ScriptedModel, model: LanguageModel, name: str) -> None:
    server.reply = BROKEN[name]

    assert model.complete("a", "b", SECONDS) is None
    assert len(server.requests) == 1  # and it is not tried again


def test_an_address_where_nobody_listens_is_no_reply() -> None:
    model = connect(settings("http://127.0.0.1:9/v1"))

    assert model.complete("a", "b", SECONDS) is None
    model.close()


def test_a_call_that_hangs_is_let_go_of_and_the_next_one_works(server: ScriptedModel, model: LanguageModel) -> None:
    server.reply = script.drips
    first = model.complete("a", "b", SECONDS)
    server.reply = script.says(WORDS)

    assert (first, model.complete("a", "b", 5)) == (None, WORDS)


def test_after_three_failures_the_endpoint_is_left_alone(server: ScriptedModel, model: LanguageModel) -> None:
    server.reply = script.fails(503)

    replies = [model.complete("a", "b", 5) for _ in range(5)]

    assert replies == [None] * 5
    assert len(server.requests) == 3


def test_a_breaker_lets_one_try_through_after_its_rest_and_all_after_a_success() -> None:
    now = [0.0]
    breaker = Breaker(2, 10, clock=lambda: now[0])
    breaker.failed()
    breaker.failed()

    asked = [breaker.allows()]
    now[0] = 11
    asked += [breaker.resting, breaker.allows(), breaker.allows()]
    breaker.succeeded()
    asked += [breaker.allows(), breaker.allows()]

    assert asked == [False, False, True, False, True, True]


def test_without_time_nothing_is_asked(server: ScriptedModel, model: LanguageModel) -> None:
    assert model.complete("a", "b", 0) is None
    assert server.requests == []


def test_closed_while_a_call_is_under_way_it_lets_go(server: ScriptedModel) -> None:
    server.reply = script.hangs
    model = connect(settings(server.url))

    assert model.complete("a", "b", 0.2) is None
    model.close()  # the reply would hang for minutes
    model.close()


def test_another_key_of_the_environment_is_never_sent(server: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-of-another-program")
    model = connect(ModelSettings(base_url=server.url, model="m"))

    model.complete("a", "b", 5)
    model.close()

    assert server.keys == ["Bearer none"]


def test_the_libraries_do_not_log_what_is_sent(
    server: ScriptedModel, model: LanguageModel, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        model.complete("a", "lời của một người", 5)

    assert "lời của một người" not in caplog.text


class Forgetful:
    """A chat model of another kind."""

    async def ainvoke(self, input: list[tuple[str, str]], /) -> Any:
        await asyncio.sleep(0)
        raise RuntimeError("it has a bad day")


def test_any_chat_model_may_stand_there_and_whatever_it_raises_is_no_reply() -> None:
    released: list[bool] = []

    async def release() -> None:
        released.append(True)

    model = ChatEndpoint(Forgetful(), release)

    assert model.complete("a", "b", 5) is None
    model.close()
    assert released == [True]


class Slow:
    """A chat model that replies a little late."""

    def __init__(self, seconds: float) -> None:
        self.asked, self._seconds = 0, seconds

    async def ainvoke(self, input: list[tuple[str, str]], /) -> Any:
        self.asked += 1
        await asyncio.sleep(self._seconds)
        return Message(WORDS)


@dataclass(frozen=True)
class Message:
    content: str


async def released() -> None:
    """Nothing was open."""


def test_replies_that_take_most_of_the_time_are_used_and_then_the_model_is_left_alone() -> None:
    slow = Slow(0.4)
    model = ChatEndpoint(slow, released, Breaker(2, 60), slow_seconds=0.3)

    replies = [model.complete("a", "b", 30) for _ in range(4)]
    model.close()

    assert (replies, slow.asked) == ([WORDS, WORDS, None, None], 2)


def test_replies_in_good_time_are_no_failures() -> None:
    model = ChatEndpoint(Slow(0), released, Breaker(2, 60), slow_seconds=30)

    replies = [model.complete("a", "b", 30) for _ in range(4)]
    model.close()

    assert replies == [WORDS] * 4


def test_closing_never_raises_whatever_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "_CLOSING_SECONDS", 0.2)

    async def hangs() -> None:
        await asyncio.sleep(60)

    async def fails() -> None:
        raise RuntimeError("already closed")

    for release in (hangs, fails):
        model = ChatEndpoint(Slow(0), release)
        model.complete("a", "b", 30)

        model.close()

        assert model._loop is None
