"""Choices: one a name, the province in the label, and nothing that is merely noise."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from assistant.choices import WORTH_OFFERING, offer, one_a_name
from knowledge.provinces import NATIONAL, UNNAMED_PROVINCE
from knowledge.search import Hit
from knowledge.snapshot import Snapshot

PLACES = {
    "1.000001": NATIONAL,
    "1.000002": NATIONAL,
    "1.000003": "Lào Cai",
    "1.000004": UNNAMED_PROVINCE,
}


class FewRecords:
    """A snapshot that knows where a handful of procedures apply."""

    def procedure(self, code: str) -> SimpleNamespace | None:
        return SimpleNamespace(jurisdiction=PLACES[code]) if code in PLACES else None


SNAPSHOT = cast(Snapshot, FewRecords())


def hit(code: str, title: str, score: float = 0.5) -> Hit:
    return Hit(code, title, score, (), {})


def offered(*hits: Hit) -> list[tuple[str, str]]:
    return [(option.label, option.value) for option in offer(hits, SNAPSHOT)]


@pytest.mark.parametrize(
    "copy",
    [
        "Đăng ký khai sinh",
        "Thủ tục đăng ký khai sinh",
        "Đăng ký khai sinh (cấp tỉnh)",
        "ĐĂNG KÝ KHAI SINH.",
        "Dang ky khai sinh",
    ],
)
def test_copies_of_a_procedure_are_offered_once_as_the_best_of_them(copy: str) -> None:
    first, second = hit("1.000001", "Đăng ký khai sinh", 0.9), hit("1.000002", copy, 0.8)

    assert offered(first, second) == [("Đăng ký khai sinh", "1.000001")]
    assert offered(second, first) == [(copy, "1.000002")]


def test_different_procedures_are_all_offered_best_first() -> None:
    hits = [hit("1.000002", "Đăng ký khai tử", 0.7), hit("1.000001", "Đăng ký khai sinh", 0.6)]

    assert offered(*hits) == [("Đăng ký khai tử", "1.000002"), ("Đăng ký khai sinh", "1.000001")]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("1.000001", "Hỗ trợ chi phí hỏa táng"),
        ("1.000003", "Hỗ trợ chi phí hỏa táng (Lào Cai)"),
        ("1.000004", "Hỗ trợ chi phí hỏa táng (nguồn không nêu tỉnh)"),
        ("9.000000", "Hỗ trợ chi phí hỏa táng"),
    ],
)
def test_a_local_procedure_names_its_province_and_a_national_one_none(code: str, label: str) -> None:
    assert offered(hit(code, "Hỗ trợ chi phí hỏa táng")) == [(label, code)]


def test_noise_is_not_offered() -> None:
    near, noise = WORTH_OFFERING, WORTH_OFFERING - 0.001

    assert offered(hit("1.000001", "Đăng ký khai sinh", near), hit("1.000002", "Đăng ký khai tử", noise)) == [
        ("Đăng ký khai sinh", "1.000001")
    ]
    assert offered(hit("1.000002", "Đăng ký khai tử", noise)) == []
    assert offered() == []


def test_the_best_of_each_name_is_kept_whatever_its_score() -> None:
    hits = [hit("1.000001", "Đăng ký khai sinh", 0.01), hit("1.000002", "Thủ tục đăng ký khai sinh", 0.0)]

    assert one_a_name(hits) == hits[:1]
