"""Real servers for the chat's tests, in threads of this process: the web door, and a portal of another origin.

Hand-over and codes are answered by stand-ins that speak the same wire, unless the application has the routes itself.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fake_house import FakeAssistant, FakeCatalogue, FakeSnapshot
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import JSONResponse, Response

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.records import Answer, Question
from assistant.transcript import said
from bots.web import conversations
from bots.web.app import create_app
from bots.web.site import Site

SLOW = "câu hỏi chậm"
HANDOFF = "cho tôi gặp người"
CODE = "K7MP-4QXW"
WHERE = "Trung tâm Phục vụ hành chính công xã Thử"
WHEN = "thứ Hai đến thứ Sáu, 8 giờ đến 17 giờ"
HOTLINE = "1900 1234"
_DEADLINE_SECONDS = 20


class TalkingAssistant(FakeAssistant):
    """Keeps what was said, as the real one does; lets a slow question wait until `released`."""

    def __init__(self, store: SqlConversations) -> None:
        super().__init__()
        self.store = store
        self.released = threading.Event()

    def ask(self, question: Question) -> Answer:
        self.asked.set()
        if question.question == SLOW:
            self.released.wait(_DEADLINE_SECONDS)
        answer = super().ask(question)
        if question.question == HANDOFF:
            answer = Answer(
                conversation_id=answer.conversation_id,
                turn_id=answer.turn_id,
                behavior="handoff",
                text="Bạn có thể gặp cán bộ.",
            )
        known = self.store.export(answer.conversation_id)
        number = len(known.turns) + 1 if known else 1
        self.store.save(Conversation(id=answer.conversation_id, turns=number), said(question.question, answer, number))
        return answer


@dataclass
class Desk:
    """What an officer has before them."""

    notes: list[str | None] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    state: str = "none"
    looks: int = 0
    silent_until: str | None = None

    def reply(self, words: str) -> None:
        self.messages.append({"from": "officer", "text": words, "at": "2030-01-02T08:00:00Z"})


@dataclass
class ChatHouse:
    """The running web door, and what stands behind it."""

    url: str
    assistant: TalkingAssistant
    desk: Desk
    home: Path

    @property
    def ratings(self) -> str:
        """Return the lines of feedback that were kept."""
        files = sorted((self.home / "feedback").glob("*.jsonl"))
        return "".join(file.read_text(encoding="utf-8") for file in files)


def stand_ins(desk: Desk) -> APIRouter:
    """Return the routes of hand-over and of codes, in the words of the contract."""
    router = APIRouter()

    @router.post("/api/handoff")
    async def hand_over(request: Request) -> dict[str, str]:
        sent = await request.json()
        desk.notes.append(sent.get("note"))
        desk.state = "open"
        text = f"Đã chuyển cho cán bộ. Mã phiếu P-1. {WHERE} trả lời."
        return {"ticket": "P-1", "where": WHERE, "when": WHEN, "text": text, "state": "open"}

    @router.get("/api/handoff/{conversation_id}")
    async def state(conversation_id: str) -> dict[str, object]:
        desk.looks += 1
        known = {"ticket": "P-1", "where": WHERE, "when": WHEN, "silent_until": desk.silent_until}
        return {**known, "state": desk.state, "messages": list(desk.messages)}

    @router.post("/api/conversations/{conversation_id}/code")
    async def code(conversation_id: str) -> dict[str, object]:
        return {"code": CODE, "expires_in_seconds": 600}

    @router.post("/api/conversations/join")
    async def join(request: Request) -> Response:
        if (await request.json())["code"] != CODE:
            return JSONResponse({"error": {"code": "not_found", "message": "Mã sai."}}, 404)
        return JSONResponse({"conversation_id": "zalo-1"})

    return router


@contextmanager
def running_house(home: Path) -> Iterator[ChatHouse]:
    """Serve the web door on a free port until the block ends."""
    store = SqlConversations(f"sqlite:///{home / 'talks.sqlite'}", keep_hours=1)
    assistant, desk = TalkingAssistant(store), Desk()
    site = Site(office_hours=WHEN, privacy_contact="Văn phòng Thử, 0900 000 000")
    app = create_app(assistant, FakeSnapshot(), FakeCatalogue(), home=home, hotline=HOTLINE, site=site)
    app.dependency_overrides[conversations.turn_log] = lambda: store
    app.include_router(stand_ins(desk))
    with served(app) as url:
        yield ChatHouse(url, assistant, desk, home)
        assistant.released.set()
    store.close()


def portal(widget: str, *, tag: str = "") -> FastAPI:
    """Return a portal's site with a strict policy and a style sheet that spoils whatever it reaches."""
    app = FastAPI()
    policy = f"default-src 'none'; style-src 'self'; script-src {widget}; connect-src {widget}; base-uri 'none'"
    hostile = """
        html { font-size: 50%; }
        * { color: red !important; font: 40px cursive !important; text-transform: uppercase !important;
            line-height: 4 !important; direction: rtl !important; visibility: visible; }
        div, section, button, dialog, ol, p { display: inline !important; position: static !important; }
        mot-cua { display: none !important; opacity: 0 !important; filter: blur(9px) !important; }
    """

    @app.get("/")
    def home() -> Response:
        page = (
            '<!doctype html><html lang="vi"><head><title>Cổng tỉnh</title><link rel="stylesheet" href="/hostile.css">'
            f'<script src="{widget}/widget.js" {tag} defer></script></head><body><main><h1>Cổng tỉnh</h1></main></body>'
        )
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})

    @app.get("/hostile.css")
    def style() -> Response:
        return Response(hostile, media_type="text/css")

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status_code=204)

    return app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application from a thread on a free port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_DEADLINE_SECONDS)
        listener.close()
