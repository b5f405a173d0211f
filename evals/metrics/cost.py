"""Cost: processor time of the assistant's process, which is what an answer costs where no model is rented."""

from __future__ import annotations

from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn


def processor_ms(turns: Iterable[Turn]) -> Sample:
    """Return the processor time of each answered turn in milliseconds; absent where another process answers."""
    return Sample({turn.key: turn.asked.cpu_ms for turn in turns if turn.asked.cpu_ms is not None})
