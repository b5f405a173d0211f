"""Several processes that ask at once, each through a door of its own: one answer keeps one core busy."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager

from evals.asking import Options, ask_case
from evals.cases import Case
from evals.doors import Door
from evals.errors import WorkerLost
from evals.opening import Configuration, open_door
from evals.transcripts import Transcript

_LOOK_SECONDS = 1.0
_AHEAD = 4  # cases that wait for each process: enough to keep it busy, few enough to stop soon
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_worker: tuple[Door, ExitStack] | None = None  # of a worker process


def usual_jobs() -> int:
    """Return how many processes ask when nobody says: one a core, eight at most."""
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def ask_with(
    configuration: Configuration, jobs: int, cases: Sequence[tuple[str, Case]], options: Options
) -> Iterator[Transcript]:
    """Yield the transcripts as they come, in no order.

    Args:
        jobs: How many processes, at least 1.

    Raises:
        WorkerLost: A process was ended from outside.
    """
    context = multiprocessing.get_context("spawn")  # a fork would share the library's threads and locks
    waiting = iter(cases)
    with _one_thread_each(), ProcessPoolExecutor(jobs, context, _open, (configuration,)) as pool:
        asked: set[Future[Transcript]] = set()
        try:
            while True:
                for name, case in waiting:
                    asked.add(pool.submit(_ask, name, case, options))
                    if len(asked) >= jobs * _AHEAD:
                        break
                if not asked:
                    return
                done, asked = wait(asked, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BrokenProcessPool:
            raise WorkerLost(jobs) from None
        finally:
            for future in asked:
                future.cancel()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the processes that are started meanwhile calculate with one thread: they are as many as the cores."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _open(configuration: Configuration) -> None:
    global _worker
    _end_with(os.getppid())
    stack = ExitStack()
    _worker = stack.enter_context(open_door(configuration)), stack


def _end_with(parent: int) -> None:
    """End this process soon after its parent has: nobody else would."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _ask(name: str, case: Case, options: Options) -> Transcript:
    assert _worker is not None  # `_open` ran first
    return ask_case(name, case, _worker[0], options)
