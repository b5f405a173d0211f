"""The commands of the evals room: `motcua eval run`, `motcua eval compare`, `motcua eval exactness`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals import run_cli as run_command
from evals.desk import cli as desk
from evals.gate import cli as gate
from evals.judging import cli as judging
from evals.making import cli as making
from evals.mutation import cli as mutation
from evals.showing import refusals, shown
from knowledge.terminal import FAILED, print_json, progress_shown, results

if TYPE_CHECKING:
    from assistant.bootstrap import House

app = typer.Typer(help="Measure the assistant.", no_args_is_help=True)
making.register(app)
run_command.register(app)
desk.register(app)
judging.register(app)

_JSON = typer.Option("--json", help="Print the result as JSON.")


def register(root: typer.Typer) -> None:
    """Add the `eval` commands and `publish` to the root command."""
    root.add_typer(app, name="eval")
    gate.register(root)


mutation.register(app)


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
    from evals.cases import load_cases
    from evals.opening import Configuration, open_door

    with refusals(), open_door(Configuration()) as door:
        assert door.sources is not None
        known = {case.id for file in load_cases(files) for case in file.cases}
        unknown = sorted(set(only or ()) - known)
        if unknown:
            raise typer.BadParameter(f"no case has the id {', '.join(unknown)}")
        written = {str(path): anchor_file(path, door.sources, again=again, only=only) for path in files}
    if as_json:
        print_json({name: found._asdict() for name, found in written.items()})
        return
    for name, found in written.items():
        results().print(f"{name}: anchors written into {found.anchored} cases.", soft_wrap=True)
        if found.broken:
            said = f"{name}: a label of these cases does not stand in their records: {', '.join(found.broken)}"
            typer.secho(f"{said}. Read the record again: motcua procedures show CODE", err=True, fg="yellow")


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

    with refusals():
        comparison = compare(load_run(before), load_run(after))
        if html is not None:
            write_comparison(html, comparison, before, after)
    shown(comparison, list(comparison_tables(comparison)), as_json)
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

    with refusals(), _house() as house, progress_shown() as progress:
        found = survey(house.snapshot, partial(compose, full=True), limit, show, progress)
    shown(found, list(survey_tables(found)), as_json)
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
