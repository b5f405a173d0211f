"""Long questions in parts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import LONG, MOST, clauses
from knowledge.vietnamese import syllables


@pytest.mark.parametrize("text", ["", "mất căn cước", "xin giấy phép xây nhà ở đâu, có lâu không"])
def test_a_short_question_has_no_parts(text: str) -> None:
    assert clauses(text) == ()


def test_a_story_is_cut_at_its_marks() -> None:
    story = "Con tôi sinh ở quê ngoại. Bố cháu đi làm xa chưa về. Giờ tôi muốn làm khai sinh cho cháu!"

    assert clauses(story) == (
        "Con tôi sinh ở quê ngoại",
        "Bố cháu đi làm xa chưa về",
        "Giờ tôi muốn làm khai sinh cho cháu",
    )


def test_what_has_no_marks_is_cut_into_windows_that_overlap() -> None:
    words = [f"từ{number}" for number in range(40)]

    parts = clauses(" ".join(words))

    assert len(parts) > 2
    assert set(" ".join(parts).split()) == set(words)
    assert all(set(left.split()) & set(right.split()) for left, right in pairwise(parts))


def test_a_few_words_belong_to_what_follows_and_the_last_to_what_went_before() -> None:
    parts = clauses("Dạ chào ạ. Nhà tôi mới xây xong chưa hoàn công. Tháng sau tôi bán nhà cho em. Được không")

    assert parts == ("Dạ chào ạ Nhà tôi mới xây xong chưa hoàn công", "Tháng sau tôi bán nhà cho em Được không")


@given(st.text(max_size=600))
def test_any_text_has_few_parts_and_none_is_without_a_word(text: str) -> None:
    parts = clauses(text)

    assert len(parts) <= MOST
    assert not parts or len(syllables(text)) >= LONG
