"""The twenty headings, in order, each with the range of its value."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.errors import ReadError
from ingest.parse.sections import HEADINGS, cut_sections
from ingest.parse.text import SourceText

_TEXT = "Chi tiết\n" + "".join(f"{heading}: {number}\n" for number, heading in enumerate(HEADINGS))


def _values(raw: str) -> dict[str, str]:
    sections = cut_sections(SourceText(raw), "a.txt")
    return {heading: raw[slice(*sections[heading])].strip() for heading in HEADINGS}


def test_each_heading_has_the_words_behind_its_colon() -> None:
    assert _values(_TEXT) == {heading: str(number) for number, heading in enumerate(HEADINGS)}


def test_a_heading_is_found_in_decomposed_letters_and_behind_a_byte_order_mark() -> None:
    lines = unicodedata.normalize("NFD", _TEXT).split("\n", 1)[1]

    assert _values("\ufeff" + lines)["Mã thủ tục"] == "0"


def test_windows_line_ends_change_no_value() -> None:
    assert _values(_TEXT.replace("\n", "\r\n")) == _values(_TEXT)


def test_a_keyword_line_inside_the_conditions_belongs_to_the_conditions() -> None:
    raw = _TEXT.replace("điều kiện thực hiện: 17\n", "điều kiện thực hiện: 17\nTừ khóa: giả\nhết\n")

    values = _values(raw)

    assert values["Từ khóa"] == "18"
    assert values["Yêu cầu, điều kiện thực hiện"] == "17\nTừ khóa: giả\nhết"


def test_a_heading_inside_a_line_is_a_word_of_it() -> None:
    raw = _TEXT.replace("tự thực hiện: 6\n", "tự thực hiện:\n  xem Cách thức thực hiện: bên dưới\n")

    assert _values(raw)["Trình tự thực hiện"] == "xem Cách thức thực hiện: bên dưới"


@pytest.mark.parametrize("missing", HEADINGS)
def test_a_missing_heading_is_named_with_an_advice(missing: str) -> None:
    raw = "\n".join(line for line in _TEXT.split("\n") if not line.startswith(missing + ":"))

    with pytest.raises(ReadError) as refused:
        cut_sections(SourceText(raw), "a.txt")

    assert refused.value.heading == missing
    assert refused.value.file == "a.txt"
    assert "fetch it again" in refused.value.advice


def test_headings_out_of_order_are_refused() -> None:
    lines = _TEXT.split("\n")
    lines[3], lines[5] = lines[5], lines[3]

    with pytest.raises(ReadError, match="missing"):
        cut_sections(SourceText("\n".join(lines)), "a.txt")
