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
        ("d9a8ng ky1 thu7o72ng tru1", "đăng ký thường trú"),
        ("d9a8ng ky1 ta5m tru1 o73 qua65n 1", "đăng ký tạm trú ở quận 1"),
        ("la2m khai sinh", "làm khai sinh"),
        ("lu7o7ng huu7", "lương hưu"),
        ("Gia61y na2y, gia61y kia", "Giấy này, giấy kia"),
        ("giay61 nay2 mat61, ca62n giay61 gi2", "giấy này mất, cần giấy gì"),
        ("thu3 tu5c thu1 y", "thủ tục thú y"),
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
        "quận 1, phường 5, TT01, mẫu CT01, NĐ 123",
        "to36 phuong5",
        "quan1 phuong2",
        "nha so12 to3 khu2",
        "khu1a toa2b",
        "lo e2 duong d2a",
        "thang3 nam2024",
        "cap2 cap3",
        "TT1 TT2",
        "covid19 h5n1",
        "1tr5 2tr3 500k",
        "ngay 1/2/2024",
        "o69",
        "ga1 ga2",
    ],
)
def test_names_with_a_number_are_no_vni(line: str) -> None:
    assert from_vni(line) == line


@pytest.mark.parametrize("line", ["bang95", "giay66", "lo9", "to11 nha22"])
def test_keys_that_mark_nothing_write_no_word(line: str) -> None:
    assert from_vni(line) == line
