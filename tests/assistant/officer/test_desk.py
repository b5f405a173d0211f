from __future__ import annotations

import re

import pytest
from officer_shelf import Shelf

from assistant.officer.desk import Desk, Looked
from assistant.phrases import Wording
from evals.exactness.page import Page, numbers


@pytest.fixture(scope="module")
def desk(shelf: Shelf) -> Desk:
    return Desk(shelf)


def look(desk: Desk, message: str, *, officer: bool = True) -> Looked:
    found = desk.look_up(Wording.of(message), officer=officer)
    assert found is not None
    return found


def test_an_answer_by_law_holds_all_and_cites_the_words(shelf: Shelf, desk: Desk) -> None:
    found = look(desk, "thủ tục nào căn cứ nghị định 123/2015/NĐ-CP")

    cited = {citation.code for citation in found.citations if citation.field.startswith("legal_bases.")}
    listed = [line.split(" ")[1] for line in found.text.split("\n") if "“" in line]
    assert found.behavior == "list"
    assert cited == {procedure.code for procedure in found.procedures} == set(listed)
    assert f"{len(found.procedures)} thủ tục" in found.text.split("\n")[0]


@pytest.mark.parametrize(
    "message", ["thủ tục nào căn cứ nghị định 123/2015/NĐ-CP", "liệt kê thủ tục lĩnh vực hộ tịch", "thủ tục cấp tỉnh"]
)
def test_every_citation_is_the_slice_of_the_source(shelf: Shelf, desk: Desk, message: str) -> None:
    found = look(desk, message)

    assert [citation.id for citation in found.citations] == list(range(1, len(found.citations) + 1))
    for citation in found.citations:
        source = shelf.source_text(citation.code)
        assert source is not None
        assert source[citation.span.start : citation.span.end] == citation.quote


def test_every_figure_of_a_line_stands_in_what_it_cites(desk: Desk) -> None:
    found = look(desk, "thủ tục nào căn cứ nghị định 123/2015/NĐ-CP")

    quotes = {citation.id: numbers(citation.quote) for citation in found.citations}
    lines = [line for line in Page(found.text).lines if line.startswith("- ")]
    assert found.procedures
    assert [line.split(" ")[1] for line in lines][: len(found.procedures)] == [one.code for one in found.procedures]
    for line in lines:
        cited = [quotes[int(mark)] for mark in re.findall(r"\[(\d+)\]", line)]
        assert numbers(line) <= frozenset[str]().union(*cited)


def test_a_document_that_nothing_cites_is_said_so(desk: Desk) -> None:
    found = look(desk, "thủ tục nào căn cứ nghị định 999/2031/NĐ-CP")

    assert (found.behavior, found.procedures) == ("refuse", ())
    assert found.text == "Trong dữ liệu đang có không có thủ tục nào ghi văn bản 999/2031/NĐ-CP ở mục căn cứ pháp lý."


def test_a_replaced_document_names_the_one_in_force(desk: Desk) -> None:
    assert "đã được thay bằng Luật Đất đai số 31/2024/QH15 từ ngày 01/8/2024" in look(desk, "45/2013/QH13").text


def test_a_law_of_another_year_names_those_that_are_cited(desk: Desk) -> None:
    found = look(desk, "các thủ tục theo luật đất đai 2013")

    assert found.behavior == "refuse"
    assert found.text.endswith("Luật cùng tên mà dữ liệu có ghi là 31/2024/QH15.")


def test_an_officer_sees_level_field_and_agency(desk: Desk) -> None:
    lines = look(desk, "liệt kê thủ tục lĩnh vực hộ tịch").text.split("\n")

    line = next(line for line in lines if line.startswith("- 1.001193"))
    assert re.fullmatch(r"- 1\.001193 \| [^|]+ \| cấp xã \| Hộ tịch \[\d+\](?: \| .+)?", line)


