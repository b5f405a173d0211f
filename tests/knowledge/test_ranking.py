"""Ranking: scores from 0 to 1 that keep the order, and qualifiers counted by kind."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ranking import WEIGHTS, QualifierCounts, calibrate, weigh

SUMS = st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20)


@given(SUMS)
def test_scores_lie_between_0_and_1_and_keep_the_order(sums: list[float]) -> None:
    values = np.array(sums, dtype=np.float32)

    scores = calibrate(values)

    assert ((scores >= 0) & (scores <= 1)).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(scores[order]) >= 0).all()


@given(st.sampled_from(sorted(WEIGHTS)), st.floats(0, 1, width=32))
def test_more_of_a_feature_moves_the_sum_the_way_of_its_weight(name: str, value: float) -> None:
    base = {feature: np.zeros(1, dtype=np.float32) for feature in WEIGHTS}

    moved = weigh(base | {name: np.array([value], dtype=np.float32)})

    assert np.isclose(moved[0], WEIGHTS[name] * value, atol=1e-5)


def test_covering_more_of_the_question_is_never_worse() -> None:
    assert all(WEIGHTS[name] > 0 for name in ("asked", "said", "opening", "title_cosine"))
    assert all(WEIGHTS[f"narrower_{kind}"] < 0 for kind in ("action", "scope", "level"))
    assert WEIGHTS["elsewhere"] < 0


def test_qualifiers_are_counted_by_kind() -> None:
    titles = np.array([[True, True, False], [False, False, False]])
    counts = QualifierCounts(titles, ("action", "scope", "scope"))

    features = counts.features(np.array([True, False, True]))

    assert {name: values.tolist() for name, values in features.items()} == {
        "narrower_action": [0, 0],
        "narrower_scope": [1, 0],
        "agreed_action": [1, 0],
        "agreed_scope": [0, 0],
        "wider_action": [0, 1],
        "wider_scope": [1, 1],
    }
