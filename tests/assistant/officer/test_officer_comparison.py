from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from officer_shelf import Shelf

from assistant.compose import Composed
from assistant.compose.comparison import compose_comparison
from assistant.officer.comparison import (
    compared_facets,
    compared_with,
    is_back_reference,
    split_comparison,
    wants_comparison,
)
from assistant.phrases import Wording
from assistant.understand import understand
from evals.exactness.page import Page, numbers
from knowledge.records import Procedure

if TYPE_CHECKING:
    from conftest import ReadOf

PAIRS = [("1.001193", "1.004884"), ("1.004222", "1.004194"), ("1.000656", "1.000894"), ("1.001612", "2.000815")]


def held(shelf: Shelf, code: str) -> tuple[Procedure, str]:
    procedure, text = shelf.procedure(code), shelf.source_text(code)
    assert procedure is not None
    assert text is not None
    return procedure, text


def compare(shelf: Shelf, first: str, second: str, *, full: bool = True, first_id: int = 1) -> Composed:
    return compose_comparison(*held(shelf, first), *held(shelf, second), full=full, first_id=first_id)


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("so sánh 1.001193 và 1.001022", ("1.001193", "1.001022")),
        ("khác nhau giữa thường trú và tạm trú", ("thường trú", "tạm trú")),
        ("thường trú với tạm trú khác gì nhau", ("thường trú", "tạm trú")),
        ("thuong tru khac j tam tru", ("thuong tru", "tam tru")),
        ("cho tôi hỏi tạm trú khác thường trú thế nào", ("tạm trú", "thường trú")),
        ("so sánh thủ tục khai sinh với khai tử giúp em", ("khai sinh", "khai tử")),
        ("so sánh phí cấp lại và cấp đổi giấy phép lái xe", ("cấp lại giấy phép lái xe", "cấp đổi giấy phép lái xe")),
        ("thường trú và tạm trú khác nhau về phí thế nào", ("thường trú", "tạm trú")),
        ("so sánh lệ phí và thời hạn khai sinh với khai tử", ("khai sinh", "khai tử")),
        ("ho chieu pho thong va ho chieu gan chip khac nhau ko", ("ho chieu pho thong", "ho chieu gan chip")),
    ],
)
def test_two_things_are_taken_apart(message: str, parts: tuple[str, str]) -> None:
    assert split_comparison(understand(message)) == parts


@pytest.mark.parametrize(
    "message",
    [
        "làm lại cccd ở tỉnh khác được không",
        "kết hôn với người tỉnh khác cần giấy gì",
        "đăng ký tạm trú ở nơi khác với hộ khẩu",
        "sáp nhập giữa năm và có giao dịch khác gì thì nộp thuế ngày nào và theo nghị định nào mới đúng luật bây giờ",
        "so sánh",
        "",
    ],
)
def test_other_words_compare_nothing(message: str) -> None:
    assert split_comparison(understand(message)) is None


def test_a_wish_to_compare_is_heard_without_two_names() -> None:
    assert wants_comparison(Wording.of("hai cái này khác nhau chỗ nào"))


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("pair", PAIRS)
def test_every_figure_stands_in_words_that_its_line_cites(shelf: Shelf, pair: tuple[str, str], full: bool) -> None:
    composed = compare(shelf, *pair, full=full)

    quotes = {citation.id: numbers(citation.quote) for citation in composed.citations}
    assert sorted(quotes) == sorted({int(mark) for mark in re.findall(r"\[(\d+)\]", composed.text)} & set(quotes))
    assert quotes
    for line in Page(composed.text).lines:
        marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", line) if int(mark) in quotes]
        assert numbers(line) <= frozenset[str]().union(*(quotes[mark] for mark in marks))


