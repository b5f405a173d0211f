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

from evals.desk import cli as desk_cli
from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, errors_reported, print_json, progress_shown, results

if TYPE_CHECKING:
    from assistant.bootstrap import House
    from evals.doors import Door

app = typer.Typer(help="Measure the assistant.", no_args_is_help=True)
desk_cli.register(app)

_PIPE_WIDTH = 200
_JSON = typer.Option("--json", help="Print the result as JSON.")


def register(root: typer.Typer) -> None:
    """Add the `eval` commands to the root command."""
    root.add_typer(app, name="eval")


@app.command("run")
def run_command(
    out: Annotated[Path, typer.Option(help="Folder of the run; the same folder again goes on where it stopped.")],
    cases: Annotated[list[Path] | None, typer.Option(help="A case file (JSON lines); may be repeated.")] = None,
    suite: Annotated[list[str] | None, typer.Option(help="A suite of the package; may be repeated.")] = None,
    against: Annotated[str, typer.Option(help="`local`, or the address of a running server.")] = "local",
    fold: Annotated[bool, typer.Option("--fold", help="Ask without diacritics.")] = False,
    last_turn_alone: Annotated[
        bool, typer.Option("--last-turn-alone", help="Ask only the last message of a dialogue, by itself.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="First cases of each file.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Ask every case and measure the answers; exit code 1 when some turn got no reply."""
    from evals.cases import load_cases, suite_path
    from evals.report import tables
    from evals.run import Options, run

    if not cases and not suite:
        raise typer.BadParameter("name at least one --cases FILE or --suite NAME")
    with _refusals():
        files = load_cases([*(cases or ()), *map(suite_path, suite or ())])
        options = Options(fold=fold, last_turn_alone=last_turn_alone, limit=limit)
        with _door(against) as door, progress_shown() as progress:
            measured = run(files, door, out, options, progress)
    _show(measured, list(tables(measured)), as_json)
    if measured.failed:
        transcripts = out / "transcripts.jsonl"
        typer.echo(f"{measured.failed} turns got no reply (see {transcripts}). Run again to ask them again", err=True)
        raise typer.Exit(FAILED)


@app.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(help="Folder of the older run.")],
    after: Annotated[Path, typer.Argument(help="Folder of the newer run.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Show what got better and what broke between two runs, case by case and metric by metric."""
    from evals.compare import compare, comparison_tables
    from evals.run import load_run

    with _refusals():
        comparison = compare(load_run(before), load_run(after))
    _show(comparison, list(comparison_tables(comparison)), as_json)


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
def _door(against: str) -> Iterator[Door]:
    from evals.doors import HttpDoor, LocalDoor

    if against != "local":
        if not against.startswith(("http://", "https://")):
            raise typer.BadParameter("--against is `local` or an address that starts with http:// or https://")
        door = HttpDoor(against)
        try:
            yield door
        finally:
            door.close()
        return
    with _house() as house:
        snapshot = house.snapshot
        about = {
            "snapshot": snapshot.name,
            "built": snapshot.created,
            "procedures": len(snapshot.codes),
            "encoder": house.settings.encoder or "shipped",
        }
        yield LocalDoor(house.assistant, about)


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
