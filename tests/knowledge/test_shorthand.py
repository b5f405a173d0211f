"""Shorthand is written out where the rest of the question allows it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.shorthand import in_clauses, spelled_out

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("đổi blx ở đâu", "đổi bằng lái xe ở đâu"),
        ("doi blx o dau", "doi bang lai xe o dau"),
        ("vk mới sinh, làm ks cho con", "vợ mới sinh, làm khai sinh cho con"),
        ("mở ks 10 phòng", "mở ks 10 phòng"),
        ("đăng ký kết hôn", "đăng ký kết hôn"),
        ("lm hc mất bn tiền", "làm hộ chiếu mất bao nhiêu tiền"),
        ("e nộp j z", "em nộp gì"),
        ("hạng E, nhóm V", "hạng E, nhóm V"),
        ("chuyển ĐKTT sang tỉnh", "chuyển đăng ký thường trú sang tỉnh"),
        ("ĐKTT cho sinh viên", "đăng ký tạm trú cho sinh viên"),
        ("hs chuyển trường lớp 6", "học sinh chuyển trường lớp 6"),
        ("hs người có công", "hồ sơ người có công"),
        ("chủ trương đầu tư: hs", "chủ trương đầu tư: hồ sơ"),
        ("NCC hàng hóa", "ncc hàng hóa"),
    ],
)
def test_shorthand_is_written_out_in_its_context(typed: str, written: str) -> None:
    assert spelled_out(typed).lower() == written.lower()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("chừ xin giấy chi", "giờ xin giấy gì"),
        ("nộp ở mô rứa", "nộp ở đâu"),
        ("mần răng để nhận", "làm sao để nhận"),
        ("má tui hổng có bịnh", "mẹ tôi không có bệnh"),
        ("dìa làm giấy khai sanh", "về làm giấy khai sinh"),
        ("hồi nớ ở bên tê", "hồi đó ở bên kia"),
        ("khi mô có", "khi nào có"),
    ],
)
def test_words_of_a_region_become_common_ones(typed: str, written: str) -> None:
    assert spelled_out(typed) == written


@pytest.mark.parametrize(
    "line",
    [
        "mở phòng khám răng hàm mặt",
        "quy mô chi nhánh, chi phí xin cấp",
        "chu so huu xe, ni, rua xe, chu dau tu",
        "cơ sở hoa răng cưa",
        "biểu mẫu phải nộp",
        "Lãnh sự quán, lãnh đạo xã",
        "Quy Nhơn",
        "may bi hong, sua trong hem, hom qua",
        "cua tau ca, chi phi lam chi nhanh, chu tau muon ban",
        "dao tao nghe, cai tao nha, dong tau ca",
    ],
)
def test_the_same_letters_in_another_sense_stay(line: str) -> None:
    assert "đâu" not in spelled_out(line)
    assert spelled_out(line) == line


def test_clauses_are_the_line_when_joined() -> None:
    line = "hs TĐ, CCHT (cấp xã) – mẫu 01.DS; 5.000 m3/ngđ"

    assert "".join(in_clauses(line)) == line
    assert in_clauses(line)[0] == "hs TĐ"


def test_what_shorthand_stands_for_holds_no_shorthand() -> None:
    entries = yaml.safe_load((ROOT / "knowledge" / "lexicon" / "shorthand.yaml").read_text(encoding="utf-8"))[
        "shorthand"
    ]

    assert [entry["for"] for entry in entries if spelled_out(entry["for"]) != entry["for"]] == []


def test_no_shorthand_stands_for_two_things_without_a_condition() -> None:
    entries = yaml.safe_load((ROOT / "knowledge" / "lexicon" / "shorthand.yaml").read_text(encoding="utf-8"))[
        "shorthand"
    ]
    free = Counter(said for entry in entries if not {"with", "unless"} & entry.keys() for said in entry["say"])

    assert [said for said, count in free.items() if count > 1] == []
