"""Intervals: seeded, around the figure, over whole cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.intervals import difference_interval, mean_interval, percentile_interval
from evals.metrics.sample import Sample


def sample(*values: float, turns_a_case: int = 1) -> Sample:
    return Sample({("f", f"c{n // turns_a_case}", n % turns_a_case + 1): value for n, value in enumerate(values)})


def test_nothing_measured_has_no_interval() -> None:
    assert mean_interval(Sample({})) is None
    assert percentile_interval([], 50) is None
    assert difference_interval(sample(1.0), Sample({})) is None


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=40))
def test_the_interval_holds_the_mean_and_is_the_same_every_time(values: list[float]) -> None:
    found = mean_interval(sample(*values))

    assert found is not None
    assert found.value == pytest.approx(sum(values) / len(values))
    assert min(values) - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= max(values) + 1e-9
    assert found == mean_interval(sample(*values))


def test_an_interval_of_a_known_share_is_the_textbook_one() -> None:
    found = mean_interval(sample(*[1.0] * 70, *[0.0] * 30))

    assert found is not None
    # Normal approximation: 0.7 ± 1.96 · sqrt(0.7 · 0.3 / 100) = 0.61 … 0.79
    assert found.low == pytest.approx(0.61, abs=0.015)
    assert found.high == pytest.approx(0.79, abs=0.015)
    assert found.turns == 100


def test_turns_of_one_case_are_resampled_together() -> None:
    alone = mean_interval(sample(*[1.0, 1.0, 0.0, 0.0] * 25))
    together = mean_interval(sample(*[1.0, 1.0, 0.0, 0.0] * 25, turns_a_case=2))

    assert alone is not None
    assert together is not None
    assert together.high - together.low > 1.2 * (alone.high - alone.low)


def test_a_difference_is_paired_over_the_turns_that_both_hold() -> None:
    before = sample(0.0, 0.0, 1.0, 1.0)
    after = Sample({**sample(1.0, 0.0, 1.0, 1.0).values, ("f", "only after", 1): 0.0})

    found = difference_interval(before, after)

    assert found is not None
    assert (found.value, found.turns) == (0.25, 4)
    assert found.low == 0.0


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile_interval([7.0], 95) == (7.0, 7.0, 7.0, 1)
