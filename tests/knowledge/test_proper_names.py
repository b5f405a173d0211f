"""Names stay as they are typed, whatever a word of them means elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.proper_names import names_in
from knowledge.query import analyse, read


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("ở Sa Pa", ["Sa", "Pa"]),
        ("ông Rứa xin giấy", ["Rứa"]),
        ("Nguyễn Văn Hông", ["Nguyễn", "Văn", "Hông"]),
        ("Xin giấy phép", []),
        ("tôi Muốn hỏi", []),
        ("XIN GIẤY PHÉP XÂY DỰNG Ở SA PA", []),
        ("", []),
    ],
)
def test_names_are_known_by_capitals_beside_capitals_or_behind_words_that_introduce(
    line: str, names: list[str]
) -> None:
    begins = sorted(names_in(line))

    assert [line[begin:].split()[0] for begin in begins] == names


@pytest.mark.parametrize(
    "line",
    [
        "hỗ trợ ở Sa Pa",
        "hỗ trợ lãi vay ở Kon Tum",
        "P. Bến Nghé",
        "H. Bình Chánh",
        "UBND P.5",
        "KP 3",
        "Nguyễn Văn Hông",
        "cụ Đoàn Thị Chừ",
        "xã Hông Thái",
        "giá 20k",
        "trạm 110 kV",
        "người có H",
        "form E",
        "theo 613/QĐ-TTg",
        "hợp đồng BOO",
        "nhà tang1 tang2",
    ],
)
def test_names_units_and_numbers_are_read_as_they_are(line: str) -> None:
    assert read(line)[1].lower() == line.lower()


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("Sở XD", "sở xây dựng"),
        ("nộp ở Sở NN&MT", "nộp ở sở nông nghiệp và môi trường"),
        ("GD&ĐT", "giáo dục và đào tạo"),
        ("CN HGV do tổ HG bầu lại", "công nhận hòa giải viên do tổ hòa giải bầu lại"),
        ("tui hông có giấy, mần răng chừ", "tôi không có giấy, làm sao giờ"),
    ],
)
def test_offices_and_shorthand_are_written_out(line: str, read_as: str) -> None:
    assert read(line)[1] == read_as


def test_a_province_keeps_its_old_name() -> None:
    assert analyse("hỗ trợ lãi vay ở Kon Tum").place == "Quảng Ngãi"


@given(st.text(max_size=200))
def test_any_text_has_names_only_where_words_begin(line: str) -> None:
    assert all(line[begin].isupper() or line[begin].istitle() for begin in names_in(line))
