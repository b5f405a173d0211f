"""`/api/conversations/{id}`: read it, delete it, and be told the truth where that cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from web_parts import Web

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.errors import ConversationStoreError
from assistant.transcript import NoTurns, SaidTurn, Transcript
from bots.web import conversations

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
SAID = SaidTurn(
    turn_id="t-1",
    number=1,
    asked_at=AT,
    question="căn cước 001099012345 cần gì",
    behavior="answer",
    facet="documents",
    procedures=("1.234567",),
    text="Tờ khai [1]",
    snapshot="s",
)


@pytest.fixture
def store(web: Web) -> Iterator[SqlConversations]:
    """A store with one conversation, behind the door."""
    opened = SqlConversations(f"sqlite:///{web.home / 'talks.sqlite'}", keep_hours=1)
    opened.save(Conversation(id="c-1", turns=1, code="1.234567"), SAID)
    _put_behind(web, opened)
    yield opened
    opened.close()


def _put_behind(web: Web, log: object) -> None:
    app = web.client.app
    app.dependency_overrides[conversations.turn_log] = lambda: log  # type: ignore[attr-defined]  # a FastAPI app
    if not any(getattr(route, "path", "") == "/api/conversations/{conversation_id}" for route in app.routes):  # type: ignore[attr-defined]
        app.include_router(conversations.router)  # type: ignore[attr-defined]


def test_the_export_is_what_was_said_and_what_was_thought_of_it(web: Web, store: SqlConversations) -> None:
    web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": -1, "comment": "gọi 0912345678"})

    response = web.client.get("/api/conversations/c-1")

    sent = response.json()
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert sent["conversation_id"] == "c-1"
    assert sent["turns"] == [
        {
            "turn_id": "t-1",
            "number": 1,
            "asked_at": "2026-11-24T08:00:00Z",
            "question": "căn cước [SỐ GIẤY TỜ] cần gì",
            "behavior": "answer",
            "facet": "documents",
            "procedures": ["1.234567"],
            "text": "Tờ khai [1]",
            "snapshot": "s",
            "rating": sent["turns"][0]["rating"],
            "score": None,
            "cited": [],
        }
    ]
    assert sent["remembered"]["code"] == "1.234567"
    assert [(rating["rating"], rating["comment"]) for rating in sent["feedback"]] == [(-1, "gọi [SỐ ĐIỆN THOẠI]")]


def test_a_deleted_conversation_is_gone_with_its_ratings_and_deleting_again_is_fine(
    web: Web, store: SqlConversations
) -> None:
    web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": -1, "comment": "quá dài"})

    first, again = (web.client.delete("/api/conversations/c-1") for _ in range(2))

    kept = "".join(path.read_text(encoding="utf-8") for path in (web.home / "feedback").iterdir())
    assert (first.status_code, first.content, again.status_code) == (204, b"", 204)
    assert web.client.get("/api/conversations/c-1").status_code == 404
    assert (store.load("c-1"), kept.strip()) == (None, "")


def test_an_unknown_conversation_is_404_in_the_error_shape(web: Web, store: SqlConversations) -> None:
    response = web.client.get("/api/conversations/c-9")

    assert response.status_code == 404
    assert response.json() == {"error": {"code": "not_found", "message": "Không tìm thấy cuộc trò chuyện này."}}


@pytest.mark.parametrize("conversation", ["x" * 65, "a b", "ngọc"])
def test_an_id_that_no_conversation_can_have_is_422(web: Web, store: SqlConversations, conversation: str) -> None:
    response = web.client.get(f"/api/conversations/{conversation}")

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_parameter")


def test_a_store_that_refuses_is_a_503_for_both_and_quotes_nothing(web: Web) -> None:
    class Refusing(NoTurns):
        def export(self, _conversation_id: str, /) -> Transcript | None:
            raise ConversationStoreError("sqlite:///x", "database is locked")

        def forget(self, _conversation_id: str, /) -> bool:
            raise ConversationStoreError("sqlite:///x", "database is locked")

    _put_behind(web, Refusing())

    responses = [ask("/api/conversations/c-1") for ask in (web.client.get, web.client.delete)]

    assert [response.status_code for response in responses] == [503, 503]
    assert {response.json()["error"]["code"] for response in responses} == {"conversations_unavailable"}
    assert {response.headers["retry-after"] for response in responses} == {"10"}
    assert "sqlite" not in "".join(response.text for response in responses)
