"""Statements compared with lines, word for word."""

from __future__ import annotations

import unicodedata

import pytest

from assistant.alignment import is_aligned, says_parent
from assistant.answer_lines import Line

CHANNEL = Line("", "Trực tuyến, bưu chính: 8 ngày làm việc", (4,), "Trực tuyến, bưu chính")
NOTED = Line("", "Trực tiếp: 50.000 đồng (lệ phí cấp thẻ)", (5,), "Trực tiếp")
OFFICE = Line("", "Cơ quan thực hiện: Công an cấp xã", (6,), "Cơ quan thực hiện")
BARE = Line("", "Nộp tại ông, bà, cha, mẹ", (7,))
PARENT = "Thời hạn giải quyết"


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("Trực tuyến, bưu chính: 8 ngày làm việc", CHANNEL),
        ("nếu nộp trực tuyến hoặc bưu chính thì 8 ngày làm việc", CHANNEL),
        ("8 ngày làm việc khi nộp trực tuyến hoặc bưu chính", CHANNEL),
        ("thời hạn giải quyết là 8 ngày làm việc với trực tuyến, bưu chính ạ", CHANNEL),
        ("Trực tuyến, bưu chính: thời hạn giải quyết là 8 ngày làm việc", CHANNEL),
        ("Dạ, bạn nộp trực tiếp là 50.000 đồng (lệ phí cấp thẻ)", NOTED),
        ("Cơ quan thực hiện là Công an cấp xã", OFFICE),
        ("Công an cấp xã là cơ quan thực hiện", OFFICE),
        ("Dạ, Nộp tại ông, bà, cha, mẹ nhé", BARE),
        ("- Trực tuyến, bưu chính: 8 ngày làm việc", CHANNEL),  # the dash of a list
        ("CƠ QUAN THỰC HIỆN: công an cấp xã", Line("", "CƠ QUAN THỰC HIỆN: Công an cấp xã", (6,), "CƠ QUAN THỰC HIỆN")),
    ],
)
def test_connecting_words_and_the_place_of_a_label_are_free(statement: str, line: Line) -> None:
    assert is_aligned(statement, line, PARENT)
    assert is_aligned(unicodedata.normalize("NFD", statement), line, PARENT)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("8 ngày làm việc", CHANNEL),
        ("Trực tuyến: 8 ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: ngày làm việc 8", CHANNEL),
        ("Trực tuyến, bưu chính: 8 là ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: 8 ngày, làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: 8 ngày làm việc 8 ngày làm việc", CHANNEL),
        ("Lệ phí trực tuyến, bưu chính: 8 ngày làm việc", CHANNEL),
        ("nếu nộp nếu nộp nếu nộp nếu nộp trực tuyến, bưu chính: 8 ngày làm việc nếu", CHANNEL),
        ("50.000 đồng (lệ phí cấp thẻ) nếu trực tiếp", NOTED),  # the label would move away from its figure
        ("Trực tiếp: 50.000 đồng lệ phí cấp thẻ", NOTED),
        ("Trực tiếp: 50,000 đồng (lệ phí cấp thẻ)", NOTED),
        ("Nếu cơ quan thực hiện là Công an cấp xã", OFFICE),
        ("Và cơ quan thực hiện là Công an cấp xã", OFFICE),
        ("Cơ quan thực hiện, anh, Công an cấp xã", OFFICE),
        ("Cơ quan thực hiện Công an cấp xã", OFFICE),  # nothing between the two
        ("Nộp tại ông, bà, bạn, cha, mẹ", BARE),  # a friend is no relative
        ("Nộp tại ông, bà và cha, mẹ", BARE),
        ("Trực tuyến, bưu chính: -8 ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: – 8 ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: **-8** ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: ...8 ngày làm việc", CHANNEL),
        ("Trực tuyến, bưu chính: .8 ngày làm việc", CHANNEL),
        ("- 8 ngày làm việc khi nộp trực tuyến hoặc bưu chính", CHANNEL),
        ("Trực tuyến, bưu chính: 8 ngày làm việc...", CHANNEL),
        ("Trực tuyến, bưu chính: 8 ngày làm việc – nhé", CHANNEL),
        ("TRỰC TUYẾN, BƯU CHÍNH: 8 NGÀY LÀM VIỆC", CHANNEL),
        ("Trực tuyến, bưu chính: 8 NGÀY làm việc", CHANNEL),
        ("DẠ, cơ quan thực hiện là Công an cấp xã", OFFICE),
        ("", BARE),
    ],
)
def test_nothing_is_added_dropped_moved_or_joined(statement: str, line: Line) -> None:
    assert not is_aligned(statement, line, PARENT)


def test_a_label_that_is_not_above_may_not_be_said() -> None:
    assert not is_aligned("Thời hạn giải quyết là 8 ngày làm việc với trực tuyến, bưu chính", CHANNEL, "")


def test_whether_the_label_above_is_said() -> None:
    assert says_parent("nộp trực tiếp thì Thời hạn giải quyết là 5 ngày", PARENT)
    assert not says_parent("thời hạn là 5 ngày giải quyết", PARENT)
