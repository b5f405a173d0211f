"""Misspellings are repaired where a known word stands beside them; sound text stays."""

from __future__ import annotations

import pytest

from knowledge.misspellings import repaired


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đăgn ký kết hôn", "đăng ký kết hôn"),
        ("thườn trú", "thường trú"),
        ("giay phpe kinh doanh", "giay phep kinh doanh"),
        ("dang kyy khai sinhh", "dang ky khai sinh"),
        ("Xin giáy phép lái xe", "Xin giấy phép lái xe"),
    ],
)
def test_one_slip_of_the_finger_is_repaired(typed: str, meant: str) -> None:
    assert repaired(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xổ đỏ bị mất", "sổ đỏ bị mất"),
        ("giấy xác nhận độc thâng", "giấy xác nhận độc thân"),
        ("nhập hộ khẫu", "nhập hộ khẩu"),
        ("bảo hiễm y tế", "bảo hiểm y tế"),
        ("căn cướt công dân", "căn cước công dân"),
        ("sác nhận", "xác nhận"),
        ("khai xinh", "khai sinh"),
        ("nàm giấy tờ", "làm giấy tờ"),
    ],
)
def test_sounds_that_regions_mix_up_are_repaired(typed: str, meant: str) -> None:
    assert repaired(typed) == meant


@pytest.mark.parametrize(
    "line",
    [
        "xổ số kiến thiết",
        "Facebook, ETA, AFP",
        "nuôi vịt, đóng hộp, mở lò giày",
        "khẫu",
        "chờ đợi, nuôi hươu, máy móc rỉ sét",
        "mổ xẻ gia súc ở lò mổ",
        "QĐ ĐKKD",
        "dang ky tam tru cho nguoi thue",
        "",
    ],
)
def test_sound_words_and_words_without_a_known_neighbour_stay(line: str) -> None:
    assert repaired(line) == line


def test_a_neighbour_behind_a_comma_is_none() -> None:
    assert repaired("hộ, khẫu") == "hộ, khẫu"
