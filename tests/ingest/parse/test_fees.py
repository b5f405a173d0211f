"""Fees: free only where the source says so, unknown where it is silent or contradicts itself."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.fees import parse_fees
from ingest.parse.text import SourceText
from knowledge.records import Fee


def _fees(words: str) -> tuple[Fee, ...]:
    return parse_fees(SourceText(words), 0, len(words))


def _fee(words: str) -> Fee:
    (fee,) = _fees(words)
    return fee


@pytest.mark.parametrize("words", ["", " ", "Không có thông tin", "|"])
def test_silence_is_no_fee(words: str) -> None:
    assert _fees(words) == ()


def test_zero_fee_without_a_note_is_unknown() -> None:
    fee = _fee("0 VNĐ ()")

    assert fee.amount is None
    assert fee.note is None
    assert not fee.known
    assert not fee.free
    assert fee.quote.text == "0 VNĐ ()"


@pytest.mark.parametrize(
    "note",
    [
        "Không",
        "không có.",
        "- Không có",
        "Không thu phí",
        "Miễn phí",
        "Miễn lệ phí",
        "Miễn lệ phí (Thông tư số 1/2020/TT-BTC).",
        "Không thu phí, lệ phí",
        "0 đồng",
        unicodedata.normalize("NFD", "Không thu lệ phí"),
    ],
)
def test_zero_with_words_that_say_free_is_free(note: str) -> None:
    fee = _fee(f"0 VNĐ ({note})")

    assert fee.amount == 0
    assert fee.free
    assert fee.note is not None


@pytest.mark.parametrize(
    "note",
    [
        "Miễn lệ phí cho hộ nghèo",
        "Miễn phí từ ngày 01/4/2026 đến 30/6/2026",
        "Miễn lệ phí nếu nộp trực tuyến (Thông tư số 1/2020/TT-BTC)",
        "Không quy định",
        "Chưa có quy định",
        "Theo quy định của Bộ Tài chính",
        "Phí thẩm định: 150.000 đồng/hồ sơ",
        "Không thu phí. Lệ phí: 20.000 đồng",
    ],
)
def test_zero_with_a_condition_or_a_tariff_in_its_note_is_unknown_and_keeps_the_note(note: str) -> None:
    fee = _fee(f"0 VNĐ ({note})")

    assert fee.amount is None
    assert fee.note is not None
    assert fee.note.text == note
    assert fee.known


@pytest.mark.parametrize("note", ["0", "Đồng", "Phí, lệ phí"])
def test_a_note_that_says_nothing_is_no_note(note: str) -> None:
    fee = _fee(f"0 VNĐ ({note})")

    assert fee.note is None
    assert not fee.known


def test_a_figure_with_a_note_that_agrees_is_the_fee() -> None:
    fee = _fee("75000 VNĐ (Lệ phí cấp thẻ: 75.000 đồng/thẻ)")

    assert (fee.amount, fee.currency, fee.kind, fee.flags) == (Decimal(75000), "VND", "lệ phí", ())


@pytest.mark.parametrize(
    "words",
    [
        "40 VNĐ (40.000 đồng/giấy)",
        "40000 VNĐ (50.000đ/giấy)",
        "1500000 VNĐ (150.000 đồng/1 giấy)",
        "50000 VNĐ (25.000.000đ/giấy, áp dụng đến hết ngày 31/12/2026)",
        "2300000 VNĐ (1.500.000 đồng/cơ sở)",
    ],
)
def test_a_figure_that_its_note_contradicts_is_unknown_and_flagged(words: str) -> None:
    fee = _fee(words)

    assert fee.amount is None
    assert fee.note is not None
    assert fee.flags == ("contradicts_note",)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("20000000 VNĐ (áp dụng mức phí 10.000.000 đồng kể từ ngày 01/7/2025 đến hết ngày 31/12/2026)", 20_000_000),
        ("4500000 VNĐ (gồm 3.000.000 đồng thẩm định; 1.500.000 đồng cấp giấy)", 4_500_000),
        ("160000 VNĐ (160.000/hộ chiếu; làm mất: 320.000đ/hộ chiếu)", 160_000),
        ("500000 VNĐ (10 triệu đồng/giấy với tổ chức)", 500_000),
    ],
)
def test_a_rate_for_a_period_a_sum_or_a_second_tariff_is_no_contradiction(words: str, amount: int) -> None:
    fee = _fee(words)

    assert fee.amount == amount
    assert fee.flags == ()


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("100 VNĐ (100 USD/thẻ)", "100", "USD"),
        ("25 VNĐ (Thị thực một lần: 25USD/thị thực)", "25", "USD"),
        ("1000000 VNĐ (1.000.000 USD)", "1000000", "USD"),
        ("50 VNĐ (50 EUR)", "50", "EUR"),
        ("20000 VNĐ (20.000 đồng/giấy (01 USD/giấy))", "20000", "VND"),
    ],
)
def test_another_currency_is_kept(words: str, amount: str, currency: str) -> None:
    fee = _fee(words)

    assert (fee.amount, fee.currency) == (Decimal(amount), currency)
    assert fee.flags == (() if currency == "VND" else ("foreign_currency",))


def test_a_figure_too_small_for_dong_is_unknown_and_flagged() -> None:
    fee = _fee("95 VNĐ (Loại có giá trị trên 03 tháng)")

    assert fee.amount is None
    assert fee.flags == ("implausible_amount",)


def test_entries_are_split_at_bars() -> None:
    fees = _fees("5000 VNĐ (mỗi bản) | 0 VNĐ () | 40 VNĐ (40 USD) | Do tỉnh quy định")

    assert [(fee.amount, fee.currency) for fee in fees] == [(5000, "VND"), (None, "VND"), (40, "USD"), (None, "VND")]
    assert fees[3].note is not None
    assert fees[3].note.text == "Do tỉnh quy định"


def test_words_in_place_of_a_figure_are_the_note() -> None:
    fee = _fee("Theo quyết định của tỉnh")

    assert fee.amount is None
    assert fee.note == fee.quote


@pytest.mark.parametrize(
    "words", ["50000 VNĐ (mỗi bản", "50000 VNĐ (mỗi bản).", "50000 VNĐ mỗi bản", "50.000VNĐ(mỗi bản)"]
)
def test_damaged_brackets_lose_neither_figure_nor_note(words: str) -> None:
    fee = _fee(words)

    assert fee.amount == 50_000
    assert fee.note is not None
    assert fee.note.text == "mỗi bản"


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Phí thẩm định", "phí"),
        ("- Lệ phí cấp giấy", "lệ phí"),
        ("Mức thu lệ phí theo biểu", "lệ phí"),
        ("Phí: 1.000 đồng. Lệ phí: 1.000 đồng", None),
        ("Theo quy định về phí, lệ phí", None),
        ("Miễn phí", None),
        ("Chi phí gửi do người nộp trả", None),
    ],
)
def test_the_kind_is_what_the_note_calls_the_charge(note: str, kind: str | None) -> None:
    assert _fee(f"1000 VNĐ ({note})").kind == kind


@given(st.text(alphabet="0123456789., VNĐđồng()|USDphí\nkhông", max_size=120))
def test_whatever_is_written_entries_quote_the_source_and_amounts_are_never_negative(words: str) -> None:
    for fee in _fees(words):
        assert words[fee.quote.span.start : fee.quote.span.end] == fee.quote.text
        assert fee.amount is None or fee.amount >= 0
        if fee.note is not None:
            assert words[fee.note.span.start : fee.note.span.end] == fee.note.text
