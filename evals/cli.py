"""The commands of the evals room: `motcua eval run`, `motcua eval compare`, `motcua eval exactness`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel
from rich.table import Table

from evals.gate import cli as gate
from evals.making import cli as making
from evals.mutation import cli as mutation
from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, INTERRUPTED, errors_reported, print_json, progress_shown, results

if TYPE_CHECKING:
    from assistant.bootstrap import House

app = typer.Typer(help="Measure the assistant.", no_args_is_help=True)
making.register(app)

_PIPE_WIDTH = 200
_JSON = typer.Option("--json", help="Print the result as JSON.")


def register(root: typer.Typer) -> None:
    """Add the `eval` commands and `publish` to the root command."""
    root.add_typer(app, name="eval")
    gate.register(root)


mutation.register(app)


@app.command("run")
def run_command(
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
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Ask every case and measure the answers; exit code 1 when some turn got no reply."""
    from evals.asking import Options
    from evals.cases import load_cases, suite_paths
    from evals.crew import usual_jobs
    from evals.grid import Cell, grid_table, read_cell, run_cell, run_grid
    from evals.report import tables

    if not cases and not suite:
        raise typer.BadParameter("name at least one --cases FILE or --suite NAME")
    if not against.startswith(("http://", "https://")) and against != "local":
        raise typer.BadParameter("--against is `local` or an address that starts with http:// or https://")
    if configs and against != "local":
        raise typer.BadParameter("--against stands in the files of --configs")
    options = Options(fold=fold, last_turn_alone=last_turn_alone, limit=limit)
    with _refusals():
        files = load_cases([*(cases or ()), *suite_paths(suite or ())])
        cells = [read_cell(Path(name.strip())) for name in configs.split(",")] if configs else [Cell(against=against)]
        with _interruptible(out), progress_shown() as progress:
            if not configs and repeat == 1:
                measured = run_cell(files, cells[0], out, options, jobs or usual_jobs(), progress)
            else:
                named = [cell if cell.name else cell.model_copy(update={"name": "default"}) for cell in cells]
                grid = run_grid(files, named, repeat, out, options, jobs or usual_jobs(), progress)
    if not configs and repeat == 1:
        _show(measured, list(tables(measured)), as_json)
        _tell_failures(measured.failed, out)
    else:
        _show(grid, [grid_table(grid)], as_json)
        for name in grid.unsteady:
            typer.echo(f"the repeats of {name} gave different figures", err=True)
        _tell_failures(sum(row.failed for row in grid.rows), out)


@app.command("anchor")
def anchor_command(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Case files (JSON lines).")],
    again: Annotated[
        bool, typer.Option("--again", help="Also cases that have anchors: their records were read again.")
    ] = False,
    only: Annotated[list[str] | None, typer.Option(help="Only the case with this id; may be repeated.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Write into each case which words of the records it rests on, so that a change makes it stale."""
    from evals.anchoring import anchor_file
    from evals.opening import Configuration, open_door

    with _refusals(), open_door(Configuration()) as door:
        assert door.sources is not None
        written = {str(path): anchor_file(path, door.sources, again=again, only=only) for path in files}
    if as_json:
        print_json(written)
    else:
        for name, count in written.items():
            results().print(f"{name}: {count} cases anchored.", soft_wrap=True)


@app.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(help="Folder of the older run.")],
    after: Annotated[Path, typer.Argument(help="Folder of the newer run.")],
    html: Annotated[Path | None, typer.Option(help="Also write the comparison as one HTML page.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Show what got better and what broke between two runs, case by case and metric by metric."""
    from evals.compare import compare, comparison_tables, write_comparison
    from evals.run import load_run

    with _refusals():
        comparison = compare(load_run(before), load_run(after))
        if html is not None:
            write_comparison(html, comparison, before, after)
    _show(comparison, list(comparison_tables(comparison)), as_json)
    if not as_json:
        typer.echo(comparison.verdict)


@app.command("exactness")
def exactness_command(
    limit: Annotated[int | None, typer.Option(min=1, help="First procedures only.")] = None,
    show: Annotated[int, typer.Option(min=0, help="Examples of each kind and facet.")] = 3,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Check full and short answers of every procedure, facet and case against the records; 1 on any failure."""
    from assistant.compose import compose
    from evals.exactness.survey import survey, survey_tables

    with _refusals(), _house() as house, progress_shown() as progress:
        found = survey(house.snapshot, partial(compose, full=True), limit, show, progress)
    _show(found, list(survey_tables(found)), as_json)
    if found.by_kind:
        raise typer.Exit(FAILED)


@contextmanager
def _house() -> Iterator[House]:
    from assistant.bootstrap import open_house
    from assistant.settings import Settings

    house = open_house(Settings())
    try:
        yield house
    finally:
        house.close()


@contextmanager
def _interruptible(out: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Stopped. What was asked is in {out}; run the same command again to go on.", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _tell_failures(failed: int, out: Path) -> None:
    if failed:
        typer.echo(f"{failed} turns got no reply (see the transcripts in {out}). Run again to ask them again", err=True)
        raise typer.Exit(FAILED)


def _refusals() -> AbstractContextManager[None]:
    from assistant.errors import AssistantError
    from evals.errors import EvalsError

    return errors_reported(EvalsError, AssistantError, KnowledgeError)


def _show(result: BaseModel, tables: list[Table], as_json: bool) -> None:
    if as_json:
        print_json(result.model_dump(mode="json"))
        return
    console = results()
    if not console.is_terminal:  # a file or a pipe has no width of its own: keep every row on one line
        console.width = _PIPE_WIDTH
    for table in tables:
        console.print(table)
