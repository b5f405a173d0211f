"""Hearing: what a record never mentions, word by word and not syllable by syllable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from small_world import FakeEncoder

from knowledge.bodies import Bodies, build_bodies
from knowledge.hearing import unheard
from knowledge.passages import Passage
from knowledge.query import analyse
from knowledge.records import Span
from knowledge.titles import TitleViews, build_titles

TITLES = ("Cấp sao bản án", "Cấp bản sao dự án", "Cấp dự án", "Thẩm định dự án", "Cấp bản án", "Xin bản án")


def passages(code: str, title: str, audience: str) -> list[Passage]:
    return [Passage(code, "title", Span(0, 1), title), Passage(code, "audience.0", Span(1, 2), audience)]


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return build_bodies([passages(str(n), title, "Đảng viên") for n, title in enumerate(TITLES)], FakeEncoder())


@pytest.fixture(scope="module")
def titles() -> TitleViews:
    return build_titles(TITLES)


def shares(text: str, numbers: Sequence[int], bodies: Bodies, titles: TitleViews) -> list[float]:
    return unheard(analyse(text), np.array(numbers, dtype=np.int64), bodies, titles).tolist()


def test_a_syllable_of_another_word_is_not_the_word(bodies: Bodies, titles: TitleViews) -> None:
    judgement, project = shares("nội dung bản án", [4, 2], bodies, titles)

    assert judgement < project


def test_who_a_procedure_is_for_is_not_what_it_is_about(bodies: Bodies, titles: TitleViews) -> None:
    assert shares("đảng viên", [0, 3], bodies, titles) == [1.0, 1.0]


def test_a_long_story_need_not_be_met_word_by_word(bodies: Bodies, titles: TitleViews) -> None:
    (short,) = shares("dự án xanh", [3], bodies, titles)
    (long,) = shares("dự án xanh đỏ tím vàng nâu hồng cam trắng", [3], bodies, titles)

    assert 0 < short < 1
    assert long < 0.8


def test_no_procedure_and_no_word_are_no_error(bodies: Bodies, titles: TitleViews) -> None:
    assert shares("bản án", [], bodies, titles) == []
    assert shares("?", [0], bodies, titles) == [0.0]
