"""Words contracted to their initials, written out by what titles say."""

from __future__ import annotations

import pytest

from knowledge.initials import are_initials, initials, is_chat, long_ones_written_out, runs_written_out, written_out


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("CN HGV", "công nhận hòa giải viên"),
        ("tổ HG", "tổ hòa giải"),
        ("HG TCĐĐ cấp xã", "hòa giải tranh chấp đất đai cấp xã"),
        ("XĐLDT", "xác định lại dân tộc"),
        ("KT NDĐ", "khai thác nước dưới đất"),
        ("vào cơ sở TGXH", "vào cơ sở trợ giúp xã hội"),
        ("ĐKTL hợp tác xã", "đăng ký thành lập hợp tác xã"),
    ],
)
def test_initials_are_written_out_with_what_stands_beside_them(typed: str, written: str) -> None:
    assert written_out(typed) == written


def test_without_marks_in_the_line_none_are_written() -> None:
    assert written_out("vao co so tgxh") == "vao co so tro giup xa hoi"


@pytest.mark.parametrize(
    "line", ["TT", "hồ sơ cccd, bhxh", "KT", "visa GAS wifi", "giấy phép xây dựng", "QWX", "XYZ123", ""]
)
def test_unclear_initials_words_and_known_abbreviations_stay(line: str) -> None:
    assert written_out(line) == line


def test_d_with_a_stroke_stands_for_nothing_else() -> None:
    assert written_out("quyền SDĐ") == "quyền sử dụng đất"
    assert written_out("quyền SĐD") == "quyền SĐD"


def test_initials_do_not_reach_over_a_comma() -> None:
    assert "hòa giải viên" not in written_out("CN H, GV")


def test_alone_initials_are_left_to_shorthand_and_in_chat_short_ones_are_no_phrase() -> None:
    assert runs_written_out("KT") == "KT"
    assert runs_written_out("KT NDĐ") == "khai thác nước dưới đất"
    assert long_ones_written_out("có GP") == "có GP"
    assert long_ones_written_out("có TGXH") == "có trợ giúp xã hội"


def test_a_line_of_chat_is_known_by_words_that_only_chats_have() -> None:
    assert is_chat("e xin j z")
    assert not is_chat("hs CMĐ SDĐ ko thuộc diện")


def test_initials_of_syllables_are_their_first_letters_folded() -> None:
    assert initials(("đăng", "ký", "ưu", "đãi")) == "dkud"


@pytest.mark.parametrize(
    ("token", "are"), [("hgv", True), ("ưđ", True), ("cccd", False), ("an", False), ("visa", False), ("m2", False)]
)
def test_only_letters_that_are_no_word_are_initials(token: str, are: bool) -> None:
    assert are_initials(token) is are
