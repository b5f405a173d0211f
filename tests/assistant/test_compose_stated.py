"""Figures of our own words, found in the sentences of a record."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.stated import has_figures, sentences_stating

STEPS = [
    "- Trong thời hạn 07 (bảy) ngày làm việc kể từ ngày nhận hồ sơ, thư viện cấp thẻ.",
    "- Người đọc nộp đơn trong 15 ngày kể từ ngày mất thẻ; quá hạn thì nộp 30.000 đồng.",
    "- Sau 15 ngày mà không đến lấy thì thẻ bị hủy.",
    "- Người đọc phải đủ 14 tuổi.",
]


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("trong 15 ngày từ ngày mất", ["- Người đọc nộp đơn trong 15 ngày kể từ ngày mất thẻ;"]),
        ("hủy sau 15 ngày không lấy", ["- Sau 15 ngày mà không đến lấy thì thẻ bị hủy."]),
        ("7 ngày làm việc", [STEPS[0]]),
        ("trong 7 ngày làm việc, nếu đủ 14 tuổi", [STEPS[0], STEPS[3]]),
        ("không có số", []),
    ],
)
def test_each_figure_is_found_in_the_sentence_that_is_nearest(read, words: str, quotes: list[str]) -> None:
    found = sentences_stating(read(steps=STEPS).procedure, words)

    assert found is not None
    assert [quote.text for _, quote in found] == quotes


@pytest.mark.parametrize("words", ["trong 7 ngày", "trong 5 ngày", "14 tháng", "Điều 15"])
def test_a_figure_that_no_sentence_states_proves_nothing(read, words: str) -> None:
    assert sentences_stating(read(steps=STEPS).procedure, words) is None


def test_the_span_is_of_the_unnormalised_source(read) -> None:
    record = read(steps=[unicodedata.normalize("NFD", step) for step in STEPS])

    found = sentences_stating(record.procedure, "đủ 14 tuổi")

    assert found is not None
    path, quote = found[0]
    assert path == "steps.3"
    assert record.text[quote.span.start : quote.span.end] == quote.text
    assert unicodedata.normalize("NFC", quote.text) == STEPS[3]


@given(st.text())
def test_words_have_figures_where_a_digit_stands(words: str) -> None:
    assert has_figures(words) == any(character.isdigit() for character in words)
