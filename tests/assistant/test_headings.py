"""Which headings of a dossier are cases, and how they are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.headings import LABEL_CHARS, adds, alternatives, bare, heading, labels, ordinary
from knowledge.records import Case, DossierItem, Quote, Span


def quote(words: str) -> Quote:
    return Quote(text=words, span=Span(0, len(words)))


def cases(*titles: str | None, empty: int = -1) -> list[Case]:
    paper = DossierItem(name=quote("Tờ khai"), originals=1, copies=0)
    return [
        Case(title=quote(title) if title else None, items=() if at == empty else (paper,))
        for at, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ("a) Trường hợp bị mất thẻ:", "b) Trường hợp thẻ bị rách:"),
        ("- Đối với cá nhân", "- Đối với tổ chức"),
        ("Cấp thẻ đọc sách", "Cấp lại thẻ đọc sách"),
        ("* Cá nhân:", "* Tổ chức:"),
        ("Cấp lại do bị mất", "Cấp lại do thẻ hết hạn"),
    ],
)
def test_headings_of_which_one_applies_are_alternatives(titles: tuple[str, str]) -> None:
    assert alternatives(cases(*titles)) == (0, 1)


@pytest.mark.parametrize(
    "titles",
    [
        ("* Giấy tờ phải nộp:", "* Giấy tờ phải xuất trình:"),
        ("Bao gồm", "Lưu ý"),
        (None, "Trường hợp bị mất thẻ"),
        ("Hồ sơ của người mượn", "Hồ sơ của người bảo lãnh"),
        ("Trường hợp ủy quyền cho cá nhân", "Trường hợp nộp hồ sơ trực tuyến"),
        ("Đối với bạn đọc mới", "Đối với bạn đọc chưa có ảnh thì hồ sơ còn có"),
        ("Trường hợp 1:", "Trường hợp 2:"),
        ("Cấp thẻ", "Cấp tài khoản"),
    ],
)
def test_headings_that_may_be_parts_of_one_dossier_are_none(titles: tuple[str | None, str]) -> None:
    assert alternatives(cases(*titles)) == ()


def test_parts_stand_beside_the_cases() -> None:
    found = alternatives(cases("Giấy tờ chung", "Trường hợp mất thẻ", "Trường hợp rách thẻ", "Trường hợp ủy quyền"))

    assert found == (1, 2)


def test_groups_that_look_nested_are_not_told_apart() -> None:
    repeated = cases("Trường hợp mất thẻ", "Phải nộp", "Trường hợp rách thẻ", "Phải nộp")
    bare_heading = cases("Trường hợp mất thẻ", "Trường hợp rách thẻ", empty=0)

    assert alternatives(repeated) == ()
    assert alternatives(bare_heading) == ()


@pytest.mark.parametrize("title", ["a) Cấp lại", "(1.2) Cấp lại", "- Cấp lại", "2. Trường hợp 2: Cấp lại", ") Cấp lại"])
def test_a_heading_loses_its_numbering(title: str) -> None:
    assert bare(title) == "Cấp lại"
    assert [heading(case) for case in cases(title, None)] == ["Cấp lại", ""]


def test_labels_are_the_words_of_the_headings_without_what_all_headings_say() -> None:
    assert labels(["a) Đối với trường hợp bị mất thẻ, hồ sơ gồm:", "b) Đối với trường hợp thẻ bị rách:"]) == (
        "Bị mất thẻ",
        "Thẻ bị rách",
    )


def test_labels_that_begin_alike_show_where_they_differ() -> None:
    long = "Thay đổi thông tin của người đọc sách tại thư viện công lập cấp tỉnh và cấp xã do"

    assert labels([f"{long} đổi tên", f"{long} chuyển nhà"]) == ("… cấp xã do đổi tên", "… cấp xã do chuyển nhà")


@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_any_headings_have_labels_that_fit(titles: list[str]) -> None:
    assert len(labels(titles)) == len(titles)
    assert all(len(label) <= LABEL_CHARS for label in labels(titles))


def test_the_dossier_under_the_procedures_own_title_is_the_ordinary_one() -> None:
    found = cases("Trường hợp mất thẻ", "Trường hợp rách thẻ", "Hồ sơ cấp thẻ đọc sách:")

    assert ordinary(found, "Thủ tục cấp thẻ đọc sách") == 2
    assert ordinary(found, "Cấp thẻ mượn") is None


def test_papers_that_only_some_add_are_known_by_their_heading() -> None:
    assert [adds(case) for case in cases("Trường hợp ủy quyền cho cá nhân", "Trường hợp mất thẻ", None)] == [
        True,
        False,
        False,
    ]
