"""Passages: slices of fields whose span points at exactly their words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from small_world import procedure

from knowledge.passages import LONGEST_CHARS, cut
from knowledge.records import Quote

LINES = st.lists(st.text(alphabet="aăâ bcđ.;\u0323 ", min_size=1, max_size=900).filter(str.strip), max_size=5)


@given(LINES)
def test_a_span_cut_from_the_source_reads_as_the_passage(lines: list[str]) -> None:
    record, source = procedure("1.000001", "Đăng ký khai sinh", steps=lines)

    for passage in cut(record):
        begin, end = passage.span
        assert Quote(text=source[begin:end], span=passage.span).plain == passage.text


@given(LINES)
def test_no_passage_is_longer_than_the_limit_or_stands_twice(lines: list[str]) -> None:
    record, _ = procedure("1.000001", "Đăng ký khai sinh", steps=lines)

    texts = [passage.text for passage in cut(record)]

    assert all(len(text) <= LONGEST_CHARS + len(lines) for text in texts)
    assert len(texts) == len(set(texts))


def test_the_title_comes_first_and_paths_name_the_field() -> None:
    record, _ = procedure("1.000001", "Đăng ký khai sinh", steps=["Nộp hồ sơ."])

    fields = [passage.field for passage in cut(record)]

    assert fields == ["title", "steps.0", "cases.0.items.0.name", "agencies.implementing"]


def test_short_neighbouring_lines_are_one_passage_and_long_ones_are_cut_at_sentences() -> None:
    sentence = "Câu này dài vừa phải để thử. "
    record, _ = procedure("1.000001", "Đăng ký", steps=["Bước một.", "Bước hai.", sentence * 40])

    steps = [passage for passage in cut(record) if passage.field.startswith("steps")]

    assert steps[0].text == "Bước một.\nBước hai."
    assert [passage.field for passage in steps] == ["steps.0", "steps.2", "steps.2"]
    assert all(passage.text.endswith("thử.") for passage in steps[1:])
