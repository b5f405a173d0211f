"""Bodies that arrive slowly, in half, or not at all: nobody waits on them, and a stop least of all."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Message
from structlog.testing import capture_logs
from web_parts import Running, Web

Sent = list[dict[str, Any]]


def send_half(web: Web, then: Callable[[], Awaitable[Message]]) -> Sent:
    """Send half a body, then what `then` gives, and return what came back."""
    app, sent = web.client.app, []
    arriving = iter([{"type": "http.request", "body": b'{"question":', "more_body": True}])

    async def receive() -> Message:
        return next(arriving, None) or await then()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/ask",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # an ASGI application
    return sent


async def _never() -> Message:
    await asyncio.sleep(60)
    raise AssertionError("the server waited on")


async def _gone() -> Message:
    return {"type": "http.disconnect"}


def test_a_body_that_does_not_arrive_in_time_is_refused(web: Web) -> None:
    web.client.app.state.door.body_seconds = 0.05  # type: ignore[attr-defined]  # the FastAPI application

    start, body = send_half(web, _never)

    assert (start["status"], json.loads(body["body"])["error"]["code"]) == (408, "body_too_slow")
    assert (b"connection", b"close") in start["headers"]


def test_a_client_that_leaves_inside_its_body_is_no_failure(web: Web) -> None:
    with capture_logs() as logs:
        answered = send_half(web, _gone)

    assert answered == []
    assert [(log["event"], log["status"], log["log_level"]) for log in logs] == [("request", 499, "info")]
    assert 'route="/api/ask",status="499"} 1.0' in web.client.get("/metrics").text


def test_a_half_sent_body_does_not_hold_up_a_stop(slow_server: Running) -> None:
    host, _, port = slow_server.url.removeprefix("http://").partition(":")
    head = b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head + b'{"question":')
        time.sleep(0.3)  # long enough for the server to have begun reading
        asked_to_stop = time.monotonic()
        slow_server.process.send_signal(signal.SIGTERM)
        answered = b"".join(iter(lambda: connection.recv(10_000), b""))
        slow_server.process.wait(10)

    assert answered.startswith(b"HTTP/1.1 503 ")
    assert b'"stopping"' in answered
    assert time.monotonic() - asked_to_stop < 5  # cut by force it would be over 7
    assert slow_server.process.stderr is not None
    assert b"Traceback" not in slow_server.process.stderr.read()
