"""Each measure gives what its definition says, and counts only what is labelled for it."""

from __future__ import annotations

import pytest
from evals_fakes import transcript

from evals.metrics.behaviors import confusion, count_behaviors, right_behaviors
from evals.metrics.facets import right_facets
from evals.metrics.hits import hits
from evals.metrics.latency import latencies_ms, summarise_latency
from evals.metrics.reciprocal_rank import reciprocal_ranks
from evals.metrics.sample import Turn, flatten
from evals.metrics.strings import all_musts, forbidden, missing, no_must_nots
from evals.misses import find_misses


def turns(*pairs: tuple[dict[str, object], dict[str, object] | None]) -> list[Turn]:
    return flatten([transcript(f"c{number}", pair) for number, pair in enumerate(pairs)])


def test_a_hit_at_k_needs_any_right_code_among_the_first_k() -> None:
    asked = turns(
        ({"codes": ["a"]}, {"codes": ["a", "b"]}),
        ({"codes": ["x", "c"]}, {"codes": ["a", "b", "c"]}),
        ({"codes": ["z"]}, {"codes": ["a"]}),
    )

    assert hits(asked, 1).mean == pytest.approx(1 / 3)
    assert hits(asked, 2).mean == pytest.approx(1 / 3)
    assert hits(asked, 3).mean == pytest.approx(2 / 3)


def test_cases_without_codes_and_cases_that_expect_no_procedure_do_not_count_for_ranks() -> None:
    asked = turns(
        ({}, {"codes": ["a"]}),
        ({"codes": ["a"], "behavior": "refuse"}, {"codes": []}),
        ({"codes": ["a"], "behavior": "answer"}, {"codes": ["a"]}),
    )

    assert (hits(asked, 1).count, hits(asked, 1).mean) == (1, 1.0)


def test_a_turn_without_a_reply_is_a_miss() -> None:
    asked = turns(({"codes": ["a"], "behavior": "answer", "facet": "fee", "must": ["x"], "must_not": ["y"]}, None))

    for sample in (hits(asked, 10), reciprocal_ranks(asked), right_behaviors(asked), right_facets(asked)):
        assert sample.mean == 0.0
    assert all_musts(asked).mean == 0.0
    assert no_must_nots(asked).mean == 0.0
    assert latencies_ms(asked).mean is None
    assert count_behaviors(asked) == {"failed": 1}


def test_mrr_is_the_mean_of_one_over_the_rank() -> None:
    asked = turns(
        ({"codes": ["a"]}, {"codes": ["a"]}),
        ({"codes": ["b"]}, {"codes": ["a", "b"]}),
        ({"codes": ["z"]}, {"codes": ["a", "b"]}),
    )

    assert reciprocal_ranks(asked).mean == pytest.approx((1 + 1 / 2 + 0) / 3)


def test_behaviours_are_right_when_accepted_and_the_confusion_shows_what_happened() -> None:
    asked = turns(
        ({"behavior": "refuse", "behavior_ok": ["clarify"]}, {"behavior": "clarify"}),
        ({"behavior": "refuse"}, {"behavior": "answer"}),
        ({"behavior": "unlabelled"}, {"behavior": "answer"}),
        ({}, {"behavior": "greet"}),
    )

    assert (right_behaviors(asked).count, right_behaviors(asked).mean) == (2, 0.5)
    assert confusion(asked) == {"refuse": {"clarify": 1, "answer": 1}}
    assert count_behaviors(asked) == {"answer": 2, "clarify": 1, "greet": 1}


def test_a_facet_is_right_only_when_it_is_the_labelled_one() -> None:
    asked = turns(
        ({"facet": "fee"}, {"facet": "fee"}),
        ({"facet": "fee"}, {"facet": "time"}),
        ({"facet": "fee"}, {}),
        ({}, {"facet": "fee"}),
    )

    assert (right_facets(asked).count, right_facets(asked).mean) == (3, pytest.approx(1 / 3))


def test_must_reads_past_case_normal_form_and_line_breaks_and_not_past_diacritics() -> None:
    decomposed = "Le\u0302\u0323 phi\u0301:\n 75.000  \u0111\u00f4\u0300ng"
    asked = turns(
        ({"must": ["lệ phí: 75.000 đồng"]}, {"text": decomposed}),
        ({"must": ["le phi"]}, {"text": decomposed}),
        ({"must": ["75.000", "8 ngày"]}, {"text": decomposed}),
    )

    assert [missing(turn) for turn in asked] == [(), ("le phi",), ("8 ngày",)]
    assert all_musts(asked).mean == pytest.approx(1 / 3)


def test_must_not_is_broken_by_any_of_its_strings() -> None:
    asked = turns(
        ({"must_not": ["miễn phí", "0 đồng"]}, {"text": "Miễn phí."}),
        ({"must_not": ["miễn phí"]}, {"text": "chưa công bố"}),
    )

    assert [forbidden(turn) for turn in asked] == [("miễn phí",), ()]
    assert no_must_nots(asked).mean == 0.5


def test_latency_has_percentiles_in_milliseconds() -> None:
    asked = flatten([transcript(f"c{ms}", ({}, {}), latency_ms=float(ms)) for ms in range(1, 102)])

    found = summarise_latency(asked)

    assert found["p50"].value == 51.0
    assert found["p95"].value == 96.0
    assert found["mean"].value == 51.0
    assert found["p95"].low <= 96.0 <= found["p95"].high


def test_a_miss_names_every_reason_and_a_right_turn_is_none() -> None:
    label: dict[str, object] = {
        "codes": ["b"],
        "behavior": "answer",
        "facet": "fee",
        "must": ["75.000 đồng"],
        "must_not": ["miễn phí"],
    }
    wrong = {"codes": ["a", "b"], "behavior": "clarify", "facet": "time", "text": "miễn phí (trợ lý tự động)"}
    cited = {"id": 1, "code": "b", "field": "channels.0.fees.0", "quote": "75000 VNĐ"}
    right = {"codes": ["b"], "facet": "fee", "text": "75.000 đồng [1]", "citations": [cited]}

    (miss, lost) = find_misses([transcript("x", (label, wrong), (label, right), (label, None))])

    assert miss.reasons == (
        "first is a, right is b at rank 2",
        "clarify instead of answer",
        "facet time instead of fee",
        "lacks '75.000 đồng'",
        "says 'miễn phí'",
    )
    assert (lost.turn.asked.position, lost.reasons) == (3, ("no reply: no reply",))


@pytest.mark.parametrize(
    ("must", "text", "stand"),
    [
        ("50.000 đồng", "150.000 đồng", False),
        ("8 ngày làm việc", "18 ngày làm việc", False),
        ("3 ngày", "03 ngày", True),
        ("nghị định 12", "Nghị định 123", False),
        ("50.000 đồng", "lệ phí 50.000 đồng.", True),
    ],
)
def test_a_figure_at_the_edge_of_a_string_is_a_whole_one(must: str, text: str, stand: bool) -> None:
    (turn,) = turns(({"must": [must], "must_not": [must]}, {"text": text}))

    assert (missing(turn), forbidden(turn)) == (((), (must,)) if stand else ((must,), ()))
