"""Words that our texts know."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import is_sound, known_syllables, pair_rank, rank, spelling


def test_frequent_words_come_before_rare_ones_and_unknown_ones_have_no_rank() -> None:
    giay, khai = rank("giấy"), rank("khai")

    assert giay is not None
    assert khai is not None
    assert giay < khai
    assert rank("khẫu") is None
    assert rank("hai từ") is None


def test_pairs_are_known_marked_and_folded_and_from_everyday_phrases() -> None:
    assert pair_rank("thường", "trú") is not None
    assert pair_rank("thuong", "tru") is not None
    assert pair_rank("độc", "thân") is not None
    assert pair_rank("trú", "thường") is None


@pytest.mark.parametrize("word", ["giấy", "giay", "visa", "list", "ubnd", "mk", "on"])
def test_syllables_foreign_words_and_shorthand_are_sound(word: str) -> None:
    assert is_sound(word)


@pytest.mark.parametrize("word", ["giaays", "đăgn", "xog", "phpe"])
def test_what_is_no_word_is_not(word: str) -> None:
    assert not is_sound(word)


def test_known_syllables_are_written_with_their_marks() -> None:
    assert {"giấy", "phép"} <= set(known_syllables())
    assert "visa" not in known_syllables()


def test_every_word_of_the_spelling_file_is_a_string() -> None:
    assert {"on", "off", "no"} & set(spelling()["foreign"]) == {"off"}
    assert all(isinstance(rime, str) for group in spelling()["alike"]["rimes"] for rime in group)
