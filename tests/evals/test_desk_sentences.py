"""Answers are cut where a person would, and nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.desk.sentences import split

WORDS = st.sampled_from(
    [
        "Hồ sơ",
        "1.001193",
        "20.000 đồng",
        "TT-BTC.",
        "[1]",
        "[12]",
        ". ",
        "? ",
        "\n",
        "- ",
        "1. ",
        "(",
        ")",
        "…",
        "TP. ",
        " ",
        "Ông A. ",
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS).map("".join)))
def test_joined_the_sentences_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(st.lists(WORDS).map("".join))
def test_no_sentence_but_an_only_one_is_without_words(text: str) -> None:
    pieces = split(text)

    assert len(pieces) <= 1 or all(any(letter.isalnum() for letter in piece) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Nộp ở xã. Mang theo căn cước.", ["Nộp ở xã. ", "Mang theo căn cước."]),
        ("Thủ tục 1.001193 mất 20.000 đồng [1].", ["Thủ tục 1.001193 mất 20.000 đồng [1]."]),
        ("Theo Thông tư 85/2019/TT-BTC. [2] Nộp ở xã.", ["Theo Thông tư 85/2019/TT-BTC. [2] ", "Nộp ở xã."]),
        ("theo TT-BTC.\nHết", ["theo TT-BTC.\n", "Hết"]),
        ("Hồ sơ:\n1. Tờ khai [1]\n2. Giấy chứng sinh [2]", ["Hồ sơ:\n", "1. Tờ khai [1]\n", "2. Giấy chứng sinh [2]"]),
        ("- Bản chính: 1 (200.000đ/hộ chiếu. Trường hợp cấp lại: 400.000đ) [4]", 1),
        ("Nộp tại TP. Hồ Chí Minh.", 1),
        ("Ông Nguyễn Văn A. Trần nộp.", 1),
        ("Có mất phí không? Không.", ["Có mất phí không? ", "Không."]),
        ("Giấy tờ… Trường hợp khác thì… (bản chính: 1)", 1),
        ("Một.\n\nHai.", ["Một.\n\n", "Hai."]),
        ("Thời hạn: 3 ngày làm việc [3] [4]\n", 1),
        ("", []),
    ],
)
def test_sentences_of_answers(text: str, sentences: list[str] | int) -> None:
    pieces = split(text)

    assert (len(pieces) if isinstance(sentences, int) else list(pieces)) == sentences
