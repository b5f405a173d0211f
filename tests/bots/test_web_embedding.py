"""Who may call what from another origin."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_house import FakeAssistant, FakeCatalogue, FakeSnapshot
from starlette.testclient import TestClient
from web_parts import Web

from bots.settings import DoorSettings
from bots.web.app import create_app
from bots.web.site import Site, site_of

PORTAL = "https://dichvucong.example.vn"
PREFLIGHT = {
    "Origin": PORTAL,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


@pytest.mark.parametrize("path", ["/api/chat", "/api/feedback", "/api/handoff", "/api/conversations/c-1"])
def test_a_portal_may_call_what_the_chat_calls(web: Web, path: str) -> None:
    response = web.client.options(path, headers=PREFLIGHT)

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    allowed = {name.strip().lower() for name in response.headers["access-control-allow-headers"].split(",")}
    assert "content-type" in allowed
    assert {"GET", "POST", "DELETE"} <= set(response.headers["access-control-allow-methods"].split(", "))


@pytest.mark.parametrize("path", ["/static/chat.js", "/static/base.css", "/widget.js", "/api/about"])
def test_a_portal_may_load_what_the_chat_is_made_of(web: Web, path: str) -> None:
    headers = web.client.get(path, headers={"Origin": PORTAL}).headers

    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/", "/api/ask", "/api/procedures", "/metrics", "/thu-tuc/1.234567", "/api/chatter"])
def test_nothing_else_is_opened_to_other_origins(web: Web, path: str) -> None:
    got = web.client.get(path, headers={"Origin": PORTAL})
    asked = web.client.options(path, headers=PREFLIGHT)

    assert "access-control-allow-origin" not in got.headers
    assert "access-control-allow-origin" not in asked.headers


def test_a_portal_may_read_why_it_was_refused(web: Web) -> None:
    response = web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": 9}, headers={"Origin": PORTAL})

    assert response.status_code == 422
    assert response.headers["access-control-allow-origin"] == "*"


def test_only_listed_portals_may_embed_where_a_list_is_set(tmp_path: Path) -> None:
    site = site_of(DoorSettings(), f" {PORTAL}/ , https://khac.example.vn")
    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, site=site)

    with TestClient(app) as client:
        listed = client.get("/api/about", headers={"Origin": PORTAL}).headers
        other = client.get("/api/about", headers={"Origin": "https://ke-xau.example"}).headers
        refused = client.options("/api/chat", headers={**PREFLIGHT, "Origin": "https://ke-xau.example"})

    assert listed["access-control-allow-origin"] == PORTAL
    assert "Origin" in listed["vary"]
    assert "access-control-allow-origin" not in other
    assert refused.status_code == 400


@pytest.mark.parametrize("listed", [None, "", " , "])
def test_no_list_means_any_portal(listed: str | None) -> None:
    assert site_of(DoorSettings(), listed) == Site()


def test_what_the_site_says_about_itself(web: Web) -> None:
    record = web.client.get("/api/about").json()

    assert set(record) == {"hotline", "office", "office_hours", "held", "examples"}
    assert record["held"] == "45"
    assert "chung thuc ban sao can mang gi" in record["examples"]


def test_speech_may_be_heard_on_the_chats_page_alone(web: Web) -> None:
    assert "microphone=(self)" in web.client.get("/").headers["permissions-policy"]
    assert "microphone=()" in web.client.get("/thu-tuc/1.234567").headers["permissions-policy"]
