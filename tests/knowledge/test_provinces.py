"""Today's provinces and the names that were merged into them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.provinces import (
    PROVINCES,
    province_asked_about,
    province_of_agency,
    provinces_named,
    provinces_said,
    today_of,
    without_provinces,
)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("UBND tỉnh Hà Giang", ["Tuyên Quang"]),
        ("Sở Nội vụ TP.Đà Nẵng", ["Đà Nẵng"]),
        ("THÀNH PHỐ HỒ CHÍ MINH và tỉnh Bình Dương", ["Hồ Chí Minh", "Hồ Chí Minh"]),
        ("tỉnh Thừa Thiên Huế", ["Huế"]),
        ("tỉnh Hoà Bình", ["Phú Thọ"]),
        ("Người Việt Nam định cư ở nước ngoài", []),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", []),
    ],
)
def test_units_are_named_as_today(words: str, named: list[str]) -> None:
    assert provinces_named(words) == named


def test_an_agency_s_name_needs_no_word_for_province() -> None:
    assert province_of_agency("Văn phòng đăng ký đất đai Bắc Giang") == ["Bắc Ninh"]
    assert province_of_agency("Người Việt Nam định cư") == []


def test_they_are_the_thirty_four_of_the_official_list(shared: Path) -> None:
    units = json.loads((shared / "places" / "units_2025.json").read_text(encoding="utf-8"))
    names = (unit["FullName"].removeprefix("Thành phố ").removeprefix("Tỉnh ") for unit in units)
    official = {name.replace("oà", "òa").replace("oá", "óa") for name in names}

    assert set(PROVINCES) == official


@pytest.mark.parametrize(
    ("question", "province"),
    [
        ("tach thua o dak lak", "Đắk Lắk"),
        ("dang ky dat dai tinh ha giang", "Tuyên Quang"),
        ("lam so do tai tp ho chi minh", "Hồ Chí Minh"),
        ("giay phep xay dung", None),
        ("hoa binh va phat trien", None),
    ],
)
def test_a_question_names_its_province_by_todays_name(question: str, province: str | None) -> None:
    assert province_asked_about(question) == province


@pytest.mark.parametrize(
    ("question", "province"),
    [
        ("lam cccd o hn", "Hà Nội"),
        ("doi bang lai tai sg", "Hồ Chí Minh"),
        ("lam so do tphcm", "Hồ Chí Minh"),
        ("khai sinh tp.hcm", "Hồ Chí Minh"),
        ("mo quan o vung tau", "Hồ Chí Minh"),
        ("nha o ha tay", "Hà Nội"),
        ("giay hn", None),  # hôn nhân
    ],
)
def test_provinces_are_known_by_their_short_and_older_names(question: str, province: str | None) -> None:
    assert province_asked_about(question) == province


def test_an_address_names_its_provinces_as_they_were() -> None:
    assert provinces_said("xa tan lap, binh phuoc") == ["Bình Phước"]
    assert provinces_said("hcm") == ["Hồ Chí Minh"]
    assert without_provinces("xa tan lap, binh phuoc").strip() == "xa tan lap,"


def test_a_province_of_then_is_known_today() -> None:
    assert today_of("Bình Phước") == "Đồng Nai"
    assert today_of("Hà Tây") == "Hà Nội"
    assert today_of("Paris") is None
