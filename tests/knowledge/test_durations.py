"""Which words say how long something takes."""

from __future__ import annotations

import pytest

from knowledge.durations import days_stated, states_duration, states_only_money


@pytest.mark.parametrize("words", ["không quá 15 (mười lăm) ngày làm việc", "ngay trong ngày", "sau 2 giờ", "5 tuần"])
def test_a_duration_is_heard(words: str) -> None:
    assert states_duration(words)


@pytest.mark.parametrize("words", ["từ trang thứ 3", "Điều 5", "10 USD/bản"])
def test_other_numbers_are_no_duration(words: str) -> None:
    assert not states_duration(words)


def test_a_fee_with_a_duration_is_more_than_money() -> None:
    assert states_only_money("10 USD/bản; từ trang thứ 3 thu 1.000 đồng")
    assert not states_only_money("50.000 đồng nếu trả trong 2 ngày")
    assert not states_only_money("nộp tại quầy")


def test_days_are_named_with_their_unit() -> None:
    said = "Trong 07 (bảy) ngày làm việc hoặc 30 ngày kể từ ngày 15 tháng 5"

    assert list(days_stated(said)) == [(7, "working_day"), (30, "calendar_day")]
