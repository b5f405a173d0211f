from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.pointed import point_at
from knowledge.vietnamese import terms
from tests.assistant.conftest import ReadOf

STEPS = (
    "Người yêu cầu nộp hồ sơ tại Ủy ban nhân dân cấp xã.",
    "Chậm nhất là 30 ngày trước ngày tổ chức, người đại diện gửi văn bản thông báo. Công chức kiểm tra văn bản đó.",
)


def _telling(words: str) -> dict[str, float]:
    return dict.fromkeys(terms(words), 1.0)


def test_the_sentence_that_says_it_is_pointed_at(read: ReadOf) -> None:
    record = read(steps=STEPS)

    found = point_at(record.procedure, _telling("gửi văn bản thông báo trước mấy ngày"))

    assert found[0].quote.plain == "Chậm nhất là 30 ngày trước ngày tổ chức, người đại diện gửi văn bản thông báo."
    assert (found[0].path, found[0].facet) == ("steps.1", "steps")


def test_what_is_pointed_at_is_the_slice_of_the_source(read: ReadOf) -> None:
    record = read(steps=STEPS, conditions="Lễ hội đã được tổ chức trước đó.")

    found = point_at(record.procedure, _telling("lễ hội đã tổ chức"))

    assert found
    assert all(record.text[line.quote.span.start : line.quote.span.end] == line.quote.text for line in found)


def test_only_lines_with_a_duration_say_how_long(read: ReadOf) -> None:
    record = read(steps=STEPS)

    found = point_at(record.procedure, _telling("nộp hồ sơ, gửi thông báo trước mấy ngày"), durations=True)

    assert [line.quote.plain.split(",")[0] for line in found] == ["Chậm nhất là 30 ngày trước ngày tổ chức"]


def test_what_the_record_never_mentions_points_at_nothing(read: ReadOf) -> None:
    record = read(steps=STEPS)

    assert point_at(record.procedure, _telling("xét nghiệm huyết thống")) == []
    assert point_at(record.procedure, {}) == []


@given(st.lists(st.sampled_from(" ".join(STEPS).split()), min_size=1), st.text(max_size=40))
def test_what_is_pointed_at_covers_some_of_what_is_asked(read: ReadOf, words: list[str], more: str) -> None:
    telling = _telling(f"{' '.join(words)} {more}")
    found = point_at(read(steps=STEPS).procedure, telling)

    assert all(0 < line.cover <= 1 for line in found)
    assert all(set(terms(line.quote.plain)) & set(telling) for line in found)
