"""Slices of a source text know where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.text import SourceText, is_silent
from knowledge.records import Quote, Span

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


def test_a_quote_leaves_out_spaces_and_invisible_marks_around_the_words() -> None:
    text = SourceText("\ufeff \u200b  Sở Nội vụ \u00a0\r\n")

    assert text.quote(0, len(text.raw)) == Quote(text="Sở Nội vụ", span=Span(5, 14))


def test_nothing_visible_is_no_quote() -> None:
    text = SourceText(" \t\u200b\u00ad\r\n")

    assert text.quote(0, len(text.raw)) is None


@pytest.mark.parametrize(
    "words",
    [
        "Không có thông tin",
        "  không có thông tin.",
        unicodedata.normalize("NFD", "Không có thông tin căn cứ pháp lý."),
        "Không có thông tin thành phần hồ sơ",
        "null",
        "|",
        "-",
    ],
)
def test_a_sentinel_says_nothing(words: str) -> None:
    text = SourceText(words)

    assert text.said(0, len(words)) is None
    assert text.quotes_by_line(0, len(words)) == ()


@pytest.mark.parametrize("words", ["Không", "Không có", "Không có thông tin liên lạc", "0"])
def test_other_short_words_are_said(words: str) -> None:
    assert not is_silent(Quote(text=words, span=Span(0, len(words))))


def test_lines_keep_their_offsets_in_the_unnormalised_text_and_read_as_nfc() -> None:
    first = unicodedata.normalize("NFD", "Mã số")
    text = SourceText(first + "\nhai")

    lines = list(text.lines())

    assert [(line.start, line.end, line.text) for line in lines] == [
        (0, len(first), "Mã số"),
        (len(first) + 1, len(text.raw), "hai"),
    ]


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_every_quote_is_exactly_its_slice_and_inside_the_range(raw: str, left: int, right: int) -> None:
    left, right = sorted((min(left, len(raw)), min(right, len(raw))))
    quote = SourceText(raw).quote(left, right)

    if quote is None:
        assert all(sign.isspace() or sign in _INVISIBLE for sign in raw[left:right])
    else:
        assert left <= quote.span.start < quote.span.end <= right
        assert raw[quote.span.start : quote.span.end] == quote.text
        assert quote.plain


@given(st.text(alphabet="ab \n\r\u200b", max_size=100))
def test_one_quote_a_line_that_shows_anything(raw: str) -> None:
    quotes = SourceText(raw).quotes_by_line(0, len(raw))

    assert [quote.text for quote in quotes] == [
        line.strip(" \r\u200b") for line in raw.split("\n") if line.strip(" \r\u200b")
    ]
