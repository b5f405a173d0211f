"""The dossier: cases, papers, counts and forms."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.parse.dossier import find_forms, parse_dossier
from ingest.parse.text import SourceText
from knowledge.records import Case

_TWO_CASES = """
    - Tờ khai theo Mẫu số 01
      Số lượng: Bản chính: 1, Bản sao: 0
  [ Nộp qua mạng ]
    - - Ảnh chụp
giấy tờ
      Số lượng: Bản chính: 0, Bản sao: 2
    - Lưu ý chung
  [Trống]
"""


def _cases(words: str) -> tuple[Case, ...]:
    return parse_dossier(SourceText(words), 0, len(words))


def test_papers_stand_under_their_case_with_their_counts() -> None:
    unnamed, online, empty = _cases(_TWO_CASES)

    assert unnamed.title is None
    assert [(i.name.text, i.originals, i.copies, i.forms) for i in unnamed.items] == [
        ("Tờ khai theo Mẫu số 01", 1, 0, ("Mẫu số 01",))
    ]
    assert online.title is not None
    assert online.title.text == "Nộp qua mạng"
    assert [(i.name.plain, i.originals, i.copies) for i in online.items] == [
        ("- Ảnh chụp\ngiấy tờ", 0, 2),
        ("Lưu ý chung", None, None),
    ]
    assert empty.title is not None
    assert empty.items == ()


def test_counts_are_quoted() -> None:
    unnamed, *_ = _cases(_TWO_CASES)

    assert unnamed.items[0].counts is not None
    assert unnamed.items[0].counts.text == "Số lượng: Bản chính: 1, Bản sao: 0"


def test_decomposed_letters_are_read_the_same() -> None:
    decomposed = _cases(unicodedata.normalize("NFD", _TWO_CASES))

    assert [[i.name.plain for i in case.items] for case in decomposed] == [
        [i.name.plain for i in case.items] for case in _cases(_TWO_CASES)
    ]
    assert decomposed[0].items[0].originals == 1


def test_a_row_that_names_no_paper_is_none() -> None:
    (case,) = _cases(
        "    - \n      Số lượng: Bản chính: 1, Bản sao: 0\n    - Đơn\n      Số lượng: Bản chính: 2, Bản sao: 0\n"
    )

    assert [(item.name.text, item.originals) for item in case.items] == [("Đơn", 2)]


@pytest.mark.parametrize("words", ["", "Không có thông tin", "\n  Không có thông tin thành phần hồ sơ\n"])
def test_silence_has_no_cases(words: str) -> None:
    assert _cases(words) == ()


def test_a_count_that_no_office_asks_for_is_unknown() -> None:
    (case,) = _cases("    - Đơn\n      Số lượng: Bản chính: 99999999999999999999, Bản sao: 1\n")

    assert case.items[0].originals is None
    assert case.items[0].copies == 1


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Đơn theo mẫu số 02 và Mẫu CT01, mẫu số 02", ("Mẫu số 02", "Mẫu CT01")),
        ("Tờ khai (Mẫu số 02/CNKD-TNCN-QTT Thông tư 1)", ("Mẫu số 02/CNKD-TNCN-QTT",)),
        ("theo MẪU B16", ("MẪU B16",)),
        ("Mẫu số 01-Đơn đề nghị", ("Mẫu số 01",)),
        ("Mẫu số: 3.TĂCN", ("Mẫu số: 3.TĂCN",)),
        ("Mẫu số 21đ", ("Mẫu số 21đ",)),
        ("theo mẫu 1tại phụ lục", ()),
        ("theo mẫu quy định", ()),
        ("mẫu giấy", ()),
        (unicodedata.normalize("NFD", "mẫu số 7"), ("Mẫu số 7",)),
    ],
)
def test_forms_are_found_by_their_names(name: str, forms: tuple[str, ...]) -> None:
    assert find_forms(name) == forms
