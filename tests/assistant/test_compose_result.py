"""What is received."""

from __future__ import annotations


def test_the_result_is_what_is_received(read) -> None:
    assert read(result="Thẻ đọc sách").lines("result") == ["Kết quả nhận được: Thẻ đọc sách [3]"]
    assert read(result="- Thẻ đọc sách\n- Nội quy").lines("result") == [
        "Kết quả nhận được:",
        "  - Thẻ đọc sách",
        "  - Nội quy [3]",
    ]
    assert read().lines("result") == ["Kết quả nhận được: chưa công bố."]
