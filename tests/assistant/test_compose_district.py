"""The remark that districts are gone."""

from __future__ import annotations

import pytest

from assistant.compose.district import warn_of_district
from assistant.compose.draft import Draft
from assistant.compose.legal import write_legal
from assistant.compose.steps import write_steps
from assistant.compose.where import write_where


def _remarks(read, write=write_where, **fields: object) -> list[str]:
    found = read(**fields)
    draft = Draft(found.procedure, found.text, full=True)
    write(draft)
    before = len(draft.lines)
    warn_of_district(draft)
    return draft.lines[before:]


@pytest.mark.parametrize(
    ("office", "words"),
    [
        ("Ủy ban nhân dân cấp huyện", "cấp huyện"),
        ("Công an huyện", "Công an huyện"),
        ("Phòng Tư pháp", "Phòng Tư pháp"),
        ("Chi cục thuế huyện, thành phố", "Chi cục thuế huyện"),
        ("Ban Chỉ huy quân sự huyện", "Ban Chỉ huy quân sự huyện"),
        ("Trung tâm hành chính công huyện", "Trung tâm hành chính công huyện"),
        ("UBND quận 1", "UBND quận"),
    ],
)
def test_a_district_s_body_is_quoted_and_cited_as_not_updated(read, office: str, words: str) -> None:
    assert _remarks(read, office=office) == [
        f"Lưu ý: nguồn còn ghi “{words}” [1] và chưa được cập nhật: cấp huyện không còn nữa, việc này nay do cấp xã "
        "hoặc cấp tỉnh làm. Hãy hỏi Trung tâm Phục vụ hành chính công nơi bạn ở."
    ]


def test_a_district_court_is_the_regional_one_now(read) -> None:
    (remark,) = _remarks(read, office="Tòa án nhân dân huyện")

    assert "nay do tòa án nhân dân, viện kiểm sát nhân dân khu vực hoặc cấp tỉnh làm" in remark


@pytest.mark.parametrize(
    "office",
    ["Bộ Công an: số 44 Trần Phú, quận Ba Đình, thành phố Hà Nội", "Cục Hàng hải", "UBND cấp xã", "Công an cấp Xã"],
)
def test_a_district_in_an_address_gets_no_remark(read, office: str) -> None:
    assert _remarks(read, office=office) == []


def test_one_remark_stands_for_all_words(read) -> None:
    assert len(_remarks(read, write_steps, steps=["- Nộp tại UBND huyện.", "- Công an huyện trả kết quả."])) == 1


def test_the_title_of_an_old_law_gets_no_remark(read) -> None:
    assert _remarks(read, write_legal, legal=["Thông tư về tổ chức Phòng Tư pháp cấp huyện"]) == []
