"""A difference between versions is one that a reader sees."""

from __future__ import annotations

import unicodedata

from knowledge.differences import Difference, differences
from knowledge.records import Channel, Fee, LegalBasis, Procedure, Quote, Source, Span


def _quote(text: str, start: int) -> Quote:
    return Quote(text=text, span=Span(start, start + len(text)))


def _record(*steps: str, note: str = "mỗi bản", basis: str = "Luật 60", **more: object) -> Procedure:
    note_quote = _quote(note, 1006)
    fee = Fee(note=note_quote, quote=_quote(f"8000 ({note})", 1000))
    return Procedure(
        code="1.000001",
        code_quote=_quote("1.000001", 0),
        title=_quote("Tên", 20),
        steps=tuple(_quote(step, 100 * number) for number, step in enumerate(steps, start=1)),
        channels=(Channel(kind=None, label=None, fees=(fee,)),),
        legal_bases=(LegalBasis(title=_quote(basis, 2000), quote=_quote(f"{basis} (60)", 2000)),),
        source=Source(system="portal_text", file="a.txt", sha256="0" * 64),
        **more,  # type: ignore[arg-type] - whatever else the record has
    )


def test_a_changed_step_is_told_apart_from_those_that_stay() -> None:
    changes = differences(_record("Nộp", "Chờ", "Nhận"), _record("Nộp", "Chờ lâu", "Nhận"))

    assert changes == [Difference("steps", ("Chờ",), ("Chờ lâu",))]


def test_a_quote_inside_another_is_told_once() -> None:
    changes = differences(_record(basis="Luật 60"), _record(basis="Luật 61", note="một bản"))

    assert changes == [
        Difference("channels", ("8000 (mỗi bản)",), ("8000 (một bản)",)),
        Difference("legal_bases", ("Luật 60 (60)",), ("Luật 61 (60)",)),
    ]


def test_values_that_are_no_quotes_are_compared_too() -> None:
    changes = differences(_record(), _record(level="commune", jurisdiction="Lào Cai"))

    assert changes == [
        Difference("level", (), ("commune",)),
        Difference("jurisdiction", ("VN",), ("Lào Cai",)),
    ]


def test_another_unicode_form_of_the_same_words_is_no_difference() -> None:
    step = "Nộp hồ sơ tại một cửa"

    assert differences(_record(step), _record(unicodedata.normalize("NFD", step))) == []
