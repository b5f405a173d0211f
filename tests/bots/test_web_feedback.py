"""POST /api/feedback: what is kept, and what never is."""

from __future__ import annotations

import errno
import json
import re
from dataclasses import replace

import pytest
from web_parts import Web

from assistant.transcript import NoTurns
from bots.web import feedback


def test_feedback_is_kept_without_personal_numbers(web: Web) -> None:
    comment = "gọi 0912 345 678 hoặc a.b@example.org, thủ tục 1.234567, căn cước 001099012345"

    sent = {"turn_id": "t-1", "rating": -1, "reasons": ["Thiếu thông tin"], "comment": comment}
    response = web.client.post("/api/feedback", json=sent)

    files = list((web.home / "feedback").iterdir())
    line = json.loads(files[0].read_text(encoding="utf-8"))
    assert (response.status_code, response.json()) == (200, {"stored": True})
    assert re.fullmatch(r"\d{4}-\d\d\.jsonl", files[0].name)
    assert line["comment"] == ("gọi [SỐ ĐIỆN THOẠI] hoặc [EMAIL], thủ tục 1.234567, căn cước [SỐ GIẤY TỜ]")
    assert (line["turn_id"], line["rating"], line["reasons"]) == ("t-1", -1, ["Thiếu thông tin"])


def test_each_rating_is_a_line_of_its_own(web: Web) -> None:
    for rating in (1, -1, 5):
        web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": rating})

    lines = next((web.home / "feedback").iterdir()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rating"] for line in lines] == [1, -1, 5]


@pytest.mark.parametrize(
    "body",
    [
        {"turn_id": "t", "rating": 0},
        {"turn_id": "t", "rating": 6},
        {"turn_id": "t", "rating": "1"},
        {"turn_id": "t", "rating": True},
        {"turn_id": "t", "rating": 1.5},
        {"turn_id": "", "rating": 1},
        {"turn_id": "t\n", "rating": 1},
        {"rating": 1},
        {"turn_id": "t", "rating": 1, "reasons": "x"},
        {"turn_id": "t", "rating": 1, "comment": "x" * 2001},
    ],
)
def test_bad_feedback_is_refused_and_not_kept(web: Web, body: dict[str, object]) -> None:
    response = web.client.post("/api/feedback", json=body)

    assert response.status_code == 422
    assert not (web.home / "feedback").exists()


def test_a_wrong_rating_is_told_which_ones_there_are(web: Web) -> None:
    response = web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": 0})

    assert response.json() == {
        "error": {"code": "unknown_rating", "message": "Trường “rating” chỉ nhận -1, 1, 2, 3, 4 hoặc 5."}
    }


class Turns(NoTurns):
    """A log with one turn; `works` says whether it can be reached."""

    def __init__(self, works: bool = True) -> None:
        self.works = works

    def rate(self, turn_id: str, _rating: int, /) -> bool:
        """Return whether it is the one turn."""
        return self.works and turn_id == "t-1"


def put_behind(web: Web, turns: Turns) -> None:
    door = web.client.app.state.door  # type: ignore[attr-defined]  # a FastAPI app
    reason = None if turns.works else "database is locked"
    door.rooms = replace(door.rooms, conversations=turns, conversations_degraded=lambda: reason)


def test_a_rating_that_nobody_could_delete_is_not_kept(web: Web) -> None:
    put_behind(web, Turns())

    unknown, known = (web.client.post("/api/feedback", json={"turn_id": turn, "rating": 1}) for turn in ("t-9", "t-1"))

    kept = next((web.home / "feedback").iterdir()).read_text(encoding="utf-8").splitlines()
    assert (unknown.status_code, known.status_code) == (404, 200)
    assert unknown.json()["error"] == {
        "code": "unknown_turn",
        "message": "Không còn lưu câu trả lời này nên chưa nhận được đánh giá. "
        "Xin hỏi lại rồi đánh giá câu trả lời mới.",
    }
    assert [json.loads(line)["turn_id"] for line in kept] == ["t-1"]


def test_a_store_that_is_away_costs_no_rating(web: Web) -> None:
    put_behind(web, Turns(works=False))

    response = web.client.post("/api/feedback", json={"turn_id": "t-9", "rating": -1})

    assert (response.status_code, response.json()) == (200, {"stored": True})


def test_feedback_on_a_full_disk_is_a_503_that_says_to_come_back(
    web: Web, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: object, rating: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(feedback, "append_rating", refuse)

    response = web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": 1, "comment": "bí mật"})

    assert response.status_code == 503
    assert response.headers["retry-after"] == "60"
    assert response.json() == {
        "error": {"code": "feedback_not_stored", "message": "Chưa lưu được đánh giá của bạn. Xin gửi lại sau ít phút."}
    }
    assert "bí mật" not in "".join(capsys.readouterr())


def test_a_home_that_cannot_be_written_is_the_same_503(web: Web) -> None:
    (web.home / "feedback").write_text("a file where the folder should be", encoding="utf-8")

    response = web.client.post("/api/feedback", json={"turn_id": "t-1", "rating": 1})

    assert (response.status_code, response.json()["error"]["code"]) == (503, "feedback_not_stored")
