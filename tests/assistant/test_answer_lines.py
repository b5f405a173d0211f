"""Which lines of an answer may be reworded."""

from __future__ import annotations

import pytest

from assistant.answer_lines import read_lines
from assistant.records import Citation
from knowledge.records import Span

TITLE = Citation(id=1, code="9.000001", field="title", quote="Thẻ", source_url=None, source_file="f", span=Span(0, 3))


def test_a_statement_has_its_words_markers_label_and_the_label_above() -> None:
    label, line = read_lines("Thời hạn giải quyết:\n- Trực tiếp: 5 ngày: nhanh [3] [4]", [TITLE])

    assert (label.said, label.parent) == (None, None)
    assert (line.said, line.markers, line.parent) == ("Trực tiếp: 5 ngày: nhanh", (3, 4), 0)
    assert (line.label, line.rest, line.names_channels) == ("Trực tiếp", "5 ngày: nhanh", True)


@pytest.mark.parametrize(
    "text",
    [
        "Thẻ đọc sách (mã thủ tục 9.000001) [1] [2]",
        "Thời hạn giải quyết: chưa công bố.",
        "1. Tờ khai (bản chính: 1) [3]",
        "Giấy tờ phải nộp: [3]",
        "Lưu ý: hết hạn [3]",
        "Không thu [3]",
        "  dòng thứ hai của một đoạn [3]",
        "  • 5.000 đồng [3]",
        "5 ngày [3]",
        "“Không” [3]",
        "nửa đầu [3] nửa sau [4]",
        f"Bước 1: {'x' * 300} [3]",
    ],
)
def test_what_is_no_short_statement_stands_as_it_is(text: str) -> None:
    assert [line.said for line in read_lines(text, [TITLE])] == [None]


@pytest.mark.parametrize("above", ["- Trực tuyến:", "Mức thu: nguồn ghi:", "Không thu:", "Giấy tờ phải nộp: [2]"])
def test_only_a_bare_label_introduces_the_lines_below(above: str) -> None:
    assert read_lines(f"{above}\nTrực tiếp: 5 ngày [3]", [TITLE])[1].parent is None


def test_lines_joined_are_the_answer_again() -> None:
    text = "a [1]\n\n- b: c [2]\n"

    assert "\n".join(line.text for line in read_lines(text, [TITLE])) == text
