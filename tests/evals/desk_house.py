"""A review desk over a fake house, for tests: talks in a real store, a run in a real folder, a real web door."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1] / "bots"))  # the fake house of the doors' tests

from fake_house import CODE, FakeAssistant, FakeCatalogue, FakeSnapshot

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.records import Question
from assistant.transcript import SaidTurn, said
from bots.web.app import create_app
from evals.desk.desk import Desk, DeskGuest, make_desk
from evals.desk.routes import router_of
from evals.desk.settings import DeskSettings
from evals.run import TRANSCRIPTS
from evals.transcripts import Transcript, TranscriptFile

ORIGIN = "http://testserver"
PASSWORD = "mật khẩu đủ dài"
_DEADLINE_SECONDS = 20


@dataclass
class DeskHouse:
    """The web door with a desk in it, and what stands behind it."""

    app: FastAPI
    desk: Desk
    talks: SqlConversations
    home: Path

    def ask(self, question: str, **changed: object) -> SaidTurn:
        """Let somebody ask in a talk of their own, and return the turn, some of it changed."""
        answer = FakeAssistant().ask(Question(question=question))
        talk = str(changed.pop("talk", question))
        number = len(self.talks.turn_ids(talk)) + 1
        rating = changed.pop("rating", None)
        turn = said(question, answer, number).model_copy(update={"turn_id": f"t-{talk}-{number}".replace(" ", "_")})
        turn = SaidTurn.model_validate(turn.model_dump() | changed)
        self.talks.save(Conversation(id=talk, turns=number), turn)
        if isinstance(rating, int):
            self.talks.rate(turn.turn_id, rating)
        return turn

    def run(self, *transcripts: Transcript) -> None:
        """Let a run be the newest one."""
        folder = self.home / "evals" / "run"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TRANSCRIPTS).unlink(missing_ok=True)
        for transcript in transcripts:
            TranscriptFile(folder / TRANSCRIPTS).append(transcript)

    def client(self) -> TestClient:
        """Return a browser that nobody has logged in with."""
        return TestClient(self.app, follow_redirects=False, headers={"Origin": ORIGIN})

    def reviewer(self, name: str) -> TestClient:
        """Return a browser in which a new reviewer is logged in."""
        self.desk.store.accounts.add(name, PASSWORD)
        client = self.client()
        assert log_in(client, name, PASSWORD).headers.get("location") == "/qa"
        return client


@contextmanager
def desk_house(home: Path, **settings: object) -> Iterator[DeskHouse]:
    """Open a house whose desk has these settings."""
    wanted = DeskSettings.model_validate({"home": home, "qa_seed": "test", **settings})
    home.mkdir(exist_ok=True)
    talks = SqlConversations(wanted.talks_url, 24)
    desks: list[Desk] = []

    def invite(snapshot: object) -> DeskGuest:
        desks.append(make_desk(wanted, snapshot))  # type: ignore[arg-type]  # a snapshot of the fake house
        desks[0].queues.kept_seconds = 0
        return DeskGuest(router_of(desks[0]), desks[0])

    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=home, conversations=talks, guests=(invite,))
    yield DeskHouse(app, desks[0], talks, home)
    desks[0].close()
    talks.close()


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


def token_in(response: httpx.Response) -> str:
    """Return the token of the last form of a page."""
    found = re.findall('name="token" value="([^"]+)"', response.text)
    assert found, response.text
    return str(found[-1])


def log_in(client: TestClient, name: str, password: str) -> httpx.Response:
    """Fill the log-in form."""
    token = token_in(client.get("/qa/login"))
    return client.post("/qa/login", data={"token": token, "name": name, "password": password})


def send(client: TestClient, address: str, to: str | None = None, **fields: str) -> httpx.Response:
    """Fill the form of a page; names have _ for -."""
    token = token_in(client.get(address))
    named = {
        name.replace("_", "-") if "must_not" not in name else "case-must_not": value for name, value in fields.items()
    }
    return client.post(to or address, data={"token": token, **named})


def lines(path: Path) -> list[dict[str, object]]:
    """Return the JSON lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


__all__ = ["CODE", "ORIGIN", "PASSWORD", "DeskHouse", "desk_house", "lines", "log_in", "send", "served", "token_in"]
