"""`motcua eval run`: cases asked of one assistant, or of a grid of configurations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.showing import refusals, shown
from knowledge.terminal import FAILED, INTERRUPTED, progress_shown

if TYPE_CHECKING:
    from evals.asking import Options
    from evals.cases import CaseFile
    from evals.grid import Cell
    from evals.results import Results


def register(app: typer.Typer) -> None:
    """Add `run` to the `eval` commands."""
    app.command("run")(run)


def run(
    out: Annotated[Path, typer.Option(help="Folder of the run; the same folder again goes on where it stopped.")],
    cases: Annotated[list[Path] | None, typer.Option(help="A case file (JSON lines); may be repeated.")] = None,
    suite: Annotated[
        list[str] | None, typer.Option(help="A suite of the package, or `all` of them; may be repeated.")
    ] = None,
    against: Annotated[str, typer.Option(help="`local`, or the address of a running server.")] = "local",
    configs: Annotated[
        str | None, typer.Option(help="YAML files of configurations, with commas between: each is run.")
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="How often each configuration is run.")] = 1,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that ask at once; default: one a core.")] = None,
    fold: Annotated[bool, typer.Option("--fold", help="Ask without diacritics.")] = False,
    last_turn_alone: Annotated[
        bool, typer.Option("--last-turn-alone", help="Ask only the last message of a dialogue, by itself.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="First cases of each file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Ask every case and measure the answers; exit code 1 when some turn got no reply.

    The folder gets report.html to read, report.md, results.json, junit.xml, and every transcript.
    """
    from evals.asking import Options
    from evals.cases import load_cases, suite_paths
    from evals.crew import usual_jobs

    _check_usage(cases, suite, against, configs)
    options = Options(fold=fold, last_turn_alone=last_turn_alone, limit=limit)
    with refusals():
        files = load_cases([*(cases or ()), *suite_paths(suite or ())])
        cells = _cells(configs, against)
        failed = _run(files, cells, repeat, out, options, jobs or usual_jobs(), as_json, grid=bool(configs))
    if failed:
        typer.echo(f"{failed} turns got no reply (see the transcripts in {out}). Run again to ask them again", err=True)
        raise typer.Exit(FAILED)


def _check_usage(cases: list[Path] | None, suite: list[str] | None, against: str, configs: str | None) -> None:
    if not cases and not suite:
        raise typer.BadParameter("name at least one --cases FILE or --suite NAME")
    if not against.startswith(("http://", "https://")) and against != "local":
        raise typer.BadParameter("--against is `local` or an address that starts with http:// or https://")
    if configs and against != "local":
        raise typer.BadParameter("--against stands in the files of --configs")


def _cells(configs: str | None, against: str) -> list[Cell]:
    from evals.grid import Cell, read_cell

    return [read_cell(Path(name.strip())) for name in configs.split(",")] if configs else [Cell(against=against)]


def _run(
    files: Sequence[CaseFile],
    cells: Sequence[Cell],
    repeat: int,
    out: Path,
    options: Options,
    jobs: int,
    as_json: bool,
    *,
    grid: bool,
) -> int:
    """Run, print, and return how many turns got no reply."""
    from evals.grid import grid_table, run_cell, run_grid
    from evals.report import tables

    if not grid and repeat == 1:
        with _interruptible(out), progress_shown() as progress:
            measured = run_cell(files, cells[0], out, options, jobs, progress)
        shown(measured, list(tables(measured)), as_json)
        if measured.unchecked:
            typer.echo(f"{measured.unchecked} cases count whose records could not be seen: they may be stale", err=True)
        if not as_json:
            typer.echo(f"{_told(measured)} Read {out / 'report.html'}")
        return measured.failed
    named = [cell if cell.name else cell.model_copy(update={"name": "default"}) for cell in cells]
    with _interruptible(out), progress_shown() as progress:
        found = run_grid(files, named, repeat, out, options, jobs, progress)
    shown(found, [grid_table(found)], as_json)
    for name in found.unsteady:
        typer.echo(f"the repeats of {name} gave different figures", err=True)
    return sum(row.failed for row in found.rows)


def _told(measured: Results) -> str:
    """Say in a line what the tables do not: how many cases failed, and how many count neither way."""
    critical = f" ({measured.failing_critical} of them critical)" if measured.failing_critical else ""
    aside = [f"{len(measured.stale)} stale"] if measured.stale else []
    aside += [f"{len(measured.skipped)} not asked"] if measured.skipped else []
    left_out = f" Neither right nor wrong: {', '.join(aside)}." if aside else ""
    return f"{measured.failing} of {measured.groups[0].cases} cases failed{critical}.{left_out}"


@contextmanager
def _interruptible(out: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Stopped. What was asked is in {out}; run the same command again to go on.", err=True)
        raise typer.Exit(INTERRUPTED) from None
