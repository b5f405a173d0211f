"""A grid of runs: configurations × repeats over the same cases, one folder each, side by side in one table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from rich.table import Table

from assistant.records import Audience
from evals.asking import Options
from evals.cases import CaseFile
from evals.crew import ask_with
from evals.errors import BadConfig
from evals.metrics.intervals import Estimate
from evals.opening import LOCAL, Configuration, open_door
from evals.results import Results
from evals.run import Progress, run

GRID = "grid.json"
_SHOWN = ("hit@1", "hit@10", "behavior", "facet", "facts", "turn", "over_refusal")


class Cell(BaseModel):
    """What one file of a configuration may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""  # default: the file's stem
    against: str = LOCAL
    settings: dict[str, Any] = {}
    fold: bool | None = None
    last_turn_alone: bool | None = None
    audience: Audience | None = None

    @field_validator("settings", mode="before")
    @classmethod
    def _null_is_empty(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("name")
    @classmethod
    def _is_a_folder_name(cls, value: str) -> str:
        if value and (value != Path(value).name or value.startswith(".")):
            raise ValueError(f"{value!r} cannot be the name of a folder")
        return value


class Row(BaseModel):
    """The figures of one run of the grid."""

    model_config = ConfigDict(frozen=True)

    configuration: str
    repeat: int  # 1-based
    folder: str
    failed: int
    rates: dict[str, Estimate]
    latency_ms: dict[str, Estimate]


class Grid(BaseModel):
    """Every run, and the configurations whose repeats gave different figures (latency and cost aside)."""

    model_config = ConfigDict(frozen=True)

    rows: tuple[Row, ...]
    unsteady: tuple[str, ...]


def read_cell(path: Path) -> Cell:
    """Return the configuration of a YAML file; raises BadConfig."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        cell = Cell.model_validate(said or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadConfig(str(path), f"the file cannot be read ({str(error).splitlines()[0]})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfig(str(path), f"{'.'.join(map(str, first['loc'])) or 'file'}: {first['msg']}") from error
    return cell if cell.name else cell.model_copy(update={"name": path.stem})


def run_cell(
    files: Sequence[CaseFile], cell: Cell, out: Path, options: Options, jobs: int, progress: Progress
) -> Results:
    """Run one configuration into a folder; what it says of asking wins over `options`.

    Args:
        jobs: Processes that ask at once; 1: this one.
    """
    configuration = Configuration(cell.name, cell.against, cell.settings)
    asked = _options(cell, options)
    with open_door(configuration) as door:
        ask_all = partial(ask_with, configuration, jobs) if jobs > 1 else None
        return run(files, door, out, asked, progress, ask_all)


def run_grid(
    files: Sequence[CaseFile],
    cells: Sequence[Cell],
    repeats: int,
    out: Path,
    options: Options,
    jobs: int,
    progress: Progress,
) -> Grid:
    """Run every configuration as often as wanted, each into `out/<configuration>/<repeat>`, and compare repeats.

    Raises:
        BadConfig: Two configurations have one name.
    """
    names = [cell.name for cell in cells]
    for name in names:
        if names.count(name) > 1:
            raise BadConfig(name, "two configurations have this name")
    rows: list[Row] = []
    unsteady: list[str] = []
    for cell in cells:
        figures = []
        for repeat, folder in _folders(out, cell, repeats):
            results = run_cell(files, cell, folder, options, jobs, progress)
            figures.append(comparable_figures(results))
            whole = results.groups[0]
            place = folder.relative_to(out).as_posix()
            rows.append(_row(cell.name, repeat, place, results.failed, whole.rates, whole.latency_ms))
        if any(other != figures[0] for other in figures):
            unsteady.append(cell.name)
    grid = Grid(rows=tuple(rows), unsteady=tuple(unsteady))
    (out / GRID).write_text(json.dumps(grid.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    return grid


def comparable_figures(results: Results) -> dict[str, Any]:
    """Return everything that two runs of the same snapshot have in common: all but latency and cost."""
    whole = results.model_dump(mode="json")
    for group in whole["groups"]:
        del group["latency_ms"], group["cost"]
    return whole


def grid_table(grid: Grid) -> Table:
    """Return the runs side by side as a Rich table."""
    table = Table("configuration", "repeat", *_SHOWN, "p50 ms", "p95 ms", "no reply", title="Runs side by side")
    for row in grid.rows:
        rates = [_shown(row.rates.get(name)) for name in _SHOWN]
        times = [f"{row.latency_ms[name].value:.0f}" if name in row.latency_ms else "-" for name in ("p50", "p95")]
        table.add_row(row.configuration, str(row.repeat), *rates, *times, str(row.failed))
    return table


def _options(cell: Cell, options: Options) -> Options:
    return Options(
        fold=options.fold if cell.fold is None else cell.fold,
        last_turn_alone=options.last_turn_alone if cell.last_turn_alone is None else cell.last_turn_alone,
        limit=options.limit,
        audience=cell.audience or options.audience,
    )


def _folders(out: Path, cell: Cell, repeats: int) -> Iterator[tuple[int, Path]]:
    return ((repeat, out / cell.name / str(repeat)) for repeat in range(1, repeats + 1))


def _row(
    name: str, repeat: int, folder: str, failed: int, rates: Mapping[str, Estimate], times: Mapping[str, Estimate]
) -> Row:
    return Row(
        configuration=name, repeat=repeat, folder=folder, failed=failed, rates=dict(rates), latency_ms=dict(times)
    )


def _shown(estimate: Estimate | None) -> str:
    return "-" if estimate is None else f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"
