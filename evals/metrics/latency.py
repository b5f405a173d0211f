"""Latency: how long a reply takes, as the one who asks sees it."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.intervals import Estimate, mean_interval, percentile_interval
from evals.metrics.sample import Sample, Turn


def latencies_ms(turns: Iterable[Turn]) -> Sample:
    """Return the wall time of each answered turn in milliseconds; failed turns are left out."""
    return Sample({turn.key: turn.asked.latency_ms for turn in turns if turn.asked.reply is not None})


def summarise_latency(turns: Iterable[Turn]) -> dict[str, Estimate]:
    """Return p50, p95 and mean in milliseconds; empty when nothing was answered."""
    sample = latencies_ms(turns)
    values = list(sample.values.values())
    found = {"p50": percentile_interval(values, 50), "p95": percentile_interval(values, 95)}
    found["mean"] = mean_interval(sample)
    return {name: estimate for name, estimate in found.items() if estimate is not None}
