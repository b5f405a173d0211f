"""Chat spelling by rule."""

from __future__ import annotations

import pytest

from knowledge.chat_spelling import from_chat


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fải xin fép", "phải xin phép"),
        ("zới zì zề", "với gì về"),
        ("xog trog sag", "xong trong sang"),
        ("thík đượk", "thích được"),
        ("wên wá wản lý", "quên quá quản lý"),
        ("jấy júp", "giấy giúp"),
        ("kó kái kần", "có cái cần"),
        ("nkà tkủ ckồng", "nhà thủ chồng"),
        ("thàh lập", "thành lập"),
        ("Fải", "Phải"),
    ],
)
def test_rules_give_known_words(typed: str, meant: str) -> None:
    assert from_chat(typed) == meant


@pytest.mark.parametrize(
    "line", ["zalo facebook wifi", "karaoke", "hs NCC CMND", "giấy phép kinh doanh", "fax web jeep", "z", ""]
)
def test_sound_words_and_shorthand_stay(line: str) -> None:
    assert from_chat(line) == line


def test_a_beginning_that_may_stand_for_several_is_left_where_no_mark_helps() -> None:
    assert from_chat("zua") == "zua"
