"""Values of a record in human words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bots.web import wording
from knowledge.records import Fee, Quote, Span, TimeLimit


def test_the_portals_placeholder_is_unknown() -> None:
    other = Quote(text=" OTHER\n", span=Span(0, 7))

    assert wording.plain(other) is None
    assert wording.time_limit(TimeLimit(quote=other)) == "Chưa công bố"


@pytest.mark.parametrize(
    ("amount", "shown"), [("75000", "75.000"), ("1234567.50", "1.234.567,5"), ("0.5", "0,5"), ("3.0", "3")]
)
def test_numbers_are_written_the_vietnamese_way(amount: str, shown: str) -> None:
    assert wording.number(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"amount": None}, "Chưa công bố"),
        ({"amount": "0", "note": "Không"}, "Không thu (Không)"),
        ({"amount": None, "note": "theo quy định"}, "Theo quy định"),
        ({"amount": "40", "currency": "USD", "kind": "phí"}, "Phí: 40 đô la Mỹ"),
        (
            {"amount": None, "note": "40.000 đồng/giấy", "flags": ["contradicts_note"]},
            "40.000 đồng/giấy [con số trong nguồn mâu thuẫn với ghi chú]",
        ),
    ],
)
def test_a_fee_is_never_guessed(fields: dict[str, object], shown: str) -> None:
    note = fields.get("note")
    quoted = {"text": "x", "span": (0, 1)}
    noted = {"text": note, "span": (0, len(str(note)))} if note else None

    assert wording.fee(Fee.model_validate({**fields, "note": noted, "quote": quoted})) == shown