def test_a_citizen_sees_titles_and_twenty_at_most(desk: Desk) -> None:
    found = look(desk, "liệt kê thủ tục cấp xã", officer=False)

    lines = [line for line in found.text.split("\n") if line.startswith("- ")]
    assert len(lines) == 20
    assert found.text.split("\n")[-1] == (
        f"… và {len(found.procedures) - 20} thủ tục khác. "
        "Muốn thu hẹp, nói thêm lĩnh vực, cơ quan, tỉnh, từ có trong tên thủ tục."
    )
    assert all(re.fullmatch(r"- .+ \(mã \d\.\d{6}\) \[\d+\]", line) for line in lines)


def test_counts_add_up(shelf: Shelf, desk: Desk) -> None:
    found = look(desk, "thống kê thủ tục theo lĩnh vực")

    counted = [int(line.rpartition(": ")[2]) for line in found.text.split("\n") if line.startswith("- ")]
    assert sum(counted) == len(shelf.summaries)


def test_indexes_are_read_once_and_only_when_needed() -> None:
    shelf = Shelf([])
    desk = Desk(shelf)

    desk.look_up(Wording.of("đăng ký khai sinh cần giấy gì"))

    assert shelf.reads == 0


@pytest.mark.parametrize("message", ["đăng ký kết hôn cần những thủ tục gì", "cần bao nhiêu thủ tục để mở quán", ""])
def test_other_questions_are_left_to_the_search(desk: Desk, message: str) -> None:
    assert desk.look_up(Wording.of(message), officer=True) is None


def test_a_count_comes_first_and_the_list_is_short(shelf: Shelf, desk: Desk) -> None:
    found = look(desk, "có bao nhiêu thủ tục cấp xã")

    lines = found.text.split("\n")
    assert (
        lines[0] == f"Có {sum(one.level == 'commune' for one in shelf.summaries)} thủ tục cấp xã trong dữ liệu đang có."
    )
    assert len([line for line in lines if line.startswith("- ")]) == 40
    assert "Muốn thu hẹp, nói thêm" in lines[-1]


def test_which_of_a_list_are_decided_by_fields_is_exact(shelf: Shelf, desk: Desk) -> None:
    codes = desk.codes_of(Wording.of("liệt kê thủ tục lĩnh vực hộ tịch"))
    assert codes is not None

    found = desk.among(codes, Wording.of("trong đó cái nào nộp online được"))

    assert found is not None
    assert [one.code for one in found.procedures] == [
        procedure.code
        for procedure in shelf.procedures
        if procedure.code in codes and any(channel.kind == "online" for channel in procedure.channels)
    ]
    assert found.text.startswith(f"Trong {len(codes)} thủ tục vừa nêu:")


def test_a_question_that_no_field_decides_is_not_answered_over_a_list(desk: Desk) -> None:
    assert desk.among(("1.001193",), Wording.of("trong đó cái nào dễ làm")) is None


def test_the_force_of_a_document_is_told_by_what_is_known(desk: Desk, shelf: Shelf) -> None:
    replaced = desk.in_force(Wording.of("45/2013/QH13 hết hiệu lực chưa"))
    by_name = desk.in_force(Wording.of("luật đất đai 2013 còn hiệu lực không"))
    unknown = desk.in_force(Wording.of("Luật Hộ tịch còn hiệu lực không"))

    assert replaced is not None
    assert by_name is not None
    assert unknown is not None
    known = "45/2013/QH13 đã được thay bằng Luật Đất đai số 31/2024/QH15 từ ngày 01/8/2024."
    assert replaced.text.startswith(known)
    assert by_name.text.startswith(known)
    assert "chưa biết văn bản nào thay thế" in unknown.text
    assert f"{len(unknown.procedures)} thủ tục" in unknown.text


@pytest.mark.parametrize("message", ["cmnd còn hiệu lực không", "giấy xác nhận có hiệu lực bao lâu", "khai sinh ở đâu"])
def test_papers_are_no_documents_of_law(desk: Desk, message: str) -> None:
    assert desk.in_force(Wording.of(message)) is None
