"""A server of our own on a free port that speaks OpenAI's chat completions, honestly or not, and remembers requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Wire", dict[str, Any]], None]


class Wire(BaseHTTPRequestHandler):
    """One connection; replies write what they like to it."""

    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = json.loads(body)
        self.server.scripted.requests.append(request)
        self.server.scripted.paths.append(self.path)
        self.server.scripted.keys.append(self.headers.get("Authorization", ""))
        with suppress(ConnectionError):
            self.server.scripted.reply(self, request)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on standard error."""

    def send(
        self, content: bytes, status: int = 200, kind: str = "application/json", claimed: int | None = None
    ) -> None:
        """Send a response; `claimed` is a length that is not the real one."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if claimed is None else claimed))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def pause(self, seconds: float) -> bool:
        """Wait; True once the test is over."""
        return self.server.scripted.over.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    scripted: ScriptedModel


@dataclass
class ScriptedModel:
    """What the server says next, and what it was sent."""

    url: str
    reply: Reply
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def sent(self) -> str:
        """Everything that was sent, as one text."""
        return "\n".join(str(part["content"]) for request in self.requests for part in request["messages"])


@contextmanager
def scripted_model(reply: Reply) -> Iterator[ScriptedModel]:
    """Serve on a free port until the block ends."""
    server = _Server(("127.0.0.1", 0), Wire)
    server.scripted = ScriptedModel(f"http://127.0.0.1:{server.server_address[1]}/v1", reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.scripted
    finally:
        server.scripted.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: Any, finish: str | None = "stop", **message: Any) -> bytes:
    """A whole reply of the API."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    return json.dumps(
        {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]},
        ensure_ascii=False,
    ).encode()


def says(content: Any, finish: str | None = "stop", **message: Any) -> Reply:
    """Reply with these words."""
    return lambda wire, request: wire.send(completion(content, finish, **message))


def fails(status: int) -> Reply:
    """Reply with an error of HTTP."""
    return lambda wire, request: wire.send(b'{"error": {"message": "no"}}', status)


def sends(content: bytes, kind: str = "application/json") -> Reply:
    """Reply with these bytes."""
    return lambda wire, request: wire.send(content, kind=kind)


def _event(text: str) -> bytes:
    chunk = {"id": "x", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


def streams(text: str, *, done: bool) -> Reply:
    """Reply with server-sent events, which nobody asked for; without `done` the stream breaks off."""
    events = b"".join(_event(word) for word in text.split(" ")) + (b"data: [DONE]\n\n" if done else b"")
    return lambda wire, request: wire.send(events, kind="text/event-stream")


def breaks_off(content: str) -> Reply:
    """Reply with the first half of a body and close."""

    def reply(wire: Wire, request: dict[str, Any]) -> None:
        whole = completion(content)
        wire.send(whole[: len(whole) // 2], claimed=len(whole))
        wire.close_connection = True

    return reply


def hangs(wire: Wire, request: dict[str, Any]) -> None:
    """Never reply."""
    wire.pause(30)


def drips(wire: Wire, request: dict[str, Any]) -> None:
    """Reply with a space now and then, so that no wait for the next byte is long."""
    wire.send(b" ", claimed=100_000)
    while not wire.pause(0.05):
        wire.wfile.write(b" ")
        wire.wfile.flush()


def drips_headers(wire: Wire, request: dict[str, Any]) -> None:
    """Reply with one header after another and never with a body."""
    wire.wfile.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not wire.pause(0.05):
        number += 1
        wire.wfile.write(f"X-{number}: y\r\n".encode())
        wire.wfile.flush()


def floods(wire: Wire, request: dict[str, Any]) -> None:
    """Reply without an end."""
    wire.send_response(200)
    wire.send_header("Content-Type", "application/json")
    wire.end_headers()
    while not wire.server.scripted.over.is_set():
        wire.wfile.write(b" " * 65_536)


def hangs_up(wire: Wire, request: dict[str, Any]) -> None:
    """Close the connection without a word."""
    wire.close_connection = True
    wire.connection.close()


def redirects(wire: Wire, request: dict[str, Any]) -> None:
    """Send the client on, to where it would be sent on again."""
    wire.send_response(307)
    wire.send_header("Location", "/v1/chat/completions")
    wire.send_header("Content-Length", "0")
    wire.end_headers()
