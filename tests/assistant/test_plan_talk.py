"""What a message says to the plan that was told last."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.plan_talk import asks_again, step_number
from assistant.understand import understand
from knowledge.vietnamese import fold


@pytest.mark.parametrize(
    ("message", "number"),
    [("4", 4), ("mục 4 thì sao", 4), ("còn việc số 9", 9), ("thế bước 2 thì làm sao ạ", 2), ("cái cuối", 11)],
)
def test_a_step_is_named_by_its_number(message: str, number: int) -> None:
    assert step_number(understand(message), 11) == number
    assert step_number(understand(fold(message)), 11) == number


@pytest.mark.parametrize("message", ["12", "0", "mục 4 của tờ khai ghi gì", "nộp 4 bản", "Điều 4", ""])
def test_other_messages_name_no_step(message: str) -> None:
    assert step_number(understand(message), 11) is None


@pytest.mark.parametrize("message", ["quay lại kế hoạch", "quay lại danh sách đi", "cho xem lại danh sách các việc"])
def test_the_plan_is_asked_for_once_more(message: str) -> None:
    assert asks_again(understand(message))
    assert asks_again(understand(fold(message)))


@pytest.mark.parametrize("message", ["danh sách thủ tục về đất", "kế hoạch sử dụng đất", "quay lại thủ tục khai tử"])
def test_other_lists_are_not_the_plan(message: str) -> None:
    assert not asks_again(understand(message))


@given(st.text())
@settings(deadline=None, max_examples=50)
def test_any_text_names_a_step_of_the_plan_or_none(text: str) -> None:
    assert step_number(understand(text), 3) in {None, 1, 2, 3}
