from __future__ import annotations

import pytest
from officer_shelf import Shelf

from assistant.officer.by_law import Document, LegalIndex, asked_document, documents_of, read_index
from assistant.phrases import Wording


@pytest.fixture(scope="module")
def index(shelf: Shelf) -> LegalIndex:
    return read_index(shelf)


def look(index: LegalIndex, message: str, *, bare: bool = False) -> tuple[Document, ...] | None:
    asked = asked_document(Wording.of(message), index, bare=bare)
    return None if asked is None else documents_of(asked, index)


def citing(shelf: Shelf, number: str) -> list[str]:
    """Codes of records that have exactly this number at a legal basis, read without the index."""
    return [
        procedure.code
        for procedure in shelf.procedures
        if any(basis.number is not None and basis.number.plain == number for basis in procedure.legal_bases)
    ]


@pytest.mark.parametrize("number", ["123/2015/NĐ-CP", "60/2014/QH13", "168/2025/NĐ-CP", "53/2025/TT-BCA"])
def test_every_procedure_that_cites_a_document_is_found(shelf: Shelf, index: LegalIndex, number: str) -> None:
    found = look(index, f"thủ tục nào căn cứ {number}")

    assert found is not None
    (document,) = found
    assert document.shown == number
    assert [code for code, _ in document.places] == citing(shelf, number)


def test_each_place_is_the_basis_that_names_it(shelf: Shelf, index: LegalIndex) -> None:
    (document,) = look(index, "nghị định 123/2015 dùng cho thủ tục nào") or ()

    assert [code for code, _ in document.places] == citing(shelf, "123/2015/NĐ-CP")
    for code, position in document.places:
        procedure = shelf.procedure(code)
        assert procedure is not None
        assert "123/2015/NĐ-CP" in procedure.legal_bases[position].quote.plain


@pytest.mark.parametrize(
    "message",
    [
        "các TTHC theo Luật Hộ tịch",
        "cac tthc theo luat ho tich 2014",
        "những thủ tục nào căn cứ Luật Hộ tịch năm 2014",
        "Luật Hộ tịch có những thủ tục nào",
    ],
)
def test_a_law_is_found_by_its_name(shelf: Shelf, index: LegalIndex, message: str) -> None:
    (document,) = look(index, message) or ()

    assert document.shown == "60/2014/QH13"
    assert {code for code, _ in document.places} == set(citing(shelf, "60/2014/QH13"))


def test_a_law_of_another_year_is_another_law(index: LegalIndex) -> None:
    assert look(index, "các thủ tục theo luật hộ tịch 1998") == ()


def test_a_number_cut_short_at_the_source_is_the_same_document(shelf: Shelf, index: LegalIndex) -> None:
    (document,) = look(index, "thủ tục nào căn cứ nghị định 118/2025/NĐ-CP") or ()

    expected = {*citing(shelf, "118/2025/NĐ-CP"), *citing(shelf, "118/2025/NĐ-C")}
    assert {code for code, _ in document.places} == expected


def test_a_document_that_no_record_cites_has_no_procedures(index: LegalIndex) -> None:
    assert look(index, "thủ tục nào căn cứ nghị định 999/2031/NĐ-CP") == ()


def test_a_document_named_inside_another_title_is_only_mentioned(shelf: Shelf, index: LegalIndex) -> None:
    assert index.mentions["123/2015/ND-CP"] == {"2.000986", "1.004884", "1.001022"}
    for key, codes in index.mentions.items():
        number = index.numbers[key]
        for code in codes:
            procedure = shelf.procedure(code)
            assert procedure is not None
            assert any(number.serial.split(".")[0] in basis.title.plain for basis in procedure.legal_bases)


def test_a_bare_number_is_a_question_of_officers_only(index: LegalIndex) -> None:
    assert look(index, "123/2015/NĐ-CP") is None
    assert look(index, "Nghị định 123/2015/NĐ-CP", bare=True) is not None


@pytest.mark.parametrize(
    "message",
    [
        "đăng ký khai sinh cần giấy gì",
        "theo nghị định 123/2015/NĐ-CP thì khai sinh mất bao lâu",
        "các thủ tục về luật sư",
        "những thủ tục nào của công an xã",
    ],
)
def test_other_questions_ask_for_no_document(index: LegalIndex, message: str) -> None:
    assert look(index, message) is None
