"""Bootstrap intervals: how far a figure could move with other questions of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.metrics.sample import Sample

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 20261124
_CHUNK_CELLS = 2_000_000


class Estimate(NamedTuple):
    """A figure with its 95 % interval and the number of turns behind it."""

    value: float
    low: float
    high: float
    turns: int


def mean_interval(sample: Sample) -> Estimate | None:
    """Return the mean with its percentile bootstrap interval, whole cases resampled; None without turns.

    The same sample always gives the same interval: the generator is seeded.

    Source:
        Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13 (percentile interval);
        Field and Welsh 2007, Bootstrapping clustered data (resampling of whole clusters).
    """
    if sample.mean is None:
        return None
    sums, counts = _per_case(sample.values)
    low, high = _bounds(_resampled_means(sums, counts))
    return Estimate(sample.mean, low, high, sample.count)


def difference_interval(before: Sample, after: Sample) -> Estimate | None:
    """Return mean(after - before) over the turns that both hold, with its paired bootstrap interval.

    Source:
        Efron and Tibshirani 1993, chapter 13, on differences of the same cases; Koehn 2004, Statistical
        significance tests for machine translation evaluation (paired resampling).
    """
    shared = before.values.keys() & after.values.keys()
    return mean_interval(Sample({key: after.values[key] - before.values[key] for key in sorted(shared)}))


def percentile_interval(values: Sequence[float], percent: float) -> Estimate | None:
    """Return the percentile (linear between ranks) with its bootstrap interval; None without values.

    Args:
        values: Independent measurements, in any order.
        percent: 0 to 100.
    """
    if not values:
        return None
    measured = np.asarray(values, dtype=np.float64)
    draws = [np.percentile(measured[chosen], percent, axis=1) for chosen in _choices(len(measured))]
    low, high = _bounds(np.concatenate(draws))
    return Estimate(float(np.percentile(measured, percent)), low, high, len(measured))


def _per_case(
    values: Mapping[tuple[str, str, int], float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    cases: dict[tuple[str, str], list[float]] = {}
    for (file, case, _), value in values.items():
        cases.setdefault((file, case), []).append(value)
    sums = np.array([sum(turns) for turns in cases.values()], dtype=np.float64)
    return sums, np.array([len(turns) for turns in cases.values()], dtype=np.float64)


def _resampled_means(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    draws = [sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1) for chosen in _choices(len(sums))]
    return np.concatenate(draws)


def _choices(size: int) -> Iterator[NDArray[np.int64]]:
    """Yield the drawn indices in chunks of rows, so that a large file needs little memory at once."""
    generator = np.random.default_rng(SEED)
    rows = max(1, _CHUNK_CELLS // size)
    for start in range(0, RESAMPLES, rows):
        yield generator.integers(0, size, (min(rows, RESAMPLES - start), size))


def _bounds(draws: NDArray[np.float64]) -> tuple[float, float]:
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(draws, [tail, 100 - tail])
    return float(low), float(high)
