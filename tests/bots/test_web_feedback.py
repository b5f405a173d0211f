"""POST /api/feedback: what is kept, and what never is."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_parts import Web

from bots.web.feedback import redacted


def test_feedback_is_kept_without_personal_numbers(web: Web) -> None:
    comment = "gọi 0912 345 678 hoặc a.b@example.org, thủ tục 1.234567, căn cước 001099012345"

    sent = {"turn_id": "t-1", "rating": -1, "reasons": ["Thiếu thông tin"], "comment": comment}
    response = web.client.post("/api/feedback", json=sent)

    files = list((web.home / "feedback").iterdir())
    line = json.loads(files[0].read_text(encoding="utf-8"))
    assert (response.status_code, response.json()) == (200, {"stored": True})
    assert re.fullmatch(r"\d{4}-\d\d\.jsonl", files[0].name)
    assert line["comment"] == "gọi [số] hoặc [email], thủ tục 1.234567, căn cước [số]"
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


@given(st.from_regex(r"[0-9]([ .-]?[0-9]){6,14}", fullmatch=True))
def test_no_long_number_survives_redaction(number: str) -> None:
    assert redacted(f"số {number} nhé") == f"số {number if re.fullmatch(r'[0-9][.][0-9]{6}', number) else '[số]'} nhé"
