"""Who may file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.people import parse_audience
from ingest.parse.text import SourceText


def _names(words: str) -> list[str]:
    return [quote.text for quote in parse_audience(SourceText(words), 0, len(words))]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Công dân, Doanh nghiệp", ["Công dân", "Doanh nghiệp"]),
        ("Tổ chức (không gồm công ty, hợp tác xã), Công dân", ["Tổ chức (không gồm công ty, hợp tác xã)", "Công dân"]),
        ("Cán bộ, công chức, viên chức, Công dân", ["Cán bộ, công chức, viên chức", "Công dân"]),
        ("Cán bộ, Công dân", ["Cán bộ", "Công dân"]),
        ("Tổ chức (hội, Công dân", ["Tổ chức (hội", "Công dân"]),
        ("a), b, (c, d), e", ["a)", "b", "(c, d)", "e"]),
        (", , Công dân,", ["Công dân"]),
        ("Không có thông tin", []),
    ],
)
def test_names_are_split_at_commas_outside_brackets(words: str, names: list[str]) -> None:
    assert _names(words) == names


@given(st.text(alphabet="ab(), ", max_size=60))
def test_no_letter_is_lost(words: str) -> None:
    assert "".join(_names(words)).replace(",", "").replace(" ", "") in {
        words.replace(",", "").replace(" ", ""),
        "",
    }
