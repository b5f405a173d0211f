"""Bare names: what copies of one procedure have in common."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names import bare_name, matter_of

NAME = "cấp lại giấy phép lái xe"
WORDS = st.text(alphabet="abcđêôư ", min_size=1, max_size=30).filter(str.strip)


@pytest.mark.parametrize(
    "title",
    [
        "Cấp lại giấy phép lái xe",
        "CẤP LẠI GIẤY PHÉP LÁI XE",
        "Thủ tục cấp lại giấy phép lái xe",
        "THỦ TỤC: Cấp lại giấy phép lái xe",
        "Thủ tục : cấp lại giấy phép lái xe.",
        "Cấp lại giấy phép lái xe (cấp tỉnh)",
        "(Cấp xã) Thủ tục cấp lại giấy phép (hạng A1) lái xe;",
        "  Cấp lại\u00a0giấy\tphép lái xe ( ) :",
        unicodedata.normalize("NFD", "Thủ tục cấp lại giấy phép lái xe (cấp tỉnh)"),
    ],
)
def test_copies_of_a_procedure_have_one_bare_name(title: str) -> None:
    assert bare_name(title) == NAME


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cấp giấy phép lái xe", "cấp giấy phép lái xe"),
        ("Cáp lại giấy phép lái xe", "cáp lại giấy phép lái xe"),
        ("Công bố thủ tục hành chính", "công bố thủ tục hành chính"),
        ("Thủ tụcđăng ký", "thủ tụcđăng ký"),
        ("Khai báo X-quang; sửa đổi", "khai báo x-quang; sửa đổi"),
        ("Đăng ký (lần đầu", "đăng ký (lần đầu"),
        ("(cấp tỉnh)", ""),
        ("", ""),
    ],
)
def test_nothing_else_is_taken_away(title: str, name: str) -> None:
    assert bare_name(title) == name


@given(WORDS, WORDS)
def test_brackets_case_and_closing_marks_never_matter(words: str, aside: str) -> None:
    assert bare_name(f"{words.upper()} ({aside}).") == bare_name(words)


@given(WORDS)
def test_the_bare_name_of_a_bare_name_is_itself(words: str) -> None:
    name = bare_name(f"Thủ tục {words} (cấp xã)")

    assert bare_name(name) == name == " ".join(words.split())


@pytest.mark.parametrize(
    ("name", "matter"),
    [
        ("cấp lại thẻ căn cước", "thẻ căn cước"),
        ("cấp, cấp lại, cấp đổi giấy phép lái xe", "giấy phép lái xe"),
        ("gia hạn tạm trú", "tạm trú"),
        ("đăng ký lại việc nuôi con nuôi trong nước", "nuôi con nuôi trong nước"),
        ("chứng thực chữ ký", "chứng thực chữ ký"),
        ("thành lập", "thành lập"),
    ],
)
def test_the_matter_of_a_name_is_what_its_deeds_are_done_to(name: str, matter: str) -> None:
    assert matter_of(name) == matter
