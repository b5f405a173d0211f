"""Cohen's kappa: how far two raters agree beyond what chance alone would give."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 20261124
FEWEST_ITEMS = 10  # with fewer an interval says more about the method than about the raters
_MOST_UNDEFINED = 0.05  # share of resamples without a kappa above which no interval is given

Pair = tuple[Hashable, Hashable]


class Agreement(NamedTuple):
    """Kappa over pairs of labels; None where it is undefined, `low` and `high` where no interval can be given."""

    kappa: float | None
    low: float | None
    high: float | None
    observed: float | None  # share of pairs that agree
    pairs: int
    items: int  # answers that the pairs come from


def agreement(items: Sequence[Sequence[Pair]]) -> Agreement:
    """Return kappa = (po - pe) / (1 - pe) over all pairs, with a 95 % percentile interval over whole items.

    Args:
        items: For each answer the pairs of labels, first rater's before second's; sentences of one answer are not
            independent, so that whole answers are resampled.

    Returns:
        Kappa is None without pairs, and where chance alone would agree always (both used one label only).

    Source:
        Cohen 1960, A coefficient of agreement for nominal scales; Efron and Tibshirani 1993, chapter 13.
    """
    filled = [pairs for pairs in items if pairs]
    count = sum(map(len, filled))
    if not count:
        return Agreement(None, None, None, None, 0, 0)
    tables = _tables(filled)
    total = tables.sum(axis=0)
    kappa = _kappas(total[np.newaxis])[0]
    low, high = _interval(tables)
    observed = float(np.trace(total) / count)
    return Agreement(None if np.isnan(kappa) else float(kappa), low, high, observed, count, len(filled))


def _tables(items: Sequence[Sequence[Pair]]) -> NDArray[np.float64]:
    labels = sorted({label for pairs in items for pair in pairs for label in pair}, key=str)
    place = {label: at for at, label in enumerate(labels)}
    tables = np.zeros((len(items), len(labels), len(labels)))
    for number, pairs in enumerate(items):
        for first, second in pairs:
            tables[number, place[first], place[second]] += 1
    return tables


def _kappas(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the kappa of each table, NaN where it is undefined."""
    totals = tables.sum(axis=(1, 2))
    observed = np.trace(tables, axis1=1, axis2=2) / totals
    expected = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / totals**2
    certain = np.isclose(expected, 1)
    return np.where(certain, np.nan, (observed - expected) / np.where(certain, 1, 1 - expected))


def _interval(tables: NDArray[np.float64]) -> tuple[float | None, float | None]:
    size = len(tables)
    if size < FEWEST_ITEMS:
        return None, None
    flat = tables.reshape(size, -1)
    draws = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    found = _kappas((draws @ flat).reshape(RESAMPLES, *tables.shape[1:]))
    defined = found[~np.isnan(found)]
    if len(defined) < RESAMPLES * (1 - _MOST_UNDEFINED):
        return None, None
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(defined, [tail, 100 - tail])
    return float(low), float(high)
