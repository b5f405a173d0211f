"""Whatever is typed is read without an error, the same way twice, and sound text comes out as it went in."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import reading
from knowledge.query import LONGEST_QUESTION_CHARS, analyse, read
from knowledge.vietnamese import clean, fold

ROOT = Path(__file__).parents[2]
STEPS = sorted({*reading.BY_LETTER, *reading.OF_OFFICES, *reading.OF_CHATS}, key=lambda step: step.__name__)
PIECES = (
    *(
        "giấy",
        "giaays",
        "giay61",
        "ngừơi",
        "khôngggg",
        "xổ đỏ",
        "đăgn ký",
        "hs",
        "HGV",
        "NDĐ",
        "k",
        "j",
        "z",
        "e",
        "mún",
    ),
    *(
        "zậy",
        "răng",
        "chừ",
        "mô",
        "1.001193",
        "01/2021/NĐ-CP",
        "m2",
        "<b>",
        "</b>",
        "&nbsp;",
        "&amp;",
        "&#97;",
        "https://a.vn",
    ),
    *(
        "🙏",
        "👨‍👩‍👧",
        "\u200b",
        "\ufeff",
        "\ud800",
        "'; DROP TABLE x; --",
        "你好",
        "สวัสดี",
        "مرحبا",
        "\u0301",
        "ｇｉấｙ",
        "𝐠",
        "\x00",
    ),
    *(",", " ", "\n", ":))", "III", "(", "|", "**"),
)
TYPED = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


def titles() -> list[str]:
    """Every title of the shipped corpus, and the names of what it asks for: some three hundred sound lines."""
    texts = [
        file.read_text(encoding="utf-8")
        for file in sorted((ROOT / "knowledge" / "starter" / "procedures").glob("*.txt"))
    ]
    return [found for text in texts for found in re.findall(r"^Tên thủ tục: (.+)$", text, re.MULTILINE)]


@given(TYPED)
@settings(deadline=None, max_examples=300)
def test_any_text_has_finitely_many_weighted_terms(text: str) -> None:
    query = analyse(text)

    assert all(0 < weight <= 1 and math.isfinite(weight) for weight in (*query.own.values(), *query.spoken.values()))
    assert len(query.own) <= 8 * (LONGEST_QUESTION_CHARS + 1)


@pytest.mark.parametrize(
    "text",
    ["", "a" * 10_000, "ệ" * 10_000, "<" * 10_000, "&amp;" * 2_000, "e\u0301" * 5_000,
     "hs " * 4_000, "đk" * 5_000, "xổ đỏ " * 2_000, "\ud800\udc00" * 3_000, "🙏" * 10_000, "а" * 5_000 + "a" * 5_000,
     "(((" * 3_000, "giay61 " * 1_500, "www." * 2_500],
)  # fmt: skip
def test_long_and_strange_texts_are_read(text: str) -> None:
    assert len(read(text)[0]) <= 2 * LONGEST_QUESTION_CHARS
    query = analyse(text)
    assert all(0 < weight <= 1 for weight in query.own.values())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@given(text=TYPED)
@settings(deadline=None, max_examples=150)
def test_every_step_done_twice_is_done_once(step: reading.Step, text: str) -> None:
    once = step(clean(text, LONGEST_QUESTION_CHARS))

    assert step(once) == once


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_no_step_touches_the_titles_that_we_ship(step: reading.Step) -> None:
    sound = [clean(title) for title in titles()]

    assert len(sound) > 90
    assert {line: step(line) for line in sound if step(line) != line} == {}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_no_step_touches_those_titles_without_their_marks(step: reading.Step) -> None:
    sound = [fold(clean(title)) for title in titles()]

    assert {line: step(line) for line in sound if step(line) != line} == {}
