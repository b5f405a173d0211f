"""Webhooks: kept before they are acknowledged, answered in order, and never our failure."""

from __future__ import annotations

import json
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_parts import GENUINE, Site

from bots.channel import Refused, Unreachable
from bots.post.engine import PostError

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


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


def test_the_queues_are_told_to_operators(site: Site) -> None:
    site.channel.deliver = _refuse
    site.hook("cần giấy tờ gì")
    deadline = time.monotonic() + 20
    while site.client.get("/readyz").json()["degraded"] is None and time.monotonic() < deadline:
        time.sleep(0.05)

    assert "1 dead letters" in site.client.get("/readyz").json()["degraded"]
    assert "motcua_post_dead_letters 1.0" in site.client.get("/metrics").text
    assert "motcua_post_updates_open 0.0" in site.client.get("/metrics").text


def test_a_person_who_blocked_the_account_is_no_alarm(site: Site) -> None:
    def blocked(*_: object) -> None:
        raise Unreachable("bot was blocked by the user", 403)

    site.channel.deliver = blocked
    site.hook("cần giấy tờ gì")
    deadline = time.monotonic() + 20
    while "motcua_post_dead_letters 1.0" not in site.client.get("/metrics").text and time.monotonic() < deadline:
        time.sleep(0.05)

    assert "motcua_post_dead_letters 1.0" in site.client.get("/metrics").text
    assert site.client.get("/readyz").json()["degraded"] is None


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
