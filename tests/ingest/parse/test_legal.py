"""Legal bases: title, number, date and issuer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.legal import parse_legal_bases
from ingest.parse.text import SourceText
from knowledge.records import LegalBasis


def _bases(words: str) -> tuple[LegalBasis, ...]:
    return parse_legal_bases(SourceText(words), 0, len(words))


def test_number_date_and_issuer_are_read() -> None:
    (basis,) = _bases("\n  * Nghị định về hộ tịch ngày 5/3/2025 (87/2025/NĐ-CP)\n")

    assert basis.title.text == "Nghị định về hộ tịch ngày 5/3/2025"
    assert basis.number is not None
    assert basis.number.text == "87/2025/NĐ-CP"
    assert basis.issued_on == date(2025, 3, 5)
    assert basis.issuer == "Chính phủ"


def test_a_number_with_brackets_of_its_own_is_whole() -> None:
    (basis,) = _bases("  * Quyết định của tỉnh (sửa đổi) (12/2025/QĐ-UBND (thành phố Huế))")

    assert basis.title.text == "Quyết định của tỉnh (sửa đổi)"
    assert basis.number is not None
    assert basis.number.text == "12/2025/QĐ-UBND (thành phố Huế)"


def test_a_title_over_two_lines_is_one_basis() -> None:
    first, second = _bases("\n  * Thông tư về phí\ntheo ngành (1/2024/TT-BTC)\n  * Luật Cư trú (68/2020/QH14)\n")

    assert first.title.plain == "Thông tư về phí\ntheo ngành"
    assert second.issuer == "Quốc hội"


@pytest.mark.parametrize("words", ["ngày 31/02/2025", "ngày 0/1/2025", "ngày 12 tháng 13 năm 2025"])
def test_a_day_that_does_not_exist_is_no_date(words: str) -> None:
    (basis,) = _bases(f"  * Thông tư {words} (1/2025/TT-BTC)")

    assert basis.issued_on is None


def test_a_written_out_date_is_read() -> None:
    (basis,) = _bases("  * Luật ngày 09 tháng 11 năm 2020")

    assert basis.issued_on == date(2020, 11, 9)
    assert basis.number is None
    assert basis.issuer is None


@pytest.mark.parametrize("words", ["  * (1/2025/TT-BTC)", "  * Luật (", "  * Luật ) ("])
def test_odd_brackets_lose_no_words(words: str) -> None:
    (basis,) = _bases(words)

    assert basis.quote.text == words.removeprefix("  * ")
    assert basis.title.text


@pytest.mark.parametrize("words", ["", "\n  Không có thông tin căn cứ pháp lý.\n", "  * Không có thông tin"])
def test_silence_cites_nothing(words: str) -> None:
    assert _bases(words) == ()


@given(st.text(alphabet="() *ab\nngày1/202", max_size=100))
def test_whatever_is_written_every_entry_quotes_the_source(words: str) -> None:
    for basis in _bases(words):
        for quote in (basis.quote, basis.title, *([basis.number] if basis.number else [])):
            assert words[quote.span.start : quote.span.end] == quote.text
            assert basis.quote.span.start <= quote.span.start <= quote.span.end <= basis.quote.span.end
