"""Nothing of the desk is seen without logging in, and no form is taken that its own page did not send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_house import ORIGIN, PASSWORD, DeskHouse, desk_house, log_in, token_in
from starlette.testclient import TestClient

from evals.desk import login_routes
from evals.desk.accounts import SESSION_SECONDS
from evals.desk.settings import DeskSettings

PAGES = (
    "/qa",
    "/qa/queue/sample",
    "/qa/next/sample",
    "/qa/review/sample/turn:t-1",
    "/qa/cases",
    "/qa/cases/review-001",
)
MORE_PAGES = ("/qa/agreement", "/qa/sheets", "/qa/sheets/scores.csv", "/qa/sheets/items.xlsx")
FORMS = ("/qa/logout", "/qa/review/sample/turn:t-1", "/qa/cases/review-001", "/qa/settle", "/qa/sheets/take")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as house:
        yield house


@pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES])
def test_every_page_sends_a_stranger_to_the_log_in(house: DeskHouse, page: str) -> None:
    house.ask("một", talk="1")
    response = house.client().get(page)

    assert (response.status_code, response.headers["location"]) == (303, "/qa/login")
    assert response.content == b""


@pytest.mark.parametrize("form", [*FORMS, "/qa/sheets/preview"])
def test_no_form_is_taken_from_a_stranger(house: DeskHouse, form: str) -> None:
    response = house.client().post(form, data={"token": "x"})

    assert (response.status_code, response.headers["location"]) == (303, "/qa/login")


def test_without_a_reviewer_the_page_says_how_to_add_one(house: DeskHouse) -> None:
    page = house.client().get("/qa/login")

    assert "motcua eval reviewer add" in page.text
    assert 'name="password"' not in page.text


def test_the_cookie_is_for_this_site_and_no_script(house: DeskHouse) -> None:
    house.desk.store.accounts.add("Lan", PASSWORD)

    response = log_in(house.client(), "Lan", PASSWORD)

    (cookie,) = [one for one in response.headers.get_list("set-cookie") if one.startswith("qa_session=")]
    assert re.fullmatch(r"qa_session=[\w-]{43}; HttpOnly; Max-Age=43200; Path=/qa; SameSite=strict", cookie)


def test_over_https_the_cookie_never_travels_in_the_clear(tmp_path: Path) -> None:
    with desk_house(tmp_path, public_url="https://mot-cua.example.vn") as house:
        house.desk.store.accounts.add("Lan", PASSWORD)
        client = TestClient(house.app, "https://testserver", follow_redirects=False)
        client.headers["Origin"] = "https://mot-cua.example.vn"  # a proxy stands before the server

        response = log_in(client, "Lan", PASSWORD)

    assert response.status_code == 303
    (cookie,) = [one for one in response.headers.get_list("set-cookie") if one.startswith("qa_session=")]
    assert "Secure" in cookie


def test_a_wrong_password_and_an_unknown_name_read_alike(house: DeskHouse) -> None:
    house.desk.store.accounts.add("Lan", PASSWORD)
    client = house.client()

    wrong, unknown = log_in(client, "Lan", "không phải nó đâu"), log_in(client, "Ai", "không phải nó đâu")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert (
        wrong.text.replace("Lan", "Ai").split("<main")[1].split('"token"')[0]
        == unknown.text.split("<main")[1].split('"token"')[0]
    )
    assert client.get("/qa").status_code == 303


def test_after_five_failures_even_the_right_password_waits(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(login_routes.asyncio, "sleep", sleep)
    house.desk.store.accounts.add("Lan", PASSWORD)
    client = house.client()
    failures = [log_in(client, "Lan", "không phải nó đâu").status_code for _ in range(5)]

    right = log_in(client, "Lan", PASSWORD)

    assert failures == [401, 401, 401, 401, 429]
    assert slept == [0.0, 0.5, 1.0, 2.0, 4.0]
    assert (right.status_code, right.headers["retry-after"]) == (429, "900")
    assert client.get("/qa").status_code == 303


def test_a_session_ends_after_twelve_hours(house: DeskHouse) -> None:
    client = house.reviewer("Lan")
    started = house.desk.store.accounts.clock()
    house.desk.store.accounts.clock = lambda: started + SESSION_SECONDS - 60
    before = client.get("/qa").status_code

    house.desk.store.accounts.clock = lambda: started + SESSION_SECONDS + 60

    assert (before, client.get("/qa").status_code) == (200, 303)


def test_logging_out_ends_the_session_for_whoever_has_the_cookie(house: DeskHouse) -> None:
    client = house.reviewer("Lan")
    cookie = client.cookies["qa_session"]

    client.post("/qa/logout", data={"token": token_in(client.get("/qa"))})

    thief = house.client()
    thief.cookies.set("qa_session", cookie, path="/qa")
    assert thief.get("/qa").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
        {"Origin": ""},
    ],
)
def test_a_form_of_another_site_is_refused(house: DeskHouse, headers: dict[str, str]) -> None:
    client = house.reviewer("Lan")
    token = token_in(client.get("/qa"))

    response = client.post("/qa/logout", data={"token": token}, headers=headers)

    assert response.status_code == 403
    assert client.get("/qa").status_code == 200


def test_a_form_without_any_sign_of_where_it_comes_from_is_refused(house: DeskHouse) -> None:
    client = house.reviewer("Lan")
    token = token_in(client.get("/qa"))
    del client.headers["Origin"]

    assert client.post("/qa/logout", data={"token": token}).status_code == 403


@pytest.mark.parametrize("token", ["", "sai", None])
def test_a_form_without_its_token_is_refused(house: DeskHouse, token: str | None) -> None:
    client = house.reviewer("Lan")
    other = house.reviewer("Minh")
    others = token_in(other.get("/qa"))

    response = client.post("/qa/logout", data={"token": others if token is None else token})

    assert response.status_code == 403
    assert client.get("/qa").status_code == 200


def test_the_log_in_form_needs_its_own_page_too(house: DeskHouse) -> None:
    house.desk.store.accounts.add("Lan", PASSWORD)

    response = house.client().post("/qa/login", data={"token": "x", "name": "Lan", "password": PASSWORD})

    assert response.status_code == 403
    assert "qa_session" not in str(response.headers)


@pytest.mark.parametrize("page", ["/qa", "/qa/login", "/qa/khong-co", "/qa/cases", "/qa/static/desk.css"])
def test_no_page_is_kept_or_framed(house: DeskHouse, page: str) -> None:
    response = house.reviewer("Lan").get(page)

    policy = response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in response.headers


def test_a_form_that_is_too_large_is_refused(house: DeskHouse) -> None:
    client = house.reviewer("Lan")

    response = client.post("/qa/logout", data={"token": "x" * 600_000})

    assert response.status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_what_is_no_form_is_refused(house: DeskHouse, kind: str) -> None:
    client = house.reviewer("Lan")

    assert client.post("/qa/logout", content=b"{}", headers={"Content-Type": kind}).status_code == 400


def test_a_desk_whose_store_is_broken_says_so_and_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "qa.sqlite").mkdir()
    with desk_house(tmp_path) as house:
        page = house.client().get("/qa/login")
        answer = house.client().post("/api/ask", json={"question": "cần gì"})

    assert (page.status_code, answer.status_code) == (503, 200)
    assert "người vận hành" in page.text


def test_the_settings_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("MOTCUA_QA_RUN", "runs/dem")
    monkeypatch.setenv("MOTCUA_QA_LOW_SCORE", "0.4")

    settings = DeskSettings()

    assert (settings.qa_run, settings.qa_low_score) == (Path("runs/dem"), 0.4)
    assert settings.qa_url == f"sqlite:///{home / 'qa.sqlite'}"