@pytest.mark.parametrize("pair", PAIRS)
def test_every_citation_is_the_slice_of_its_own_source(shelf: Shelf, pair: tuple[str, str]) -> None:
    composed = compare(shelf, *pair, first_id=5)

    assert [citation.id for citation in composed.citations] == list(range(5, 5 + len(composed.citations)))
    for citation in composed.citations:
        _, text = held(shelf, citation.code)
        assert text[citation.span.start : citation.span.end] == citation.quote
    assert {citation.code for citation in composed.citations} == set(pair)


def test_legal_bases_are_shared_or_of_one_alone(shelf: Shelf) -> None:
    lines = compare(shelf, "1.001193", "1.000656").text.split("\n")

    bases = lines[lines.index("Căn cứ pháp lý:") :]
    shared = bases[bases.index("  Có ở cả hai:") :]
    assert any(re.search(r"Luật 60/2014/QH13 \[\d+\] \[\d+\]$", line) for line in shared)


def test_a_procedure_compared_with_itself_differs_in_nothing(shelf: Shelf) -> None:
    text = compare(shelf, "1.004222", "1.004222").text

    assert "khác nhau" not in text
    assert "Chỉ A có" not in text
    assert "Chỉ B có" not in text


def test_silence_of_both_is_said(read: ReadOf) -> None:
    one = read(result="Thẻ đọc sách")

    text = compose_comparison(one.procedure, one.text, one.procedure, one.text).text

    assert "Nơi nộp | cả hai: chưa công bố." in text.split("\n")
    assert "Kết quả nhận được | giống nhau: Thẻ đọc sách" in text


@pytest.mark.parametrize(
    ("message", "facets"),
    [
        ("so sánh HỒ SƠ 1.001193 với 1.004884", ("documents",)),
        ("so sanh ho so cua khai sinh va khai tu", ("documents",)),
        ("so sánh lệ phí và thời hạn khai sinh với khai tử", ("fee", "time")),
        ("khai sinh với khai tử khác gì nhau", ()),
    ],
)
def test_a_comparison_is_about_what_it_names(message: str, facets: tuple[str, ...]) -> None:
    said = understand(message)
    names = split_comparison(said)

    assert names is not None
    assert compared_facets(said, names) == facets


@pytest.mark.parametrize(
    ("message", "other"),
    [
        ("so sánh với 1.004884", "1.004884"),
        ("so sánh hồ sơ với khai tử", "khai tử"),
        ("so sánh thủ tục này với tạm trú", "tạm trú"),
        ("khác gì với tạm trú", "tạm trú"),
        ("làm lại cccd ở tỉnh khác với quê được không", None),
        ("tạm trú cần giấy gì", None),
    ],
)
def test_the_last_procedure_is_compared_with_the_one_that_is_named(message: str, other: str | None) -> None:
    assert compared_with(understand(message)) == other


def test_a_name_may_point_back() -> None:
    assert is_back_reference("thủ tục này")
    assert is_back_reference("nó")
    assert not is_back_reference("thường trú")


def test_only_the_facets_asked_for_are_compared(shelf: Shelf) -> None:
    text = compose_comparison(*held(shelf, "1.004222"), *held(shelf, "1.004194"), facets=("time",), full=True).text

    fields = [line.split(" | ")[0] for line in text.split("\n")[3:] if not line.startswith(" ")]
    assert fields == ["Thời hạn giải quyết"]


@pytest.mark.parametrize("pair", PAIRS)
def test_shared_parts_are_counted_where_only_what_differs_is_wanted(shelf: Shelf, pair: tuple[str, str]) -> None:
    whole = compare(shelf, *pair)
    brief = compose_comparison(*held(shelf, pair[0]), *held(shelf, pair[1]), full=True, shared=False)

    shared = whole.text.partition("Căn cứ pháp lý:")[2].partition("Có ở cả hai:")[2].partition("Chỉ")[0].count("  - ")
    assert re.search(rf"Căn cứ pháp lý \| giống nhau {shared},", brief.text)
    assert "Có ở cả hai" not in brief.text
    assert {citation.id for citation in brief.citations} == {int(n) for n in re.findall(r" \[(\d+)\]", brief.text)}
