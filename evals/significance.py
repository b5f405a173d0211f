"""Whether two runs differ by more than chance: McNemar's exact test, and Holm's correction over many tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scipy.stats import binomtest

from evals.metrics.sample import Sample

_HALF = 0.5


class McNemar(NamedTuple):
    """How many turns changed sides, and how likely at least so uneven a split is without a difference."""

    up: int  # 0 in the first run, 1 in the second
    down: int
    p: float  # two-sided; 1 where nothing changed


def mcnemar(before: Sample, after: Sample) -> McNemar | None:
    """Return McNemar's exact test over the turns that both hold; None without any, or where a value is not 0 or 1.

    Turns of one dialogue are taken as independent, as the test wants it; the bootstrap interval does not take them so.

    Source:
        McNemar 1947, Note on the sampling error of the difference between correlated proportions; the exact form is
        a binomial test on the discordant pairs.
    """
    pairs = [(value, after.values[key]) for key, value in before.values.items() if key in after.values]
    if not pairs or any(value not in (0.0, 1.0) for pair in pairs for value in pair):
        return None
    up, down = pairs.count((0.0, 1.0)), pairs.count((1.0, 0.0))
    return McNemar(up, down, float(binomtest(up, up + down, _HALF).pvalue) if up + down else 1.0)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return each p value corrected for how many there are, never below the corrected one of a smaller p.

    Source:
        Holm 1979, A simple sequentially rejective multiple test procedure.
    """
    corrected: dict[str, float] = {}
    least = 0.0
    for place, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        least = max(least, min(1.0, p * (len(p_values) - place)))
        corrected[name] = least
    return corrected
