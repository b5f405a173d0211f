"""`python -m evals.bench.warm COUNT`: answers per second of one warm process, as JSON on stdout."""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from evals.bench.questions import make_questions

WARM_UP = 20


def measure(count: int) -> dict[str, float]:
    """Return p50, p95, mean and max in milliseconds over `count` questions, a warm-up not counted."""
    from assistant.bootstrap import open_house
    from assistant.records import Question
    from assistant.settings import Settings

    house = open_house(Settings())
    titles = [summary.title for summary in house.snapshot.summaries]
    times_ms = []
    for text in make_questions(titles, count + WARM_UP):
        started = time.perf_counter()
        house.assistant.ask(Question(question=text))
        times_ms.append((time.perf_counter() - started) * 1000)
    counted = np.asarray(times_ms[WARM_UP:])
    p50, p95 = np.percentile(counted, [50, 95])
    return {"p50": float(p50), "p95": float(p95), "mean": float(counted.mean()), "max": float(counted.max())}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
