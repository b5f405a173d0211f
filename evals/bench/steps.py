"""The steps of the benchmark and what each is held to."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict

from evals.bench.hooks import measure_hooks
from evals.bench.process import motcua, run_measured, serving
from evals.errors import BadScenario

_QUESTION = "làm giấy khai sinh cho con cần giấy tờ gì"
_COLD_RUNS = 3
_STREAMS = 40
_WARM_QUESTIONS = 300
_LIMIT_SECONDS = 900.0
_READY_LIMIT_SECONDS = 60.0

# Source: the targets that the project set itself, on two cores with the 5,652 procedures of the portal.
TARGETS = {
    "ingest + build": 180.0,
    "ingest + build, peak memory": 3072.0,
    "second ingest": 15.0,
    "start to ready": 8.0,
    "server, resident": 900.0,
    "cold `motcua ask`": 4.0,
    "warm ask, p50": 20.0,
    "warm ask, p95": 60.0,
    "first streamed words, p95": 100.0,
    "webhook of 200 conversations at once acknowledged, p99": 500.0,
}


class Row(BaseModel):
    """One figure beside its target."""

    model_config = ConfigDict(frozen=True)

    name: str
    value: float
    unit: str  # "s", "MiB" or "ms"
    target: float | None  # at most
    ratio: float | None  # value / target: 1 is the limit, lower is better


def row(name: str, value: float, unit: str) -> Row:
    """Return the figure beside the target of its name, if it has one."""
    target = TARGETS.get(name)
    ratio = None if target is None else round(value / target, 3)
    return Row(name=name, value=round(value, 3), unit=unit, target=target, ratio=ratio)


def fresh_environment(home: Path) -> dict[str, str]:
    """Return this environment without any setting of ours but the home."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MOTCUA_")}
    return {**kept, "MOTCUA_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def measure_all(corpus: Path, home: Path) -> Iterator[Row]:
    """Yield every figure as soon as it is measured; raises BadScenario when a step fails."""
    env = fresh_environment(home)
    yield from _from_texts_to_snapshot(corpus, env)
    yield from _server(env)
    yield from _webhooks(env)
    yield from _cold_ask(env)
    yield from _warm_asks(env)


def _from_texts_to_snapshot(corpus: Path, env: Mapping[str, str]) -> Iterator[Row]:
    ingest = motcua("ingest", str(corpus), "--kind", "portal-text")
    first = run_measured("ingest", ingest, env, _LIMIT_SECONDS)
    build = run_measured("build", motcua("build"), env, _LIMIT_SECONDS)
    yield row("ingest", first.seconds, "s")
    yield row("ingest, CPU", first.cpu_seconds, "s")
    yield row("ingest, peak memory", first.peak_mib, "MiB")
    yield row("build", build.seconds, "s")
    yield row("build, CPU", build.cpu_seconds, "s")
    yield row("build, peak memory", build.peak_mib, "MiB")
    yield row("ingest + build", first.seconds + build.seconds, "s")
    yield row("ingest + build, peak memory", max(first.peak_mib, build.peak_mib), "MiB")
    again = run_measured("second ingest", ingest, env, _LIMIT_SECONDS)
    yield row("second ingest", again.seconds, "s")


def _server(env: Mapping[str, str]) -> Iterator[Row]:
    with serving(env, _READY_LIMIT_SECONDS) as server:
        yield row("start to ready", server.seconds_to_ready, "s")
        yield row("server at ready, resident", server.resident_mib(), "MiB")
        reply = httpx.post(f"{server.url}/api/ask", json={"question": _QUESTION}, timeout=30.0)
        reply.raise_for_status()
        yield row("server, resident", server.resident_mib(), "MiB")
        first_ms = [_first_words_ms(server.url) for _ in range(_STREAMS)]
        yield row("first streamed words, p50", statistics.median(first_ms), "ms")
        yield row("first streamed words, p95", statistics.quantiles(first_ms, n=20)[-1], "ms")


def _first_words_ms(url: str) -> float:
    """Return how long it takes from sending a question to the first words of its streamed answer."""
    asked = {"messages": [{"role": "user", "parts": [{"type": "text", "text": _QUESTION}]}]}
    started = time.perf_counter()
    with httpx.stream("POST", f"{url}/api/chat", json=asked, timeout=30.0) as answer:
        for line in answer.iter_lines():
            if '"text-delta"' in line:
                return (time.perf_counter() - started) * 1000
    raise BadScenario("chat", "the stream ended without a word")


def _webhooks(env: Mapping[str, str]) -> Iterator[Row]:
    taken = measure_hooks(env)
    if taken.lost or taken.swapped:
        raise BadScenario("hooks", f"{taken.lost} events lost, {taken.swapped} conversations swapped")
    yield row("webhook of 200 conversations at once acknowledged, p50", taken.p50_ms, "ms")
    yield row("webhook of 200 conversations at once acknowledged, p99", taken.p99_ms, "ms")
    yield row(f"all {taken.events} of them answered", taken.answered_seconds, "s")


def _cold_ask(env: Mapping[str, str]) -> Iterator[Row]:
    asks = [run_measured("ask", motcua("ask", _QUESTION), env, _LIMIT_SECONDS) for _ in range(_COLD_RUNS)]
    yield row("cold `motcua ask`", statistics.median(ask.seconds for ask in asks), "s")
    yield row("cold `motcua ask`, CPU", statistics.median(ask.cpu_seconds for ask in asks), "s")
    yield row("cold `motcua ask`, peak memory", max(ask.peak_mib for ask in asks), "MiB")


def _warm_asks(env: Mapping[str, str]) -> Iterator[Row]:
    command = [sys.executable, "-m", "evals.bench.warm", str(_WARM_QUESTIONS)]
    found = run_measured("warm ask", command, env, _LIMIT_SECONDS)
    times_ms = json.loads(found.output.splitlines()[-1])
    for name, value in times_ms.items():
        yield row(f"warm ask, {name}", value, "ms")
