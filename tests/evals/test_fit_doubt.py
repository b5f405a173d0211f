"""What speaks for asking back is learned from made-up signals, and counted on folds that were not learned from."""

from __future__ import annotations

import numpy as np
import pytest

from evals.fit_doubt import EDGES, FOLDS, Asked, by_edge, fit, fold_of, unseen


def asked(close: float, *, is_open: bool, fold: int = 0, weight: float = 4.0) -> Asked:
    return Asked({"bias": 1.0, "close": close}, is_open, weight, fold)


MADE_UP = [
    asked(1.5 * is_open + 0.1 * (place % 3), is_open=is_open, fold=place % FOLDS)
    for place in range(40)
    for is_open in (True, False)
]


def test_a_signal_of_open_questions_gets_a_weight_above_zero() -> None:
    weights = fit(MADE_UP)

    assert weights["close"] > 1.0
    assert weights["bias"] < 0.0


def test_open_questions_that_were_not_learned_from_have_higher_odds() -> None:
    odds = unseen(MADE_UP)

    is_open = np.array([one.is_open for one in MADE_UP])
    assert odds[is_open].min() > 0.0 > odds[~is_open].max()


def test_a_line_an_edge_counts_open_ones_wrong_ones_and_those_of_other_suites() -> None:
    cases = [
        asked(1, is_open=True),
        asked(1, is_open=True),
        asked(1, is_open=False),
        asked(1, is_open=False, weight=1.0),
    ]

    lines = list(by_edge(cases, np.array([0.5, -0.5, 0.1, 0.2])))

    assert len(lines) == len(EDGES)
    assert lines[EDGES.index(0.0)] == (
        "edge +0.0: 1 of 2 open ones asked back, precision 0.500; 1 of 1 of the other suites asked back"
    )


@pytest.mark.parametrize(("name", "fold"), [("a", 2), ("dev_clarify-001", 0)])
def test_the_fold_of_a_case_is_the_same_in_every_run(name: str, fold: int) -> None:
    assert fold_of(name) == fold < FOLDS
