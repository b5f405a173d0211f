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


CASES = (
    "  [ Trường hợp cấp mới thẻ ]\n"
    + paper("Tờ khai")
    + paper("Ảnh chân dung", 2)
    + "  [ Trường hợp cấp lại do mất thẻ ]\n"
    + paper("Đơn xin cấp lại")
    + "  [ Giấy tờ phải xuất trình ]\n"
    + paper("Thẻ căn cước")
)


def test_the_case_that_the_question_fixes_is_told_with_what_all_cases_share(read) -> None:
    short = read(papers=CASES).say("documents", full=False, words="em bi mat the thi can giay to gi")

    assert short.text.split("\n")[1:] == [
        "Hồ sơ cần chuẩn bị cho trường hợp bạn nêu (thủ tục này còn 1 trường hợp khác, gõ “xem đầy đủ” để xem hết):",
        "Trường hợp cấp lại do mất thẻ: [3]",
        "1. Đơn xin cấp lại (bản chính: 1) [4]",
        "Giấy tờ phải xuất trình: [5]",
        "2. Thẻ căn cước (bản chính: 1) [6]",
    ]
    assert [item.name for item in short.checklist] == ["Đơn xin cấp lại", "Thẻ căn cước"]
    assert (short.shortened, short.cases) == (True, ())


def test_the_full_answer_begins_with_the_fixed_case_and_holds_the_others(read) -> None:
    full = read(papers=CASES).say("documents", words="em bị mất thẻ")

    assert [line.split(" [")[0] for line in full.text.split("\n")[1:]] == [
        "Hồ sơ cần chuẩn bị cho trường hợp bạn nêu:",
        "Trường hợp cấp lại do mất thẻ:",
        "1. Đơn xin cấp lại (bản chính: 1)",
        "Giấy tờ phải xuất trình:",
        "2. Thẻ căn cước (bản chính: 1)",
        "Các trường hợp khác của thủ tục này:",
        "Trường hợp cấp mới thẻ:",
        "3. Tờ khai (bản chính: 1)",
        "4. Ảnh chân dung (bản chính: 2)",
    ]
    assert not full.shortened


def test_short_cases_of_which_none_is_fixed_are_all_told_and_offered(read) -> None:
    short = read(papers=CASES).say("documents", full=False)

    assert short.cases == ("Cấp mới thẻ", "Cấp lại do mất thẻ")
    assert "còn" not in short.text
    assert len(short.checklist) == 4
    assert read(papers=CASES).say("documents").cases == ()


def test_long_cases_of_which_none_is_fixed_are_listed_with_their_papers(read) -> None:
    long = "Giấy xác nhận của cơ quan nơi người đọc sách đang làm việc hoặc học tập " * 8
    papers = (
        "  [ Trường hợp cấp mới thẻ ]\n"
        + "".join(paper(f"Bản {letter} của {long}") for letter in "abcd")
        + "  [ Trường hợp cấp lại do mất thẻ ]\n"
        + paper("Đơn xin cấp lại")
    )

    short = read(papers=papers).say("documents", full=False)
    lines = short.text.split("\n")[1:]

    assert lines[0] == "Hồ sơ cần chuẩn bị, tùy trường hợp của bạn:"
    assert lines[1] == "- Trường hợp cấp mới thẻ (4 loại giấy tờ) [3]"
    assert lines[2].startswith("  Gồm Bản a của Giấy xác nhận")
    assert lines[2].endswith("; …")
    assert lines[3:] == [
        "- Trường hợp cấp lại do mất thẻ (1 loại giấy tờ) [7]",
        "  Gồm Đơn xin cấp lại (bản chính: 1) [8]",
    ]
    assert (short.shortened, len(short.checklist)) == (True, 5)


def test_many_cases_are_counted_where_they_are_not_named(read) -> None:
    kinds = ("vàng", "bạc", "đồng", "sắt", "chì", "kẽm", "nhôm", "gỗ", "nhựa", "giấy")
    papers = "".join(f"  [ Trường hợp thẻ bằng {kind} ]\n{paper('Đơn ' + 'rất dài ' * 40)}" for kind in kinds)

    short = read(papers=papers).say("documents", full=False)

    assert short.text.endswith("  … và còn 2 trường hợp khác, gõ “xem đầy đủ” để xem hết.")
    assert short.cases == ()
    assert len(short.checklist) == 10


def test_parts_of_one_dossier_are_never_left_out(read) -> None:
    papers = "  [ Giấy tờ phải nộp ]\n" + paper("Tờ khai") + "  [ Giấy tờ phải xuất trình ]\n" + paper("Thẻ căn cước")

    for words in ("", "giấy tờ phải nộp gồm những gì"):
        short = read(papers=papers).say("documents", full=False, words=words)
        assert [item.name for item in short.checklist] == ["Tờ khai", "Thẻ căn cước"]
        assert "Thẻ căn cước" in short.text
        assert not short.shortened


def test_the_checklist_notes_how_a_paper_is_given_and_what_is_remarked_on_it(read) -> None:
    papers = (
        "  [ Giấy tờ phải xuất trình ]\n"
        + paper("Thẻ căn cước")
        + paper("Trường hợp mất thẻ thì mang hộ chiếu", 0, 0)
        + "  [ Giấy tờ phải nộp hoặc xuất trình ]\n"
        + paper("Ảnh chân dung")
    )

    composed = read(papers=papers).say("documents")

    assert [(item.name, item.note) for item in composed.checklist] == [
        ("Thẻ căn cước", "Xuất trình · Trường hợp mất thẻ thì mang hộ chiếu"),
        ("Ảnh chân dung", None),
    ]
    cited = {citation.id: citation.quote for citation in composed.citations}
    assert "mang hộ chiếu" in cited[composed.checklist[0].citation or 0]


def test_the_ordinary_dossier_comes_first_and_is_another_case_where_one_is_fixed(read) -> None:
    long = "rất dài " * 120
    papers = (
        f"  [ Trường hợp thẻ bị mất ]\n{paper('Đơn trình báo ' + long)}"
        f"  [ Trường hợp thẻ bị rách ]\n{paper('Thẻ cũ ' + long)}"
        f"  [ Cấp thẻ đọc sách ]\n{paper('Tờ khai')}"
        f"  [ Trường hợp ủy quyền ]\n{paper('Giấy ủy quyền')}"
    )

    plain = [line.split(" [")[0] for line in read(papers=papers).say("documents", full=False).text.split("\n")[1:]]
    lost = read(papers=papers).say("documents", full=False, words="mat the roi")

    assert plain[:4] == [
        "Hồ sơ cần chuẩn bị:",
        "Cấp thẻ đọc sách:",
        "1. Tờ khai (bản chính: 1)",
        "Hồ sơ của từng trường hợp riêng:",
    ]
    assert plain[-3:] == [
        "Ngoài ra nguồn còn ghi:",
        "- Trường hợp ủy quyền (1 loại giấy tờ)",
        "  Gồm Giấy ủy quyền (bản chính: 1)",
    ]
    assert "còn 2 trường hợp khác" in lost.text
    assert [item.case for item in lost.checklist] == ["Trường hợp thẻ bị mất", "Trường hợp ủy quyền"]
