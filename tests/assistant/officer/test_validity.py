from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.compose.draft import Draft
from assistant.officer.validity import compose_validity, remarks, replaced_by, write_validity

if TYPE_CHECKING:
    from conftest import ReadOf

TODAY = date(2026, 11, 24)


def found(read: ReadOf, step: str, today: date = TODAY) -> list[str]:
    return [remark.found for remark in remarks(read(steps=[step]).procedure, today)]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("Nộp tại Ủy ban nhân dân huyện nơi cư trú", ["Ủy ban nhân dân huyện"]),
        ("Gửi Bộ Tài nguyên và Môi trường", ["Bộ Tài nguyên và Môi trường"]),
        ("Gửi Bộ Lao động – Thương binh và Xã hội", ["Bộ Lao động – Thương binh và Xã hội"]),
        ("Nộp tại tỉnh Bắc Giang", ["tỉnh Bắc Giang"]),
        ("Nộp tại tỉnh Bắc Ninh, tỉnh Đắc Lắk, thành phố Hà Nội", []),
        ("Gửi Bộ Xây dựng, Bộ Tài chính, Ủy ban nhân dân cấp xã", []),
    ],
)
def test_what_is_gone_is_found_by_its_words(read: ReadOf, step: str, words: list[str]) -> None:
    assert found(read, step) == words


def test_nothing_is_gone_before_its_day(read: ReadOf) -> None:
    assert found(read, "Nộp tại Ủy ban nhân dân huyện", date(2025, 6, 30)) == []
    assert found(read, "Nộp tại Ủy ban nhân dân huyện", date(2025, 7, 1)) == ["Ủy ban nhân dân huyện"]


def test_a_replaced_law_is_remarked_and_one_in_force_is_not(read: ReadOf) -> None:
    bases = ["Luật Đất đai (45/2013/QH13)", "Luật Đất đai (31/2024/QH15)"]

    (remark,) = remarks(read(legal=bases).procedure, TODAY)

    assert (remark.path, remark.found) == ("legal_bases.0", "45/2013/QH13")
    assert remark.rule == "đã được thay bằng Luật Đất đai số 31/2024/QH15 từ ngày 01/8/2024"


def test_the_issuer_of_an_old_document_is_no_remark(read: ReadOf) -> None:
    bases = ["Thông tư của Bộ Tài nguyên và Môi trường (25/2014/TT-BTNMT)"]

    assert remarks(read(legal=bases).procedure, TODAY) == ()


def test_a_period_that_is_over_is_remarked(read: ReadOf) -> None:
    one = read(channels=[("DIRECT", "1 WORKING_DAY", "5000 VNĐ (áp dụng đến hết ngày 31/12/2025)")])

    assert [remark.rule for remark in remarks(one.procedure, TODAY)] == [
        "thời gian áp dụng ghi trong nguồn đã hết (đến hết ngày 31/12/2025)"
    ]
    assert remarks(one.procedure, date(2025, 12, 31)) == ()


def test_the_same_words_are_remarked_once_and_cited(read: ReadOf) -> None:
    one = read(steps=["Nộp ở cấp huyện", "Nhận ở cấp huyện"])
    draft = Draft(one.procedure, one.text, full=True, today=TODAY)

    write_validity(draft)

    assert draft.lines[1:] == [
        "- Nguồn ghi “cấp huyện”: cấp huyện đã bỏ từ ngày 01/7/2025 (Luật Tổ chức chính quyền địa phương số "
        "72/2025/QH15); việc nay do cấp xã hoặc cấp tỉnh làm. [1]"
    ]
    assert draft.citations[0].quote == "Nộp ở cấp huyện"


def test_a_record_that_is_up_to_date_gets_no_remark(read: ReadOf) -> None:
    one = read(steps=["Nộp tại Ủy ban nhân dân cấp xã"])
    draft = Draft(one.procedure, one.text, full=True, today=TODAY)

    write_validity(draft)

    assert draft.lines == []


def test_a_document_is_replaced_from_its_day_on() -> None:
    assert replaced_by("65/2014/QH13", date(2024, 7, 31)) is None
    assert (
        replaced_by("65/2014/QH13", date(2024, 8, 1))
        == "đã được thay bằng Luật Nhà ở số 27/2023/QH15 từ ngày 01/8/2024"
    )
    assert replaced_by("27/2023/QH15", TODAY) is None


def test_remarks_stand_behind_an_answer_with_ids_of_their_own(read: ReadOf) -> None:
    one = read(steps=["Nộp ở cấp huyện"])

    composed = compose_validity(one.procedure, one.text, first_id=8, today=TODAY)

    assert composed is not None
    assert composed.text.endswith("[8]")
    assert [citation.id for citation in composed.citations] == [8]
    assert compose_validity(read().procedure, read().text, today=TODAY) is None
