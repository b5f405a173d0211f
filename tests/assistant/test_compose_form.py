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


def test_a_short_answer_names_a_form_of_many_cases_once(read) -> None:
    papers = "".join(
        f"  [ Trường hợp thẻ {kind} ]\n    - a) Đơn theo Mẫu 08 Phụ lục I;\n      Số lượng: Bản chính: 1, Bản sao: 0\n"
        for kind in ("mất", "rách", "mờ")
    )

    short, full = read(papers=papers).say("form", full=False), read(papers=papers).say("form")

    assert short.text.count("Mẫu 08") == 1
    assert (short.shortened, full.shortened) == (True, False)
    assert full.text.count("Mẫu 08") == 3


def test_long_names_of_forms_keep_their_sign(read) -> None:
    papers = "".join(
        f"    - Đơn {number} {'xin cấp thẻ đọc sách ' * 20} theo Mẫu số 0{number}\n"
        "      Số lượng: Bản chính: 1, Bản sao: 0\n"
        for number in range(1, 9)
    )

    short = read(papers=papers).say("form", full=False)

    assert len(short.text) < 2_500
    assert all(f"Mẫu số 0{number})" in short.text for number in range(1, 9))
