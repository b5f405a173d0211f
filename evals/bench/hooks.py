"""Webhooks under load: 200 conversations at once on the Zalo bot's hook, and a stand-in that takes the answers."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from evals.bench.process import serving
from evals.errors import BadScenario

CONVERSATIONS, MESSAGES = 200, 3
_TOKEN, _SECRET = "1234567890:bench-only-token", "bench-only-s3cr3t-0f-n0b0dy"
_CODE = re.compile(r"\d\.\d{6}")
_READY_SECONDS, _SETTLE_SECONDS = 60.0, 300.0


class Acknowledged(BaseModel):
    """How a load of events was taken and answered."""

    model_config = ConfigDict(frozen=True)

    events: int
    p50_ms: float  # from an event's sending to its 200
    p99_ms: float
    lost: int  # events without an answer
    swapped: int  # conversations answered in another order than they asked
    answered_seconds: float  # from the first event to the last answer


class _Sink(ThreadingHTTPServer):
    """Takes `sendMessage` as Zalo's Bot API does, and remembers what came for whom."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SinkHandler)
        self.told: defaultdict[str, list[str]] = defaultdict(list)
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the server that is measured leaves in the end."""


class _SinkHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Sink

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
        result: dict[str, Any] = {"id": "1", "account_name": "bench", "account_type": "BASIC", "can_join_groups": False}
        if self.path.endswith("/sendMessage"):
            with self.server.lock:
                self.server.told[sent["chat_id"]].append(sent["text"])
            result = {"message_id": f"m{time.monotonic_ns()}", "date": int(time.time() * 1000)}
        content = json.dumps({"ok": True, "result": result}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def measure_hooks(env: Mapping[str, str]) -> Acknowledged:
    """Return how 200 conversations at once are taken and answered.

    Args:
        env: Environment with a home that has a snapshot, and where this was not measured before.

    Raises:
        BadScenario: The server does not start, or refuses an event.
    """
    with _sink() as sink:
        ours = {
            "MOTCUA_CHANNEL_KEY": _SECRET,
            "MOTCUA_ZALO_BOT_TOKEN": _TOKEN,
            "MOTCUA_ZALO_BOT_SECRET": _SECRET,
            "MOTCUA_ZALO_BOT_URL": f"http://127.0.0.1:{sink.server_address[1]}",
        }
        with serving({**env, **ours}, _READY_SECONDS) as server:
            listed = httpx.get(f"{server.url}/api/procedures", timeout=30.0).json()["items"]
            codes = [procedure["code"] for procedure in listed]
            started = time.perf_counter()
            times_ms = asyncio.run(_all_talk(server.url, codes))
            lost = _settled(sink, codes)
            seconds = time.perf_counter() - started
    expected = {f"chat-{chat}": _asked(codes, chat) for chat in range(CONVERSATIONS)}
    swapped = sum(_first_told(sink.told[chat]) != asked for chat, asked in expected.items())
    cuts = statistics.quantiles(times_ms, n=100)
    return Acknowledged(
        events=len(times_ms),
        p50_ms=statistics.median(times_ms),
        p99_ms=cuts[98],
        lost=lost,
        swapped=swapped,
        answered_seconds=seconds,
    )


async def _all_talk(url: str, codes: list[str]) -> list[float]:
    talks = (_talk(url, chat, _asked(codes, chat)) for chat in range(CONVERSATIONS))
    return [ms for talk in await asyncio.gather(*talks) for ms in talk]


async def _talk(url: str, chat: int, asked: list[str]) -> list[float]:
    """Send one conversation's events, each when the one before is acknowledged; returns the milliseconds of each.

    Plain sockets: a client library would take more of the two cores than the server that is measured.
    """
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    times_ms = []
    for number, code in enumerate(asked):
        request = _request(host, f"chat-{chat}", number, f"{code} hết bao nhiêu tiền")
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        await reader.readexactly(int(length[1]) if length else 0)
        times_ms.append((time.perf_counter() - started) * 1000)
        if not head.startswith(b"HTTP/1.1 200"):
            raise BadScenario("hooks", f"an event was answered with {head[:15]!r}")
    writer.close()
    return times_ms


def _request(host: str, chat: str, number: int, text: str) -> bytes:
    message = {
        "date": 1_789_033_572_000 + number,
        "chat": {"chat_type": "PRIVATE", "id": chat},
        "message_id": f"{chat}-{number}",
        "from": {"id": chat, "is_bot": False, "display_name": "A"},
        "text": text,
    }
    body = json.dumps({"event_name": "message.text.received", "message": message}).encode()
    head = (
        f"POST /hooks/zalo-bot HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n"
        f"x-bot-api-secret-token: {_SECRET}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _asked(codes: list[str], chat: int) -> list[str]:
    return [codes[(chat + step * 7) % len(codes)] for step in range(MESSAGES)]


def _first_told(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(found[0] for text in texts if (found := _CODE.search(text))))


def _settled(sink: _Sink, codes: list[str]) -> int:
    """Wait for the answers and return how many events have none."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while True:
        with sink.lock:
            missing = sum(
                code not in _first_told(sink.told[f"chat-{chat}"])
                for chat in range(CONVERSATIONS)
                for code in _asked(codes, chat)
            )
        if not missing or time.monotonic() > deadline:
            return missing
        time.sleep(0.5)


@contextmanager
def _sink() -> Iterator[_Sink]:
    server = _Sink()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
