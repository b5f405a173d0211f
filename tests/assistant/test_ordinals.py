from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ordinals import names_among, names_both, ordinal_of
from assistant.phrases import Wording
from assistant.understand import LAST


@pytest.mark.parametrize(
    ("message", "number", "rest"),
    [
        ("cái thứ 2 cần hồ sơ gì", 2, "cần hồ sơ gì"),
        ("trình tự thực hiện của cái thứ hai", 2, "trình tự thực hiện của"),
        ("ho so cua thu tuc thu ba", 3, "ho so cua"),
        ("thủ tục số 12 nộp ở đâu", 12, "nộp ở đâu"),
        ("cai 2 bao nhieu tien", 2, "bao nhieu tien"),
        ("thủ tục đầu tiên mất bao lâu", 1, "mất bao lâu"),
        ("cái cuối cùng", LAST, ""),
    ],
)
def test_a_place_in_a_list_is_found_inside_a_message(message: str, number: int, rest: str) -> None:
    assert ordinal_of(Wording.of(message)) == (number, rest)


@pytest.mark.parametrize(
    "message",
    ["sinh con thứ hai", "con cái thứ hai", "làm việc từ thứ hai đến thứ sáu", "thủ tục số 1.001193", "hai cái", ""],
)
def test_days_children_and_codes_are_no_places(message: str) -> None:
    assert ordinal_of(Wording.of(message)) is None


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["cần gì", "nộp ở đâu", "phí"]))
def test_every_number_is_read_back(number: int, asked: str) -> None:
    assert ordinal_of(Wording.of(f"cái thứ {number} {asked}")) == (number, asked)


def test_both_and_one_of_several_are_told_apart() -> None:
    both, among = Wording.of("thời hạn của hai cái khác gì"), Wording.of("trong đó cái nào miễn phí")

    assert (names_both(both), names_among(both)) == (True, False)
    assert (names_both(among), names_among(among)) == (False, True)
