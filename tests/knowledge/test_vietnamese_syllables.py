"""What can be a Vietnamese syllable."""

from __future__ import annotations

import pytest

from knowledge.vietnamese import fold
from knowledge.vietnamese_syllables import is_bare_syllable, is_syllable, parted, toned

WORDS = "giấy gì giếng quý hòa hoà thủy thuỷ khuya nghiêng xoong boong ghế kẹo quốc ước y"


@pytest.mark.parametrize("word", WORDS.split())
def test_syllables_are_known_by_their_parts(word: str) -> None:
    assert is_syllable(word)
    assert is_bare_syllable(fold(word))


@pytest.mark.parametrize("word", ["giaays", "google", "gế", "cẹo", "kà", "cảt", "qủa", "ngừơi", "hs", "đk", "visa", ""])
def test_what_spelling_forbids_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("base", "tone", "written"),
    [("hoa", "\u0300", "hòa"), ("quy", "\u0301", "quý"), ("toan", "\u0301", "toán"), ("nguơi", "\u0300", None),
     ("ngươi", "\u0300", "người"), ("mat", "", None), ("mât", "\u0301", "mất"), ("gi", "\u0300", "gì")],
)  # fmt: skip
def test_the_tone_mark_finds_its_place(base: str, tone: str, written: str | None) -> None:
    assert toned(base, tone) == written


@pytest.mark.parametrize("word", ["hòa", "quý", "giếng", "khuỷu", "được", "nghiệp", "thủy", "gì"])
def test_parting_and_toning_are_inverse(word: str) -> None:
    assert toned(*parted(word)) == word
