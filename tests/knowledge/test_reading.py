"""The steps together."""

from __future__ import annotations

import pytest

from knowledge.reading import by_letter, by_word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hs TĐ, CCHT có YTNN", "hồ sơ thay đổi, cải chính hộ tịch có yếu tố nước ngoài"),
        ("DC hs NCC", "di chuyển hồ sơ người có công"),
        ("đc hs j z", "được hồ sơ gì"),
        ("hs CMĐ SDĐ hộ gđ", "hồ sơ chuyển mục đích sử dụng đất hộ gia đình"),
        ("GP KT NDĐ", "giấy phép khai thác nước dưới đất"),
        ("ĐK KT NDĐ", "đăng ký khai thác nước dưới đất"),
        ("dk kt cho ba", "dang ky khai tu cho ba"),
        ("xóa ghi nợ tiền SDĐ, LPTB trên GCN", "xóa ghi nợ tiền sử dụng đất, lệ phí trước bạ trên giấy chứng nhận"),
        ("mk mún lm lại xổ đỏ", "tôi muốn làm lại sổ đỏ"),
    ],
)
def test_offices_and_chats_are_read_each_in_their_way(typed: str, meant: str) -> None:
    assert by_word(by_letter(typed)) == meant
