"""Markup, addresses and emoji go; words, numbers and signs of comparison stay."""

from __future__ import annotations

import pytest

from knowledge import markup
from knowledge.markup import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Đăng ký</b> khai&nbsp;sinh", "Đăng ký khai sinh"),
        ("l&#224;m gi&#7845;y", "làm giấy"),
        ("<script>steal()</script>mất căn cước", "mất căn cước"),
        ("<!-- ẩn --> hộ chiếu", "hộ chiếu"),
        ("xem [mẫu đơn](https://example.vn/a.pdf) giúp", "xem mẫu đơn giúp"),
        ("vào www.example.vn/trang hoặc viết a.b@example.vn", "vào hoặc viết"),
        ("https://example.gov.vn/tim?ma=1.001193&v=2 cần gì", "1.001193 cần gì"),
        ("làm giấy 🙏🏽 ở đâu 👨‍👩‍👧", "làm giấy ở đâu"),
        ("cảm ơn :)) =))) ^^ :v <3", "cảm ơn"),
        ("ｇｉấｙ ｔờ", "giấy tờ"),
        ("𝐠𝐢𝐚𝐲 𝓽𝓸 🅷🅾", "giay to ho"),
        ("ᴅᴀɴɢ ᴋʏ", "dang ky"),
        ("Ðăng ký ðất", "Đăng ký đất"),
        ("hộ сhiếu", "hộ chiếu"),
        ("&amp;nbsp;giá", "giá"),
    ],
)
def test_what_is_no_word_goes(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@pytest.mark.parametrize(
    "line",
    [
        "giấy phép < 5.000 m3 và > 200 m2",
        "gồm:3 bản, nộp lúc 8:30",
        "ĐĂNG KÝ KẾT HÔN",
        "nghị định 01/2021/NĐ-CP",
        "diện tích 500 m², hộ A&B",
        "SELECT * FROM t; DROP TABLE t",
        "привет, 你好, สวัสดี, مرحبا",
        "",
    ],
)
def test_sound_text_stays(line: str) -> None:
    assert plain(line) == line


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1400 + "<a" * 93 + ">" * 93 + " я" * 100,
        "<a" * 250 + ">" * 250 + "a." * 700,
        "[" * 300 + "x" + "](y)" * 300 + "a" * 600,
        "&amp;" * 400,
    ],
)
def test_what_is_nested_deeper_than_anybody_writes_loses_its_signs_in_a_few_rounds(text: str) -> None:
    rounds: list[str] = []
    step = markup._once

    def counted(line: str) -> str:
        rounds.append(line)
        return step(line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_once", counted)
        read = plain(text)

    assert len(rounds) <= 5
    assert "<" not in read
    assert "](" not in read
