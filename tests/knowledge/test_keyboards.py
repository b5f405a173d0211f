"""Held letters, Telex and VNI keys become words; words that are sound stay."""

from __future__ import annotations

import pytest

from knowledge.keyboards import from_telex, from_vni, unstretched


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giấyyyy tờ", "giấy tờ"),
        ("Khôngggg đượcccc", "Không được"),
        ("trờiii ơiii", "trời ơi"),
        ("quáaaa", "quá"),
        ("trờii", "trời"),
    ],
)
def test_held_letters_are_written_once(typed: str, meant: str) -> None:
    assert unstretched(typed) == meant


@pytest.mark.parametrize("line", ["xoong boong google", "nhóm III, loại viii", "kkk", "free wifi", "HĐĐT 2222", "UBND"])
def test_doubled_letters_of_sound_words_stay(line: str) -> None:
    assert unstretched(line) == line


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays khai sinh lamf laij", "giấy khai sinh làm lại"),
        ("dduwowcj", "được"),
        ("dduowcj", "được"),
        ("nguwowfi nuwowcs", "người nước"),
        ("thuwongf trus", "thường trú"),
        ("mowr quans awn", "mở quán ăn"),
        ("Giaays phesp", "Giấy phép"),
        ("ddaats", "đất"),
        ("qủa gìơ ngừơi gíây", "quả giờ người giấy"),
        ("thuoocs thú y", "thuốc thú y"),
    ],
)
def test_telex_keys_become_marks(typed: str, meant: str) -> None:
    assert from_telex(typed) == meant


@pytest.mark.parametrize(
    "line",
    [
        "visa gas test list tax box taxi form tour",
        "dang ky tam tru",
        "hoà giải thuỷ lợi",
        "QĐ ĐKKD GPLX",
        "internet web",
    ],
)
def test_other_words_are_no_telex(line: str) -> None:
    assert from_telex(line) == line


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam2 giay61 to72", "làm giấy tờ"),
        ("d9a6t1 d9ai", "đất đai"),
        ("d9u7o7c5 cap61 giay61 phe1p", "được cấp giấy phép"),
        ("mat61", "mất"),
    ],
)
def test_vni_keys_become_marks(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


@pytest.mark.parametrize(
    "line",
    [
        "lop1",
        "bằng B2 hoặc A1",
        "mẫu CT07, 200 m2",
        "01/2021/NĐ-CP",
        "QH15",
        "khí co2",
        "vneid2",
        "tk01",
        "a1 b2 c3 d4",
    ],
)
def test_names_with_a_number_are_no_vni(line: str) -> None:
    assert from_vni(line) == line
