from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.circumstances import Circumstances
from assistant.compose.draft import Draft
from assistant.officer.verbatim import compose_verbatim, headings_named, wants_verbatim, write_verbatim
from assistant.phrases import Wording

if TYPE_CHECKING:
    from conftest import Read, ReadOf

    from knowledge.records import Facet


def written(one: Read, facet: Facet, words: str = "") -> Draft:
    draft = Draft(one.procedure, one.text, full=True, told=Circumstances(words=words))
    write_verbatim(draft, facet)
    return draft


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("trích nguyên văn điều kiện 1.001193", True),
        ("trich nguyen van dieu kien", True),
        ("nguồn ghi thế nào về lệ phí", True),
        ("điều kiện là gì", False),
        ("xin trích lục khai sinh", False),
    ],
)
def test_words_of_the_source_are_asked_for(message: str, wanted: bool) -> None:
    assert wants_verbatim(Wording.of(message)) is wanted


def test_headings_are_read_in_the_order_of_the_question() -> None:
    said = "trích nguyên văn yêu cầu, điều kiện và mục cách thức thực hiện"

    assert headings_named(said) == ("conditions", "channels")


def test_lines_are_the_sources_own_with_their_spans(read: ReadOf) -> None:
    one = read(steps=["Bước 1: nộp đơn.", "Bước 2: nhận thẻ sau 3 ngày."])

    draft = written(one, "steps")

    assert draft.lines == [
        "Trình tự thực hiện (nguyên văn):",
        "“Bước 1: nộp đơn.” [1]",
        "“Bước 2: nhận thẻ sau 3 ngày.” [2]",
    ]
    assert [one.text[c.span.start : c.span.end] for c in draft.citations] == [c.quote for c in draft.citations]


def test_a_heading_overrules_the_facet(read: ReadOf) -> None:
    one = read(steps=["Nộp đơn."], result="Thẻ đọc sách")

    draft = written(one, "steps", "trích nguyên văn kết quả thực hiện")

    assert draft.lines == ["Kết quả thực hiện (nguyên văn):", "“Thẻ đọc sách” [1]"]


def test_marks_of_the_portal_are_said_in_words_and_an_empty_fee_is_left_out(read: ReadOf) -> None:
    one = read(channels=[("DIRECT", "7 WORKING_DAY", "0 VNĐ ()")])

    lines = written(one, "fee").lines

    assert lines == ["Cách thức thực hiện (nguyên văn):", "- Trực tiếp [1]", "Thời hạn: 7 ngày làm việc [2]"]


def test_a_silent_field_is_said_so(read: ReadOf) -> None:
    assert written(read(), "result").lines == ["Kết quả thực hiện: chưa công bố (nguồn không ghi)."]


def test_fields_named_by_headings_are_written_once_under_the_title(read: ReadOf) -> None:
    one = read(result="Thẻ đọc sách")
    told = Circumstances(words="trích nguyên văn kết quả thực hiện")

    composed = compose_verbatim(one.procedure, one.text, ("steps", "fee"), told=told, first_id=3)

    assert composed.text.split("\n") == [
        "Cấp thẻ đọc sách (mã thủ tục 9.000001) [3] [4]",
        "Kết quả thực hiện (nguyên văn):",
        "“Thẻ đọc sách” [5]",
    ]
