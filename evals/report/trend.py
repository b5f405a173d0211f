"""Earlier runs beside this one: how each rate moved from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.metrics.intervals import Estimate
from evals.report.figures import Figure, estimate_cells
from evals.report.plots import Point, lines
from evals.report.wording import CHARTED, wording
from evals.results import Results

RESULTS = "results.json"
CONFIG = "config.json"


class _PastGroup(BaseModel):
    model_config = ConfigDict(frozen=True)

    rates: dict[str, Estimate] = {}


class _PastRun(BaseModel):
    """As much of a results.json as a trend needs; older ones may hold less than today's, newer ones more."""

    model_config = ConfigDict(frozen=True)

    config: dict[str, object] = {}
    groups: tuple[_PastGroup, ...] = ()


class Run(NamedTuple):
    """One run of a trend."""

    name: str
    started_at: str
    cases: object  # the digest of every case file
    rates: Mapping[str, Estimate]


def earlier_runs(out: Path, started_at: str) -> list[Path]:
    """Return the folders beside `out` with a run that began before `started_at`, oldest first.

    A folder that holds no results.json, or one that cannot be read, is left out.
    """
    beside = (path for path in out.resolve().parent.iterdir() if path != out.resolve())
    found = [(run.started_at, path) for path in beside if (run := _read(path)) is not None]
    return [path for began, path in sorted(found) if began < started_at]


def read_config(folder: Path) -> dict[str, object]:
    """Return what a run measured, from its config.json; empty where there is none that can be read."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}


def trends(results: Results, config: Mapping[str, object], folders: Sequence[Path]) -> Iterator[Figure]:
    """Yield one plot a charted rate over the earlier runs and this one; nothing where no earlier run has the rate.

    A run of other cases is drawn as a ring: its figure is not of the same questions.
    """
    now = Run("this run", str(config.get("started_at", "")), config.get("cases"), results.groups[0].rates)
    runs = [run for run in map(_read, folders) if run is not None]
    for number, name in enumerate(CHARTED):
        held = [run for run in (*runs, now) if name in run.rates]
        if len(held) > 1 and held[-1] is now:
            yield _trend(f"trend-{number}", name, held)


def _trend(key: str, name: str, runs: Sequence[Run]) -> Figure:
    last = runs[-1].cases
    points, rows = [], []
    for place, run in enumerate(runs):
        one, same = run.rates[name], run.cases == last
        cells = estimate_cells(one)
        shown = f"{run.name}, {run.started_at}: {cells[0]}{'' if same else ' (other cases)'}"
        points.append(Point(place / (len(runs) - 1), one.value, shown, hollow=not same))
        rows.append((run.name, run.started_at, *cells, "the same" if same else "others"))
    title = wording(name).title
    headings = ("run", "started at", "value", "95 % interval", "turns", "cases")
    return Figure(title, lines(key, title, points, (runs[0].name, runs[-1].name)), headings, tuple(rows))


def _read(folder: Path) -> Run | None:
    try:
        text = (folder / RESULTS).read_text(encoding="utf-8")
        past = _PastRun.model_validate_json(text)
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    if not past.groups:
        return None
    return Run(folder.name, str(past.config.get("started_at", "")), past.config.get("cases"), past.groups[0].rates)
