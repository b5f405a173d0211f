"""`python -m evals.bench.warm COUNT`: how long answers of one warm process take, as JSON on stdout."""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from evals.bench.questions import make_questions

WARM_UP = 20


def measure(count: int) -> dict[str, float]:
    """Return wall and CPU times of an answer in milliseconds over `count` questions, a warm-up not counted."""
    from assistant.bootstrap import open_house
    from assistant.records import Question
    from assistant.settings import Settings

    house = open_house(Settings())
    titles = [summary.title for summary in house.snapshot.summaries]
    wall_ms, cpu_ms = [], []
    for text in make_questions(titles, count + WARM_UP):
        started, used = time.perf_counter(), time.process_time()
        house.assistant.ask(Question(question=text))
        wall_ms.append((time.perf_counter() - started) * 1000)
        cpu_ms.append((time.process_time() - used) * 1000)
    house.close()
    wall, cpu = np.asarray(wall_ms[WARM_UP:]), np.asarray(cpu_ms[WARM_UP:])
    figures = {f"p{percent}": float(np.percentile(wall, percent)) for percent in (50, 95, 99)}
    figures |= {"mean": float(wall.mean()), "max": float(wall.max())}
    return figures | {f"CPU p{percent}": float(np.percentile(cpu, percent)) for percent in (50, 95)}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
