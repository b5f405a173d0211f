"""The forms of a dossier."""

from __future__ import annotations


def test_forms_are_found_in_the_dossier(read) -> None:
    papers = (
        "    - Đơn xin cấp thẻ (Mẫu số 01)\n      Số lượng: Bản chính: 1, Bản sao: 0\n"
        "    - Ảnh chân dung\n      Số lượng: Bản chính: 1, Bản sao: 0\n"
    )

    assert read(papers=papers).lines("form") == [
        "Mẫu đơn, tờ khai trong hồ sơ:",
        "- Đơn xin cấp thẻ (Mẫu số 01) [3]",
    ]
    assert read().lines("form") == ["Mẫu đơn, tờ khai: nguồn không nêu mẫu nào trong thành phần hồ sơ."]
