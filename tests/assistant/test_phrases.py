"""Phrases are found in accented, folded and half-typed text, and not in their namesakes."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases, Wording


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tải đơn ở đâu", 0),
        ("tai don o dau", 0),
        ("xin tải don ở đâu", 4),
        ("tại đơn vị", None),
        ("trên tải đơnvị", None),
    ],
)
def test_a_phrase_of_several_words_may_be_half_typed(text: str, found: int | None) -> None:
    assert Phrases(("tải đơn",)).find(Wording.of(text)) == found


@pytest.mark.parametrize(("text", "found"), [("chung chi", None), ("đã chung chi", 3), ("chứng chỉ", None)])
def test_a_phrase_with_namesakes_is_found_with_its_diacritics_only(text: str, found: int | None) -> None:
    assert Phrases(("=chung chi",)).find(Wording.of(f"{text}")) == (found if found else None)


def test_a_strict_phrase_is_not_found_folded_in_accented_text() -> None:
    assert Wording.of("cấp lại thẻ, muon chet") not in Phrases(("muốn chết",), strict=True)
    assert Wording.of("muon chet") in Phrases(("muốn chết",), strict=True)


def test_a_single_word_is_not_found_folded_in_accented_text() -> None:
    assert Wording.of("tàu phi cơ ở cảng") not in Phrases(("phí",))
    assert Wording.of("phi bao nhieu") in Phrases(("phí",))


def test_words_in_a_look_around_do_not_make_a_phrase_long() -> None:
    assert Wording.of("đấu nối vào đường") not in Phrases(("(?<!bắt )đâu(?! tư)",))


def test_removing_phrases_leaves_the_folded_rest() -> None:
    assert Phrases(("lệ phí", "bao nhiêu tiền")).remove(Wording.of("Lệ phí kết hôn")).split() == ["ket", "hon"]
