from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.legal_numbers import LegalNumber, number_of_basis, numbers_in

DECREE = LegalNumber("123", 2015, "ND-CP")


@pytest.mark.parametrize(
    "typed",
    [
        "123/2015/NĐ-CP",
        "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015",
        "nđ 123/2015/nd-cp",
        "123/2015/ND CP",
        "0123/2015/NĐ - CP",
        "123/2015/NĐ_CP.",
        "NĐ123/2015/NĐ–CP",
    ],
)
def test_one_decree_is_read_however_it_is_typed(typed: str) -> None:
    assert numbers_in(typed) == (DECREE,)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("nghị định 62/2021", "62/2021/ND"),
        ("nghi dinh so 123 nam 2015", "123/2015/ND"),
        ("luật số 60/2014", "60/2014/QH"),
        ("190/2025/NQ-QH15", "190/2025/QH15"),
        ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP"),
        ("QĐ 1565/QĐ-TTg", "1565/QD-TTG"),
        ("09/2017/QH1409/2017/QH14", "9/2017/QH14"),
        ("123/2015", "123/2015"),
    ],
)
def test_what_is_left_out_stays_open(typed: str, key: str) -> None:
    assert [number.key for number in numbers_in(typed)] == [key]


@pytest.mark.parametrize("typed", ["ngày 18/12/2025", "mã 1.001193", "7 ngày", "điện thoại 0912 345 678", ""])
def test_a_date_or_a_code_is_no_document(typed: str) -> None:
    assert numbers_in(typed) == ()


@pytest.mark.parametrize(
    "asked", ["123/2015", "nghị định 123", "nghị định 123/2015", "123/2015/NĐ-C", "123/2015/NĐ-CP"]
)
def test_a_number_cut_short_may_be_the_whole_one(asked: str) -> None:
    assert numbers_in(asked)[0].may_be(DECREE)
    assert DECREE.may_be(numbers_in(asked)[0])


@pytest.mark.parametrize("asked", ["124/2015/NĐ-CP", "123/2016/NĐ-CP", "thông tư 123/2015", "123/2015/TT-BTC"])
def test_another_number_year_or_kind_is_another_document(asked: str) -> None:
    assert not numbers_in(asked)[0].may_be(DECREE)


def test_a_resolution_of_the_assembly_is_one_in_both_spellings() -> None:
    assert numbers_in("nghị quyết 190/2025")[0].may_be(numbers_in("190/2025/QH15")[0])


@pytest.mark.parametrize(
    ("number", "title", "key"),
    [
        ("nghị định 146/2025", "Nghị định số 146/2025/NĐ-CP", "146/2025/ND-CP"),
        ("41/201Đ-CP", "Nghị định 41/2016/NĐ-CP", "41/2016/ND-CP"),
        ("15/QH15", "Luật Khám bệnh, chữa bệnh số: 15/2023/QH15", "15/2023/QH15"),
        ("25", "Thông tư số 25/2022/TT-BTC ngày 28/4/2022", "25/2022/TT-BTC"),
        ("94/2025/TT-BTC", "sửa đổi Thông tư số 80/2021/TT-BTC", "94/2025/TT-BTC"),
        (None, "Nghị định 102/2024/NĐ-CP của Chính phủ", "102/2024/ND-CP"),
    ],
)
def test_a_garbled_number_is_read_from_the_title(number: str | None, title: str, key: str) -> None:
    found = number_of_basis(number, title)

    assert found is not None
    assert found.key == key


def test_a_law_cited_by_name_has_no_number() -> None:
    assert number_of_basis("Luật Nuôi con nuôi", "Luật Nuôi con nuôi") is None


@given(st.integers(1, 999), st.integers(1990, 2030), st.sampled_from(["NĐ-CP", "TT-BTP", "QH15", "QĐ-TTg", "NQ-HĐND"]))
def test_a_number_is_shown_as_it_is_read(serial: int, year: int, suffix: str) -> None:
    written = f"{serial:02d}/{year}/{suffix}"

    (number,) = numbers_in(f"theo văn bản {written} của cơ quan")

    assert number.shown == written
    assert number.whole


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_number_is_read_whatever_stands_around_it(before: str, after: str) -> None:
    shown = [number.shown for number in numbers_in(f"{before} 123/2015/NĐ-CP {after}")]

    assert "123/2015/NĐ-CP" in shown
