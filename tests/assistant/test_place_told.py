"""From a question and its place field to the place they mean."""

from __future__ import annotations

import pytest

from assistant.places import place_answer, place_told
from assistant.understand import understand


def test_the_place_of_the_request_is_told_where_the_question_names_none() -> None:
    told = place_told("làm khai sinh ở đâu", "Phường Bến Nghé, Quận 1")

    assert told.province == "Hồ Chí Minh"
    assert told.old_place == "Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ)"
    assert told.communes == ("Phường Sài Gòn",)


@pytest.mark.parametrize(
    ("words", "given", "province"),
    [
        ("làm khai sinh", "TP HCM", "Hồ Chí Minh"),
        ("làm khai sinh", "Hà Tây", "Hà Nội"),
        ("làm khai sinh", "Tỉnh Bắc Giang", "Bắc Ninh"),
        ("làm cccd ở Đà Nẵng", "Hà Nội", "Đà Nẵng"),
        ("làm cccd o hn", None, "Hà Nội"),
        ("làm khai sinh", "nhà tôi", None),
        ("làm khai sinh", None, None),
    ],
)
def test_the_province_is_todays_and_the_question_goes_before_the_request(
    words: str, given: str | None, province: str | None
) -> None:
    assert place_told(words, given).province == province


def test_the_province_of_the_request_chooses_between_namesakes() -> None:
    told = place_told("khai sinh xã tân lập", "Hà Nội")

    assert (told.province, told.old_place) == ("Hà Nội", "Xã Tân Lập (huyện Đan Phượng, Thành phố Hà Nội cũ)")
    assert told.communes == ("Xã Ô Diên", "Xã Hoài Đức")


def test_a_commune_of_today_is_told_without_an_old_place() -> None:
    told = place_told("khai sinh ở phường Sài Gòn", None)

    assert (told.old_place, told.communes) == (None, ("Phường Sài Gòn",))


def test_communes_that_are_not_sure_are_not_told() -> None:
    told = place_told("khai sinh xã Ia Bang huyện Chư Prông", None)

    assert (told.old_place, told.communes) == ("Xã Ia Bang (huyện Chư Prông, tỉnh Gia Lai cũ)", ())


def test_a_name_of_several_places_tells_nothing() -> None:
    told = place_told("khai sinh xã Tân Lập", None)

    assert (told.province, told.old_place, told.communes) == (None, None, ())


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "phường Bến Nghé nay thuộc phường nào",
            "Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ) nay thuộc phường Sài Gòn, Thành phố Hồ Chí Minh.",
        ),
        (
            "xa tan thong hoi sap nhap vao dau vay",
            "Xã Tân Thông Hội (huyện Củ Chi, Thành phố Hồ Chí Minh cũ) nay thuộc xã Củ Chi, Thành phố Hồ Chí Minh.",
        ),
        (
            "quận 1 giờ là phường gì",
            "Quận 1 (Thành phố Hồ Chí Minh cũ) không còn, vì cấp huyện đã bỏ; địa bàn nay thuộc 4 đơn vị của "
            "Thành phố Hồ Chí Minh, tùy địa chỉ cụ thể: phường Tân Định, phường Sài Gòn, phường Bến Thành, "
            "phường Cầu Ông Lãnh.",
        ),
        (
            "Bình Dương sáp nhập vào tỉnh nào",
            "Bình Dương nay thuộc Thành phố Hồ Chí Minh, theo Nghị quyết 202/2025/QH15.",
        ),
        ("hà tây giờ thuộc tỉnh nào", "Hà Tây nay thuộc Thành phố Hà Nội, theo Nghị quyết 15/2008/QH12."),
    ],
)
def test_a_plain_question_about_a_place_is_answered_from_the_table(question: str, begins: str) -> None:
    answer = place_answer(understand(question))

    assert answer is not None
    assert answer.startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "phường Bến Nghé nay thuộc phường nào, làm khai sinh ở đâu",
        "chuyển hộ khẩu từ phường Bến Nghé về quận 5",
        "tách hộ ở phường Bến Nghé",
        "sáp nhập công ty vào công ty khác",
        "hộ kinh doanh chuyển thành doanh nghiệp ở quận 1",
        "làm căn cước ở Bình Dương",
    ],
)
def test_a_question_with_a_matter_of_its_own_is_not_about_a_place(question: str) -> None:
    assert place_answer(understand(question)) is None
