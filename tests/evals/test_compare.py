"""Two runs side by side: what broke, what got better, and by how much."""

from __future__ import annotations

import pytest
from evals_fakes import transcript

from evals.compare import compare, comparison_tables

RIGHT = {"codes": ["a"], "facet": "fee"}
WRONG = {"codes": ["b", "a"], "facet": "time"}
LABEL = {"codes": ["a"], "facet": "fee", "user": "hỏi phí"}


def test_each_turn_that_changed_is_listed_with_both_states() -> None:
    before = [
        transcript("broke", (LABEL, RIGHT)),
        transcript("mended", (LABEL, WRONG)),
        transcript("same", (LABEL, RIGHT)),
    ]
    after = [
        transcript("broke", (LABEL, WRONG)),
        transcript("mended", (LABEL, RIGHT)),
        transcript("same", (LABEL, RIGHT)),
    ]

    found = compare(before, after)

    assert [(row.metric, row.case, row.better) for row in found.changes] == [
        ("hit@1", "broke", False),
        ("hit@1", "mended", True),
        ("facet", "broke", False),
        ("facet", "mended", True),
    ]
    assert (found.changes[0].before, found.changes[0].after) == ("answer, rank 1", "answer, rank 2")
    assert found.changes[0].user == "hỏi phí"


def test_differences_are_over_the_turns_that_both_runs_asked() -> None:
    before = [transcript(name, (LABEL, WRONG)) for name in ("x", "y", "gone")]
    after = [
        transcript("x", (LABEL, RIGHT)),
        transcript("y", (LABEL, WRONG)),
        transcript("new", (LABEL, WRONG)),
    ]

    found = compare(before, after)

    hit = next(line for line in found.differences if line.metric == "hit@1")
    assert (found.shared_turns, found.only_before, found.only_after) == (2, 1, 1)
    assert (hit.before, hit.after, hit.difference.value, hit.difference.turns) == (0.0, 0.5, 0.5, 2)
    mrr = next(line for line in found.differences if line.metric == "mrr")
    assert mrr.difference.value == pytest.approx(0.25)


def test_a_run_against_itself_differs_in_nothing() -> None:
    same = [transcript("x", (LABEL, RIGHT), (LABEL, None)), transcript("y", (LABEL, WRONG), file="g")]

    found = compare(same, same)

    assert found.changes == ()
    assert {line.difference.value for line in found.differences} == {0.0}
    assert {line.file for line in found.differences} == {None, "f", "g"}


def test_the_tables_show_what_broke_before_what_got_better() -> None:
    before = [transcript("broke", (LABEL, RIGHT)), transcript("mended", (LABEL, WRONG))]
    after = [transcript("broke", (LABEL, WRONG)), transcript("mended", (LABEL, RIGHT))]

    moved, cases = comparison_tables(compare(before, after))

    assert "+0.000" in list(moved.columns[4].cells)
    assert list(cases.columns[0].cells) == ["broke", "broke", "better", "better"]
