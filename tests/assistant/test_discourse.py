from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.discourse import Correction, Return, find_correction, find_return


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("nhầm, mình hỏi cấp đổi", "cấp đổi"),
        ("a nham roi, y minh la tach ho", "tach ho"),
        ("xin lỗi em hỏi nhầm, em muốn hỏi gia hạn tạm trú", "gia hạn tạm trú"),
        ("không phải, cái cho con dưới 14 tuổi", "cái cho con dưới 14 tuổi"),
        ("ko phai thuong tru ma la tam tru", "tam tru"),
        ("tạm trú chứ không phải thường trú", "tạm trú"),
        ("ý là làm hộ chiếu cho con", "làm hộ chiếu cho con"),
        ("ko phải cái này", ""),
        ("sai rồi", ""),
    ],
)
def test_a_correction_gives_what_is_meant_instead(message: str, meant: str) -> None:
    assert find_correction(message) == Correction(meant)


@pytest.mark.parametrize(
    "message",
    [
        "khai sinh ghi sai tên mẹ",
        "nhầm lẫn ngày sinh trong khai sinh",
        "không phải nộp lệ phí à",
        "Không phải công dân VN thì làm được không",
        "giấy tờ hộ tịch bị ghi sai thì sửa ở đâu",
    ],
)
def test_a_question_with_the_words_of_correcting_is_none(message: str) -> None:
    assert find_correction(message) is None


@pytest.mark.parametrize(
    ("message", "back"),
    [
        ("quay lại cái khai sinh lúc nãy, lệ phí bao nhiêu", Return("khai sinh , lệ phí bao nhiêu", "before")),
        ("cái đầu tiên ấy", Return("", "first")),
        ("thủ tục đầu tiên mất bao lâu", Return("mất bao lâu", "first")),
        ("the con cai luc nay thi nop o dau", Return("the con thi nop o dau", "before")),
    ],
)
def test_going_back_names_where_to(message: str, back: Return) -> None:
    assert find_return(message) == back


@pytest.mark.parametrize(
    "message",
    ["lần đầu làm căn cước cần gì", "đăng ký xe lần đầu", "bước đầu tiên làm gì", "cho em hỏi lại về khai tử"],
)
def test_a_first_time_is_no_way_back(message: str) -> None:
    assert find_return(message) is None


@given(st.text(max_size=300))
def test_any_text_can_be_read(message: str) -> None:
    correction, back = find_correction(message), find_return(message)

    assert correction is None or len(correction.rest) <= 2 * len(message)
    assert back is None or len(back.rest) <= 2 * len(message)
