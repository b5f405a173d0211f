"""Which case of a procedure the words of a question fix."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cases import choose_case, question_of
from assistant.headings import labels

CARD = ("a) Trường hợp cấp mới thẻ", "b) Trường hợp cấp lại do bị mất", "c) Trường hợp cấp lại do hư hỏng, rách nát")
FILERS = ("Đối với cá nhân", "Đối với tổ chức, doanh nghiệp", "Đối với người nước ngoài")
AGES = ("Đối với người dưới 14 tuổi", "Đối với người từ đủ 14 tuổi trở lên")
GOODS = ("Trường hợp hàng hóa đã có Giấy chứng nhận hợp quy", "Trường hợp hàng hóa chưa có Giấy chứng nhận hợp quy")


@pytest.mark.parametrize(
    ("titles", "words", "case"),
    [
        (CARD, "tôi làm thẻ lần đầu thì cần gì", 0),
        (CARD, "lam mat the roi xin lai can j", 1),
        (CARD, "thẻ của em bị rách", 2),
        (CARD, "the bi hong het roi", 2),
        (CARD, "tôi không bị mất thẻ mà bị rách", 2),
        (FILERS, "cty em muon lam the", 1),
        (FILERS, "vợ tôi là người Nhật", 2),
        (FILERS, "tôi làm với tư cách cá nhân", 0),
        (AGES, "làm cho con nhỏ mới 5 tuổi", 0),
        (AGES, "người lớn thì giấy tờ gì", 1),
        (GOODS, "lô hàng của tôi chưa có giấy chứng nhận hợp quy", 1),
        (GOODS, "hang da co giay chung nhan hop quy", 0),
    ],
)
def test_the_question_fixes_the_case(titles: tuple[str, ...], words: str, case: int) -> None:
    assert choose_case(titles, words) == case


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (CARD, "làm thẻ cần giấy tờ gì"),
        (CARD, "xin cấp lại thẻ"),
        (CARD, "bị mất hay bị rách thì làm thế nào"),
        (FILERS, "hồ sơ gồm những gì"),
        (AGES, "lệ phí bao nhiêu"),
        (CARD, ""),
        (CARD, "!!! ???"),
        (("Trường hợp bị mất",), "bị mất"),
    ],
)
def test_a_question_that_fits_several_cases_fixes_none(titles: tuple[str, ...], words: str) -> None:
    assert choose_case(titles, words) is None


def test_the_label_of_a_case_taken_as_a_reply_fixes_it() -> None:
    for titles in (CARD, FILERS, AGES, GOODS):
        assert [choose_case(titles, label) for label in labels(titles)] == list(range(len(titles)))


def test_the_question_that_an_option_stands_for_fixes_its_case() -> None:
    assert question_of("9.000001", "Bị mất") == "Hồ sơ của thủ tục 9.000001, trường hợp: Bị mất"
    for titles in (CARD, FILERS, AGES, GOODS):
        asked = [question_of("9.000001", label) for label in labels(titles)]
        assert [choose_case(titles, question) for question in asked] == list(range(len(titles)))


def test_what_all_headings_share_tells_nothing() -> None:
    assert choose_case(["Cấp lại thẻ đọc sách tại chỗ", "Cấp lại thẻ đọc sách mang về"], "cấp lại thẻ đọc sách") is None


def test_a_special_circumstance_that_nobody_told_is_not_meant() -> None:
    titles = ["Chấm dứt hoạt động chi nhánh của doanh nghiệp ở nước ngoài", "Chấm dứt hoạt động chi nhánh"]

    assert choose_case(titles, "đóng chi nhánh công ty") is None
    assert choose_case(titles, "đóng chi nhánh công ty ở nước ngoài") == 0


def test_words_of_the_procedures_own_title_fix_no_case() -> None:
    titles = ["Cấp giấy phép khai thác đá, cát, sỏi làm vật liệu", "Trả lại một phần diện tích"]
    words = "giấy phép khai thác đá, cát, sỏi"

    assert choose_case(titles, words, about="Cấp giấy phép khai thác đá, cát, sỏi làm vật liệu") is None
    assert choose_case(titles, words) == 0


@settings(deadline=None)  # the first question reads the lists
@given(st.text(max_size=120))
def test_any_words_name_a_case_or_none(words: str) -> None:
    assert choose_case(CARD, words) in {None, 0, 1, 2}
