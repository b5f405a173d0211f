"""What a person is told to bring."""

from __future__ import annotations

from assistant.records import ChecklistItem


def paper(name: str, originals: int = 1, copies: int = 0) -> str:
    return f"    - {name}\n      Số lượng: Bản chính: {originals}, Bản sao: {copies}\n"


def test_papers_are_numbered_with_their_originals_and_copies(read) -> None:
    papers = paper("Tờ khai") + paper("Thẻ cũ", 0, 2) + paper("Ảnh chân dung", 2, 1)

    assert read(papers=papers).lines("documents") == [
        "Hồ sơ cần chuẩn bị:",
        "1. Tờ khai (bản chính: 1) [3]",
        "2. Thẻ cũ (bản sao: 2) [4]",
        "3. Ảnh chân dung (bản chính: 2, bản sao: 1) [5]",
    ]


def test_papers_with_their_own_letters_come_in_their_order_and_keep_them(read) -> None:
    papers = paper("c) Ảnh") + paper("a) Tờ khai") + paper("d) Biên lai") + paper("b) Thẻ cũ") + paper("đ) Phong bì")

    assert read(papers=papers).lines("documents")[1:] == [
        "a) Tờ khai (bản chính: 1) [3]",
        "b) Thẻ cũ (bản chính: 1) [4]",
        "c) Ảnh (bản chính: 1) [5]",
        "d) Biên lai (bản chính: 1) [6]",
        "đ) Phong bì (bản chính: 1) [7]",
    ]


def test_papers_keep_the_order_of_the_source_where_one_has_no_letter(read) -> None:
    papers = paper("b) Ảnh") + paper("Tờ khai") + paper("a) Thẻ cũ")

    assert [line.split(" (")[0] for line in read(papers=papers).lines("documents")[1:]] == [
        "b) Ảnh",
        "1. Tờ khai",
        "a) Thẻ cũ",
    ]


def test_every_case_has_its_heading(read) -> None:
    papers = "  [ Trường hợp cấp mới ]\n" + paper("Tờ khai") + "  [ Trường hợp cấp lại ]\n" + paper("Đơn xin cấp lại")

    assert read(papers=papers).lines("documents") == [
        "Hồ sơ cần chuẩn bị:",
        "Trường hợp cấp mới: [3]",
        "1. Tờ khai (bản chính: 1) [4]",
        "Trường hợp cấp lại: [5]",
        "2. Đơn xin cấp lại (bản chính: 1) [6]",
    ]


def test_the_checklist_holds_each_paper_with_its_citation(read) -> None:
    papers = "  [ Trường hợp cấp mới ]\n" + paper("Tờ khai (Mẫu số 02)", 1, 2) + paper("Gồm các giấy sau:", 0, 0)

    composed = read(papers=papers).say("documents")

    assert composed.checklist == (
        ChecklistItem(
            name="Tờ khai (Mẫu số 02)",
            originals=1,
            copies=2,
            form="Mẫu số 02",
            note=None,
            case="Trường hợp cấp mới",
            citation=4,
        ),
    )
    assert composed.citations[3].quote == "Tờ khai (Mẫu số 02)\n      Số lượng: Bản chính: 1, Bản sao: 2"


def test_a_line_that_only_introduces_others_has_no_number(read) -> None:
    papers = paper("Giấy tờ phải nộp:", 0, 0) + paper("Tờ khai")

    assert read(papers=papers).lines("documents")[1:] == ["Giấy tờ phải nộp: [3]", "1. Tờ khai (bản chính: 1) [4]"]


def test_a_dossier_that_the_source_does_not_give_is_unknown(read) -> None:
    assert read().lines("documents") == ["Thành phần hồ sơ: chưa công bố."]


def test_the_short_answer_leaves_remarks_out_and_says_that_it_is_short(read) -> None:
    papers = paper("Tờ khai") + "".join(paper(f"Lưu ý thứ {number}", 0, 0) for number in range(1, 9)) + paper("Ảnh")

    short, full = read(papers=papers).say("documents", full=False), read(papers=papers).say("documents")

    assert short.text.split("\n")[1:] == [
        "Hồ sơ cần chuẩn bị:",
        "1. Tờ khai (bản chính: 1) [3]",
        "2. Ảnh (bản chính: 1) [4]",
    ]
    assert short.shortened
    assert not full.shortened
    assert all(f"Lưu ý thứ {number} [" in full.text for number in range(1, 9))
