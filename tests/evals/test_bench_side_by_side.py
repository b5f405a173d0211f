"""Ratios say peer over ours, and how far ahead ours is compares with the stock hybrid of the same encoder alone."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from evals.bench.finding import Found
from evals.bench.side_by_side import OURS, STOCK, STOCK_TURNED, Beside, Comparison, beside, comparison_table, verdict


def figures(hit_1: float, p50_ms: float, resident_mib: float | None = 300, passages: int = 900) -> Found:
    return Found(
        questions=150,
        left_out=1,
        passages=passages,
        hit_1=hit_1,
        hit_5=0.9,
        folded_hit_1=0.0,
        folded_hit_5=0.8,
        fewest_procedures=7,
        p50_ms=p50_ms,
        p95_ms=20.0,
        build_seconds=30.0,
        resident_mib=resident_mib,
    )


def comparison(*others: tuple[str, Found]) -> Comparison:
    ours = figures(0.8, 10)
    return Comparison(engines=tuple(beside(name, found, 500, ours, 250) for name, found in ((OURS, ours), *others)))


def words(found: Comparison) -> str:
    page = StringIO()
    Console(file=page, width=200).print(comparison_table(found))
    return page.getvalue()


def test_a_ratio_is_the_peers_figure_over_ours() -> None:
    found = beside(STOCK, figures(0.4, 250), 500, figures(0.8, 10), 250)

    assert (found.ratios["hit_1"], found.ratios["p50_ms"], found.ratios["build_peak_mib"]) == (0.5, 25.0, 2.0)


def test_there_is_no_ratio_to_nothing_or_to_what_is_not_known() -> None:
    found = beside(STOCK, figures(0.4, 250, resident_mib=None), 500, figures(0.8, 10), 250)

    assert {"folded_hit_1", "resident_mib"}.isdisjoint(found.ratios)


def test_every_hybrid_with_our_encoder_stands_beside_the_targets() -> None:
    found = comparison(("another", figures(0.1, 1)), (STOCK, figures(0.35, 250)), (STOCK_TURNED, figures(0.6, 190)))

    assert verdict(found) == [
        f"{STOCK}: hit@1 45.0 points behind (at least 30), p50 25.0 times slower (at least 20)",
        f"{STOCK_TURNED}: hit@1 20.0 points behind (at least 30), p50 19.0 times slower (at least 20)",
    ]


def test_without_a_hybrid_nothing_is_claimed() -> None:
    assert verdict(comparison()) == []


def test_a_table_has_the_figures_with_ratios_and_says_what_was_different() -> None:
    page = words(comparison((STOCK, figures(0.4, 250)), ("smaller", figures(0.2, 40, passages=60))))

    assert "0.400 (x0.50)" in page
    assert "250.0 ms (x25.00)" in page
    assert "150 questions, 900 passages" in page
    assert "smaller: 60 passages" in page
    assert f"{STOCK}: 7 procedures came back for some question" in page


def test_a_comparison_survives_its_json() -> None:
    found = comparison((STOCK, figures(0.4, 250)))

    again = Comparison.model_validate_json(found.model_dump_json())

    assert again == found
    assert isinstance(again.engines[1], Beside)
    assert again.engines[1].found.p50_ms == pytest.approx(250)
