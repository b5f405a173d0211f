"""Hand-overs, codes, export and deletion through the web door, over a real store of conversations."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_house import FakeCatalogue, FakeSnapshot
from post_parts import RememberingAssistant, sqlite_url
from site_parts import DESK, Site, open_talks
from starlette.testclient import TestClient

from bots.post.engine import Database
from bots.post.office import PostOffice
from bots.web.app import create_app
from bots.web.mail import Mail


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
