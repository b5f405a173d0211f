"""McNemar's exact test and Holm's correction, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.sample import Sample
from evals.significance import McNemar, holm, mcnemar


def sample(*values: float) -> Sample:
    return Sample({("f", f"c{number}", 1): value for number, value in enumerate(values)})


def test_only_pairs_that_changed_sides_count() -> None:
    found = mcnemar(sample(1, 1, 1, 0, 0, 1), sample(0, 0, 0, 1, 0, 1))

    assert found == McNemar(up=1, down=3, p=pytest.approx(0.625))


def test_without_a_change_p_is_1() -> None:
    assert mcnemar(sample(1, 0), sample(1, 0)) == McNemar(0, 0, 1.0)


def test_values_between_0_and_1_have_no_such_test() -> None:
    assert mcnemar(sample(0.5, 1), sample(1, 1)) is None
    assert mcnemar(sample(1, 1), sample(1, 0.5)) is None


def test_runs_without_a_common_turn_have_no_test() -> None:
    assert mcnemar(sample(), sample(1)) is None


def test_holm_multiplies_the_smallest_p_by_the_number_of_tests_and_never_turns_the_order() -> None:
    corrected = holm({"c": 0.03, "a": 0.01, "b": 0.02, "d": 0.9})

    assert corrected == pytest.approx({"a": 0.04, "b": 0.06, "c": 0.06, "d": 0.9})


@given(st.dictionaries(st.text(max_size=3), st.floats(min_value=0, max_value=1), max_size=8))
def test_a_corrected_p_is_never_smaller_and_never_above_1(p_values: dict[str, float]) -> None:
    corrected = holm(p_values)

    assert corrected.keys() == p_values.keys()
    assert all(p_values[name] <= corrected[name] <= 1 for name in p_values)
