"""A local server that speaks Telegram's Bot API over HTTP and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from telegram_updates import BOT

TOKEN = "7000000001:AAtests-only-token-of-nobody"
_JSON_FIELDS = {"reply_markup", "link_preview_options", "allowed_updates", "commands"}
_TAGS = {"b", "i", "blockquote"}


@dataclass(frozen=True)
class Call:
    """One call: which method, and its parameters; nested ones decoded."""

    method: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the server says instead of its usual answer."""

    status: int = 200
    body: Any = None  # bytes as they are, else JSON
    breaks: bool = False  # the connection ends without an answer
    hangs: bool = False  # until the test is over


def failed(code: int, description: str, status: int | None = None, **parameters: Any) -> Answer:
    """Return an answer that is no success, under its code or another HTTP status."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return Answer(code if status is None else status, body | ({"parameters": parameters} if parameters else {}))


BREAKS, HANGS = Answer(breaks=True), Answer(hangs=True)


@dataclass
class FakeTelegram:
    """The state of the server; `url` is its address."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    updates: list[Any] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    scripts: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    changed: threading.Condition = field(default_factory=threading.Condition)
    over: threading.Event = field(default_factory=threading.Event)

    def script(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method so."""
        self.scripts[method].extend(answers)

    def of(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of each call of a method."""
        with self.changed:
            return [call.params for call in self.calls if call.method == method]

    def push(self, *updates: Any) -> None:
        """Let updates wait to be asked for."""
        with self.changed:
            self.updates.extend(updates)
            self.changed.notify_all()

    def answer(self, token: str, method: str, params: dict[str, Any]) -> Answer:
        """Note a call and return what it is answered."""
        with self.changed:
            self.calls.append(Call(method, params))
            self.changed.notify_all()
            if token != TOKEN:
                return failed(401, "Unauthorized")
            if self.scripts[method]:
                return self.scripts[method].popleft()
        return getattr(self, f"_{method}", self._unknown)(params)

    def _unknown(self, params: dict[str, Any]) -> Answer:
        return failed(404, "Not Found")

    def _getme(self, params: dict[str, Any]) -> Answer:
        return ok({**BOT, "can_join_groups": True})

    def _sendmessage(self, params: dict[str, Any]) -> Answer:
        if params.get("parse_mode") == "HTML" and (wrong := wrong_tag(params["text"])):
            return failed(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{wrong}" at byte offset 0')
        chat = {"id": int(params["chat_id"]), "type": "private"}
        return ok({"message_id": 100 + len(self.of("sendmessage")), "date": 1, "chat": chat, "text": params["text"]})

    def _yes(self, params: dict[str, Any]) -> Answer:
        return ok(True)

    _sendmessagedraft = _sendchataction = _answercallbackquery = _setmycommands = _yes

    def _setwebhook(self, params: dict[str, Any]) -> Answer:
        self.webhook = params
        return ok(True)

    def _deletewebhook(self, params: dict[str, Any]) -> Answer:
        self.webhook = {}
        return ok(True)

    def _getwebhookinfo(self, params: dict[str, Any]) -> Answer:
        info: dict[str, Any] = {"url": self.webhook.get("url", ""), "pending_update_count": len(self.updates)}
        if self.webhook:
            info |= {"has_custom_certificate": False, "max_connections": int(self.webhook["max_connections"])}
            info |= {"allowed_updates": self.webhook["allowed_updates"]}
            info |= {"last_error_date": 1_790_000_000, "last_error_message": "Wrong response: 403 Forbidden"}
        return ok({"has_custom_certificate": False, **info})

    def _getupdates(self, params: dict[str, Any]) -> Answer:
        if self.webhook:
            return failed(409, "Conflict: can't use getUpdates method while webhook is active")
        with self.changed:
            offset = int(params.get("offset", 0))
            self.updates = [update for update in self.updates if _number(update) >= offset]
            self.changed.wait_for(lambda: self.updates or self.over.is_set(), timeout=int(params.get("timeout", 0)))
            return ok(list(self.updates))


def _number(update: Any) -> float:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else float("inf")


def ok(result: Any) -> Answer:
    return Answer(body={"ok": True, "result": result})


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text, self.wrong = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nested = tag == "blockquote" and tag in self.open
        if tag not in _TAGS or nested:
            self.wrong = self.wrong or tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong = self.wrong or tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> tuple[str, str]:
    """Return the text after its entities are read, and the first tag that is wrong."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags.text, tags.wrong or "".join(tags.open[:1])


def wrong_tag(html: str) -> str:
    """Return the first tag that Telegram would not take."""
    return parsed(html)[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        params = {
            name: json.loads(value) if name in _JSON_FIELDS else value
            for name, value in parse_qsl(body, keep_blank_values=True)
        }
        _, bot, method = self.path.split("/")
        answer = self.server.fake.answer(bot.removeprefix("bot"), method.lower(), params)
        if answer.hangs:
            self.server.fake.over.wait(30)
        if answer.breaks or answer.hangs:
            self.close_connection = True
            return
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeTelegram

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients of these tests leave in the middle of a request."""


@contextmanager
def running(make: type[FakeTelegram] = FakeTelegram) -> Iterator[FakeTelegram]:
    """Run a server until the test is over."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.fake = fake = make(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        with fake.changed:
            fake.over.set()
            fake.changed.notify_all()
        server.shutdown()
        thread.join()
        server.server_close()
