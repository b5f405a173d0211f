"""Pages of another room stand in the web door, and are closed with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fake_house import FakeAssistant, FakeCatalogue, FakeSnapshot
from fastapi import APIRouter
from starlette.responses import Response
from starlette.testclient import TestClient

from bots.web.app import create_app, create_opening_app
from bots.web.guests import Snapshot
from bots.web.rooms import Rooms


@dataclass
class Guest:
    """Says which snapshot it sees; remembers how often it was closed."""

    snapshot: Snapshot
    router: APIRouter = field(default_factory=APIRouter)
    closed: int = 0

    def __post_init__(self) -> None:
        @self.router.get("/khach")
        def page() -> Response:
            held = self.snapshot()
            return Response(held.name if held is not None else "none", headers={"Content-Security-Policy": "sandbox"})

    def close(self) -> None:
        self.closed += 1


def test_a_guest_sees_the_snapshot_and_is_closed_once(tmp_path: Path) -> None:
    guests: list[Guest] = []

    def invite(snapshot: Snapshot) -> Guest:
        guests.append(Guest(snapshot))
        return guests[0]

    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, guests=(invite,))
    with TestClient(app) as client:
        page, open_still = client.get("/khach"), guests[0].closed

    assert page.text == FakeSnapshot().name
    assert (open_still, guests[0].closed) == (0, 1)


def test_a_guest_waits_for_a_snapshot_that_is_still_being_opened(tmp_path: Path) -> None:
    opened = create_opening_app(
        lambda: Rooms(FakeAssistant(), FakeSnapshot(), FakeCatalogue()),
        home=tmp_path,
        on_failure=print,
        guests=(Guest,),
    )

    before = TestClient(opened).get("/khach").text  # its life has not begun

    assert before == "none"


def test_a_guest_may_say_its_own_stricter_policy(tmp_path: Path) -> None:
    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, guests=(Guest,))

    headers = TestClient(app).get("/khach").headers

    assert headers["content-security-policy"] == "sandbox"
    assert headers["x-content-type-options"] == "nosniff"
