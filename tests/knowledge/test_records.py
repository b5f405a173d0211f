"""The records: frozen, strict, and each quote reads as people read."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.records import Case, DossierItem, Fee, Procedure, Quote, Source, Span, TimeLimit


def _quote(text: str, start: int = 0) -> Quote:
    return Quote(text=text, span=Span(start, start + len(text)))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (unicodedata.normalize("NFD", "Hộ tịch"), "Hộ tịch"),
        ("  hai \t  chữ ", "hai chữ"),
        ("một\r\n\n  hai\rba", "một\nhai\nba"),
        ("xoá\u200bdấu\ufeff", "xoádấu"),
        ("a\u00a0\u2003b", "a b"),
    ],
)
def test_plain_words_are_as_people_read_them(text: str, plain: str) -> None:
    assert _quote(text).plain == plain


@given(st.text(max_size=200))
def test_plain_words_are_normal_and_hold_no_stray_space(text: str) -> None:
    plain = _quote(text).plain

    assert plain == unicodedata.normalize("NFC", plain)
    assert all(line and line == " ".join(line.split()) for line in plain.split("\n") if plain)
    assert _quote(plain).plain == plain


def test_nothing_is_changed_after_the_reading() -> None:
    with pytest.raises(ValidationError):
        _quote("a").text = "b"  # type: ignore[misc]  # this is what must fail


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Source.model_validate({"system": "starter", "file": "a.txt", "sha256": "0", "colour": "red"})


def test_a_negative_fee_is_refused() -> None:
    with pytest.raises(ValidationError):
        Fee(amount=Decimal(-1), quote=_quote("-1"))


def test_a_fee_is_known_by_its_amount_or_its_words_and_free_only_at_zero() -> None:
    silent = Fee(quote=_quote("0 VNĐ ()"))
    noted = Fee(note=_quote("theo biểu"), quote=_quote("0 VNĐ (theo biểu)"))
    free = Fee(amount=Decimal(0), quote=_quote("0 VNĐ (Không)"))

    assert [(fee.known, fee.free) for fee in (silent, noted, free)] == [(False, False), (True, False), (True, True)]


def test_a_time_limit_is_known_by_its_words() -> None:
    assert not TimeLimit().known
    assert TimeLimit(quote=_quote("trong ngày")).known


def test_quotes_come_with_their_paths_in_field_order() -> None:
    item = DossierItem(name=_quote("Đơn"), counts=_quote("1 bản"))
    record = Procedure(
        code="1.000001",
        code_quote=_quote("1.000001"),
        title=_quote("Cấp thẻ"),
        steps=(_quote("Nộp"), _quote("Nhận")),
        cases=(Case(items=(item,)),),
        source=Source(system="starter", file="a.txt", sha256="0"),
    )

    assert [(path, quote.text) for path, quote in record.quotes()] == [
        ("code_quote", "1.000001"),
        ("title", "Cấp thẻ"),
        ("steps.0", "Nộp"),
        ("steps.1", "Nhận"),
        ("cases.0.items.0.name", "Đơn"),
        ("cases.0.items.0.counts", "1 bản"),
    ]


def test_a_record_survives_json_unchanged() -> None:
    record = Procedure(
        code="1.000001",
        code_quote=_quote("1.000001"),
        title=_quote(unicodedata.normalize("NFD", "Cấp thẻ")),
        source=Source(system="starter", file="a.txt", sha256="0"),
    )

    assert Procedure.model_validate_json(record.model_dump_json()) == record
