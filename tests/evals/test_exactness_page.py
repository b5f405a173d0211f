"""How the checker reads text: figures in any format, words in any form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.exactness.page import Page, canonical, numbers
from evals.exactness.required import says_free


@pytest.mark.parametrize(
    ("figure", "same"),
    [
        ("75.000", "75000"),
        ("1,250,000", "1250000"),
        ("08", "8"),
        ("0,5", "0.5"),
        ("1.001193", "1.001193"),
        ("000", "0"),
    ],
)
def test_figures_meet_across_formats(figure: str, same: str) -> None:
    assert canonical(figure) == same


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_is_found_however_it_is_grouped(amount: int) -> None:
    spellings = (f"{amount}", f"{amount:,}", f"{amount:,}".replace(",", "."))

    assert {numbers(f"thu {spelling} đồng [7]") for spelling in spellings} == {frozenset([str(amount)])}


@given(st.text(max_size=80))
def test_any_text_is_a_page_that_holds_its_own_words(text: str) -> None:
    page = Page(text)

    assert page.has(text)
    assert isinstance(says_free(text), bool)
    assert all(kind in {"bản chính", "bản sao"} for _, kind in page.counts)
