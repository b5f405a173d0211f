"""The web door over a post office and a real store of conversations; for tests of hooks and hand-overs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fake_house import FakeCatalogue, FakeSnapshot
from post_parts import SECRET, FakeChannel, RememberingAssistant, sqlite_url
from starlette.testclient import TestClient

from assistant.conversation_store import SqlConversations
from assistant.steady_conversations import SteadyConversations
from bots.post.clerk_words import House
from bots.post.engine import Database
from bots.post.office import PostOffice
from bots.seal import Seal
from bots.web.app import create_app
from bots.web.mail import Mail

DESK = {"Authorization": "Bearer khoa-cua-ban-so-mot"}


class AsciiChannel(FakeChannel):
    def verify(self, headers: dict[str, str], _body: bytes) -> bool:  # type: ignore[override]
        return headers.get("x-test-secret") == "genuine"


GENUINE = {"x-test-secret": "genuine"}


def open_talks(folder: Path) -> SteadyConversations:
    return SteadyConversations(lambda: SqlConversations(f"sqlite:///{folder / 'talks.sqlite'}", 24), 24)


@dataclass
class Site:
    client: TestClient
    office: PostOffice
    channel: FakeChannel
    assistant: RememberingAssistant
    talks: SteadyConversations
    home: Path

    def ask(self, question: str, conversation: str | None = None) -> dict[str, object]:
        body = {"question": question, "conversation_id": conversation}
        answer: dict[str, object] = self.client.post("/api/ask", json=body).json()
        return answer

    def hook(self, text: str, number: int = 1, chat: str = "5001", **headers: str) -> int:
        body = {"text": text, "number": number, "chat": chat}
        return self.client.post("/hooks/telegram", json=body, headers=headers or GENUINE).status_code

    def wait_for(self, sent: int) -> None:
        deadline = time.monotonic() + 20
        while len(self.channel.sent) < sent and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.channel.sent) == sent


@contextmanager
def running_site(tmp_path: Path) -> Iterator[Site]:
    """Open the door, with its postman, until the block ends."""
    office = PostOffice(Database(sqlite_url(tmp_path)), seal=Seal(SECRET))
    talks = open_talks(tmp_path)
    assistant, channel = RememberingAssistant(talks), AsciiChannel()
    house = House("https://mc.example", hotline="1022", office_hours="7:30 đến 17:00")
    mail = Mail(office, (channel,), (("Bàn 1", "khoa-cua-ban-so-mot"),), house)
    app = create_app(assistant, FakeSnapshot(), FakeCatalogue(), home=tmp_path, mail=mail, conversations=talks)
    with TestClient(app) as client:
        yield Site(client, office, channel, assistant, talks, tmp_path)
    talks.close()
