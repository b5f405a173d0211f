"""Webhooks, hand-overs, codes and deletion through the web door, over a real store of conversations."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_house import FakeCatalogue, FakeSnapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_parts import SECRET, FakeChannel, RememberingAssistant, sqlite_url
from starlette.testclient import TestClient

from assistant.conversation_store import SqlConversations
from assistant.steady_conversations import SteadyConversations
from bots.channel import Refused
from bots.post.clerk_words import House
from bots.post.engine import Database, PostError
from bots.post.office import PostOffice
from bots.seal import Seal
from bots.web.app import create_app
from bots.web.mail import Mail

DESK = {"Authorization": "Bearer khoa-cua-ban-so-mot"}

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


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


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    office = PostOffice(Database(sqlite_url(tmp_path)), seal=Seal(SECRET))
    talks = open_talks(tmp_path)
    assistant, channel = RememberingAssistant(talks), AsciiChannel()
    house = House("https://mc.example", hotline="1022", office_hours="7:30 đến 17:00")
    mail = Mail(office, (channel,), (("Bàn 1", "khoa-cua-ban-so-mot"),), house)
    app = create_app(assistant, FakeSnapshot(), FakeCatalogue(), home=tmp_path, mail=mail, conversations=talks)
    with TestClient(app) as client:
        yield Site(client, office, channel, assistant, talks, tmp_path)
    talks.close()


def test_an_event_is_acknowledged_and_answered_on_its_channel(site: Site) -> None:
    assert site.hook("cần giấy tờ gì") == 200

    site.wait_for(1)
    assert site.channel.sent[0][0] == "5001"


def test_a_redelivered_event_is_acknowledged_and_answered_once(site: Site) -> None:
    assert [site.hook("cần giấy tờ gì", 1) for _ in range(3)] == [200, 200, 200]
    site.hook("lệ phí", 2)

    site.wait_for(2)
    assert [question.question for question in site.assistant.inner.questions] == ["cần giấy tờ gì", "lệ phí"]


@pytest.mark.parametrize("secret", ["", "wrong", "genuine ", "gen\u00fcine"])
def test_a_wrong_secret_is_refused_and_keeps_nothing(site: Site, secret: str) -> None:
    body = json.dumps({"text": "a", "number": 1, "chat": "1"}).encode()
    sent = site.client.post("/hooks/telegram", content=body, headers={b"x-test-secret": secret.encode("latin-1")})  # type: ignore[dict-item]

    assert sent.status_code == 403
    assert (
        site.office.database.read(lambda connection: connection.exec_driver_sql("select * from post_updates").all())
        == []
    )


def test_a_missing_secret_is_refused(site: Site) -> None:
    assert site.client.post("/hooks/telegram", json={"text": "a", "number": 1, "chat": "1"}).status_code == 403


@pytest.mark.parametrize("name", ["zalo-oa", "zalo-bot"])
def test_a_channel_that_is_off_is_not_there(site: Site, name: str) -> None:
    answer = site.client.post(f"/hooks/{name}", json={}, headers=GENUINE)

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "channel_off"


def test_an_unknown_channel_is_not_there(site: Site) -> None:
    assert site.client.post("/hooks/whatsapp", json={}, headers=GENUINE).status_code in {404, 422}


def test_what_is_genuine_and_unreadable_is_not_asked_for_again(site: Site) -> None:
    assert site.client.post("/hooks/telegram", content=b"\xff{", headers=GENUINE).status_code == 200
    assert site.client.post("/hooks/telegram", content=b"", headers=GENUINE).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_JSON)
def test_whatever_arrives_is_never_our_failure(site: Site, body: object) -> None:
    answer = site.client.post("/hooks/telegram", content=json.dumps(body).encode(), headers=GENUINE)

    assert answer.status_code == 200


def test_what_cannot_be_kept_has_to_be_delivered_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_: object) -> int:
        raise PostError("sqlite:///x", "database or disk is full")

    monkeypatch.setattr(site.office, "receive", refuse)

    answer = site.client.post("/hooks/telegram", json={"text": "a", "number": 1, "chat": "1"}, headers=GENUINE)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


def test_a_hand_over_tells_where_and_when_and_silences_the_assistant(site: Site) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])

    opened = site.client.post("/api/handoff", json={"conversation_id": talk, "note": "gọi tôi 0912345678"}).json()
    held = site.ask("a lô", talk)

    assert opened["state"] == "open"
    assert (opened["where"], opened["when"]) == ("tổng đài 1022", "7:30 đến 17:00")
    assert held["behavior"] == "handoff"
    assert opened["ticket"] in str(held["text"])
    assert len(site.assistant.inner.questions) == 1
    seen = site.client.get(f"/api/handoff/{talk}").json()
    assert [(one["from"], one["text"]) for one in seen["messages"]] == [
        ("person", "gọi tôi [SỐ ĐIỆN THOẠI]"),
        ("person", "a lô"),
    ]


def test_an_officers_answer_reaches_the_page_and_closing_brings_the_assistant_back(site: Site) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])
    ticket = site.client.post("/api/handoff", json={"conversation_id": talk}).json()["ticket"]

    listed = site.client.get("/api/desk/tickets", headers=DESK).json()["items"]
    site.client.post(f"/api/desk/tickets/{ticket}/reply", json={"text": "Mời chị ra quầy 3."}, headers=DESK)
    answered = site.client.get(f"/api/handoff/{talk}").json()
    site.client.post(f"/api/desk/tickets/{ticket}/close", headers=DESK)

    assert [one["id"] for one in listed] == [ticket]
    assert listed[0]["transcript"][0]["question"] == "cần giấy tờ gì"
    assert [(one["from"], one["text"]) for one in answered["messages"]] == [("officer", "Mời chị ra quầy 3.")]
    assert site.client.get(f"/api/handoff/{talk}").json()["state"] == "closed"
    assert site.ask("lệ phí", talk)["behavior"] == "answer"


def test_a_person_on_the_page_can_have_the_assistant_back(site: Site) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])
    site.client.post("/api/handoff", json={"conversation_id": talk})

    closed = site.client.post(f"/api/handoff/{talk}/close").json()

    assert closed["state"] == "closed"
    assert site.ask("lệ phí", talk)["behavior"] == "answer"


def test_an_officers_answer_goes_back_through_the_channel(site: Site) -> None:
    site.hook("cần gì", 1)
    site.hook("/gapcanbo", 2)
    site.wait_for(2)
    (ticket,) = site.client.get("/api/desk/tickets", headers=DESK).json()["items"]

    site.client.post(f"/api/desk/tickets/{ticket['id']}/reply", json={"text": "Mời chị ra quầy."}, headers=DESK)

    site.wait_for(3)
    assert site.channel.sent[2][0] == "5001"
    assert "Mời chị ra quầy." in site.channel.sent[2][1].text


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer sai"}, {"Authorization": "Basic khoa-cua-ban-so-mot"}]
)
def test_a_desk_without_its_key_reads_and_writes_nothing(site: Site, headers: dict[str, str]) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])
    ticket = site.client.post("/api/handoff", json={"conversation_id": talk}).json()["ticket"]

    codes = [
        site.client.get("/api/desk/tickets", headers=headers).status_code,
        site.client.get(f"/api/desk/tickets/{ticket}", headers=headers).status_code,
        site.client.post(f"/api/desk/tickets/{ticket}/reply", json={"text": "x"}, headers=headers).status_code,
        site.client.post(f"/api/desk/tickets/{ticket}/close", headers=headers).status_code,
    ]

    assert codes == [401, 401, 401, 401]
    assert site.client.get(f"/api/handoff/{talk}").json()["state"] == "open"


def test_an_officer_can_be_met_before_anything_was_asked(site: Site) -> None:
    opened = site.client.post("/api/handoff", json={"conversation_id": "w-new", "note": "tôi cần gặp người"}).json()

    assert opened["state"] == "open"
    assert site.ask("a lô", "w-new")["behavior"] == "handoff"


def test_a_conversation_without_a_ticket_says_so(site: Site) -> None:
    assert site.client.get("/api/handoff/c-unknown").json()["state"] == "none"
    assert site.client.post("/api/desk/tickets/MC-BBBB-BB/close", headers=DESK).status_code == 404


def test_a_conversation_moves_from_the_page_to_a_channel_and_back(site: Site) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])
    code = site.client.post(f"/api/conversations/{talk}/code").json()
    assert code["expires_in_seconds"] == 600
    site.hook(f"/chuyen {code['code']}", 1)
    site.hook("lệ phí", 2)
    site.wait_for(2)
    site.hook("/chuyen", 3)
    site.wait_for(3)
    back = site.channel.sent[2][1].text.split("\n")[0].removeprefix("Mã chuyển của bạn: ")

    joined = site.client.post("/api/conversations/join", json={"code": back}).json()

    assert joined == {"conversation_id": talk}
    said = site.client.get(f"/api/conversations/{talk}").json()
    assert [turn["question"] for turn in said["turns"]] == ["cần giấy tờ gì", "lệ phí"]
    assert said["channels"] == []


def test_a_wrong_or_used_code_is_refused(site: Site) -> None:
    talk = str(site.ask("cần giấy tờ gì")["conversation_id"])
    code = site.client.post(f"/api/conversations/{talk}/code").json()["code"]

    first, again = (site.client.post("/api/conversations/join", json={"code": code}) for _ in range(2))
    wrong = site.client.post("/api/conversations/join", json={"code": "BCDF-GHJK"})

    assert first.status_code == 200
    assert (again.status_code, wrong.status_code) == (404, 404)
    assert wrong.json()["error"]["code"] == "wrong_code"
    assert site.client.post("/api/conversations/c-unknown/code").status_code == 404


def test_one_conversation_on_two_channels_is_exported_whole_and_deleted_whole(site: Site) -> None:
    talk = str(site.ask("số 0912345678 cần giấy tờ gì")["conversation_id"])
    code = site.client.post(f"/api/conversations/{talk}/code").json()["code"]
    site.hook(f"/chuyen {code}", 1)
    site.hook("lệ phí", 2)
    site.wait_for(2)
    turn = str(site.ask("bao lâu", talk)["turn_id"])
    site.client.post("/api/feedback", json={"turn_id": turn, "rating": 1})
    site.client.post("/api/handoff", json={"conversation_id": talk, "note": "giúp tôi"})

    exported = site.client.get(f"/api/conversations/{talk}").json()
    site.client.post(f"/api/conversations/{talk}/code")
    deleted = site.client.delete(f"/api/conversations/{talk}")

    assert [one["question"] for one in exported["turns"]] == ["số [SỐ ĐIỆN THOẠI] cần giấy tờ gì", "lệ phí", "bao lâu"]
    assert exported["channels"] == ["telegram"]
    assert exported["tickets"][0]["words"][0]["text"] == "giúp tôi"
    assert [one["turn_id"] for one in exported["feedback"]] == [turn]
    assert deleted.status_code == 204
    assert site.client.get(f"/api/conversations/{talk}").status_code == 404
    left = b"".join(
        file.read_bytes() for file in sorted(site.home.rglob("*")) if file.is_file() and "sqlite" not in file.name
    )
    assert turn.encode() not in left
    for table in ("post_contacts", "post_tickets", "post_ticket_words", "post_codes"):
        count = f"select count(*) from {table}"
        assert (
            site.office.database.read(lambda connection, query=count: connection.exec_driver_sql(query).scalar()) == 0
        )


def test_the_queues_are_told_to_operators(site: Site) -> None:
    site.channel.deliver = _refuse
    site.hook("cần giấy tờ gì")
    deadline = time.monotonic() + 20
    while site.client.get("/readyz").json()["degraded"] is None and time.monotonic() < deadline:
        time.sleep(0.05)

    assert "1 dead letters" in site.client.get("/readyz").json()["degraded"]
    assert "motcua_post_dead_letters 1.0" in site.client.get("/metrics").text
    assert "motcua_post_updates_open 0.0" in site.client.get("/metrics").text


def _refuse(*_: object) -> None:
    raise Refused("bad text", 400)


def test_two_hundred_conversations_at_once_are_all_kept_and_answered_in_order(site: Site) -> None:
    def talk(chat: int) -> None:
        for number in (1, 2, 3):
            assert site.hook(f"{chat}:{number}", number, str(chat)) == 200

    threads = [threading.Thread(target=talk, args=(chat,)) for chat in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    deadline = time.monotonic() + 120
    while len(site.channel.sent) < 600 and time.monotonic() < deadline:
        time.sleep(0.1)
    asked = [question.question.split(":") for question in site.assistant.inner.questions]
    assert len(site.channel.sent) == 600
    for chat in range(200):
        assert [number for one, number in asked if one == str(chat)] == ["1", "2", "3"]


def test_the_post_without_channels_still_hands_over(tmp_path: Path) -> None:
    talks = open_talks(tmp_path)
    mail = Mail(PostOffice(Database(sqlite_url(tmp_path))))
    app = create_app(
        RememberingAssistant(talks), FakeSnapshot(), FakeCatalogue(), home=tmp_path, mail=mail, conversations=talks
    )
    with TestClient(app) as client:
        talk = client.post("/api/ask", json={"question": "cần gì"}).json()["conversation_id"]
        opened = client.post("/api/handoff", json={"conversation_id": talk})

    assert opened.json()["state"] == "open"
    assert "bộ phận một cửa" in opened.json()["where"]
    talks.close()


def test_without_a_post_the_page_says_that_nobody_can_be_called(tmp_path: Path) -> None:
    app = create_app(RememberingAssistant(None), FakeSnapshot(), FakeCatalogue(), home=tmp_path)  # type: ignore[arg-type]
    with TestClient(app) as client:
        refused = client.post("/api/handoff", json={"conversation_id": "c-1"})

    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "handoff_unavailable"
