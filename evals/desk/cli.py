"""`motcua eval reviewer` and `motcua eval desk`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.errors import EvalsError
from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, errors_reported, print_json

if TYPE_CHECKING:
    from evals.desk.desk import Desk
    from evals.desk.store import DeskStore

reviewer_app = typer.Typer(help="Who may judge answers at /qa.", no_args_is_help=True)
desk_app = typer.Typer(help="What the review desk holds, in and out.", no_args_is_help=True)
_JSON = typer.Option("--json", help="Print the result as JSON.")


class What(StrEnum):
    """What a sheet holds."""

    items = "items"
    scores = "scores"
    cases = "cases"


def register(app: typer.Typer) -> None:
    """Add the commands of the desk to `motcua eval`."""
    app.add_typer(reviewer_app, name="reviewer")
    app.add_typer(desk_app, name="desk")


@reviewer_app.command("add")
def add_reviewer(
    name: Annotated[str, typer.Argument(help="The reviewer's name, as colleagues know it.")],
    password_file: Annotated[
        Path | None, typer.Option(help="Read the password from a file's first line instead of asking for it twice.")
    ] = None,
) -> None:
    """Add a reviewer; asks for the password twice."""
    password = _password(password_file)
    with _store() as store:
        typer.echo(f"added {store.accounts.add(name, password)}", err=True)


@reviewer_app.command("list")
def list_reviewers(as_json: Annotated[bool, _JSON] = False) -> None:
    """Show who may judge answers."""
    with _store() as store:
        names = store.accounts.names()
    if as_json:
        print_json(list(names))
        return
    for name in names:
        typer.echo(name)
    if not names:
        typer.echo("nobody yet. Add the first with: motcua eval reviewer add NAME", err=True)


@reviewer_app.command("remove")
def remove_reviewer(name: Annotated[str, typer.Argument(help="The reviewer's name.")]) -> None:
    """Let a reviewer in no more; what they judged stays."""
    with _store() as store:
        store.accounts.remove(name)
    typer.echo(f"removed {name}", err=True)


@desk_app.command("cases")
def write_cases(
    out: Annotated[Path, typer.Option(help="The case file to write, for motcua eval run --cases.")],
    drafts: Annotated[bool, typer.Option("--drafts", help="Cases that nobody has agreed to as well.")] = False,
) -> None:
    """Write the agreed cases as JSON lines."""
    from evals.desk.casework import line_of

    with _store() as store:
        cases = [made for made in store.drafts.all() if drafts or made.status == "agreed"]
    lines = [json.dumps(line_of(made), ensure_ascii=False) + "\n" for made in cases]
    beside = out.with_suffix(out.suffix + ".part")
    with errors_reported(OSError):
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(out)
    typer.echo(f"{len(cases)} cases in {out}", err=True)


@desk_app.command("export")
def export_sheet(
    file: Annotated[Path, typer.Argument(help="The .csv or .xlsx file to write.")],
    what: Annotated[What, typer.Option(help="Answers to judge, scores of all reviewers, or cases.")] = What.scores,
    queue: Annotated[str, typer.Option(help="The queue, for items.")] = "sample",
) -> None:
    """Write a sheet. It is a copy: delete it when it is no longer needed."""
    from evals.desk.exports import COLUMNS
    from evals.desk.rows import rows_for
    from evals.desk.sheets import write_csv, write_xlsx
    from evals.desk.wording import QUEUES

    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise typer.BadParameter("FILE ends with .csv or .xlsx")
    if queue not in QUEUES:
        raise typer.BadParameter(f"--queue is one of {', '.join(QUEUES)}")
    with _desk() as desk, errors_reported(OSError):
        rows = list(rows_for(what.value, desk, None, queue))
        columns = COLUMNS[what.value]
        is_csv = file.suffix.lower() == ".csv"
        file.write_bytes(write_csv(columns, rows) if is_csv else write_xlsx(what.value, columns, rows))
    typer.echo(f"{len(rows)} rows in {file}", err=True)


@desk_app.command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(help="The .csv or .xlsx file to read.")],
    reviewer: Annotated[str, typer.Option(help="Whose scores or cases they are: the name of a reviewer.")],
    what: Annotated[What, typer.Option(help="scores or cases.")] = What.scores,
    take_good_rows: Annotated[
        bool, typer.Option("--take-good-rows", help="Take what is right where other rows are wrong.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken, and take nothing.")] = False,
) -> None:
    """Read a sheet back; exit code 1, and nothing taken, where a row is wrong."""
    from evals.desk.imports import check, rows_of, take
    from evals.desk.reading import read_sheet

    if what is What.items:
        raise typer.BadParameter("--what is scores or cases; a filled sheet of items is read as scores")
    with _desk() as desk, errors_reported(OSError):
        name = next((one for one in desk.store.accounts.names() if one.casefold() == reviewer.casefold()), None)
        if name is None:
            raise typer.BadParameter(f"there is no reviewer {reviewer!r}. See: motcua eval reviewer list")
        rows = rows_of(what.value, read_sheet(file.name, file.read_bytes()))
        checked = check(what.value, rows, name, desk.store, desk.sentences_in)
        for bad in checked.bad:
            typer.echo(f"{file}:{bad.number}: {bad.reason}", err=True)
        if not dry_run:
            take(checked, desk.store, name, file.name, good_rows=take_good_rows)
    typer.echo(f"{checked.good} {'would be taken' if dry_run else 'taken'}, {len(checked.bad)} rows wrong", err=True)
    if checked.bad and not take_good_rows:
        raise typer.Exit(FAILED)


def _password(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    with errors_reported(OSError, UnicodeDecodeError):
        return file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")


@contextmanager
def _store() -> Iterator[DeskStore]:
    from evals.desk.settings import DeskSettings
    from evals.desk.store import DeskStore

    with errors_reported(EvalsError, KnowledgeError):
        store = DeskStore(DeskSettings().qa_url)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _desk() -> Iterator[Desk]:
    """Hand out a desk without a snapshot: citations of talks are then places without words."""
    from assistant.errors import AssistantError
    from evals.desk.desk import make_desk
    from evals.desk.settings import DeskSettings

    desk = make_desk(DeskSettings(), lambda: None)
    with errors_reported(EvalsError, KnowledgeError, AssistantError):
        try:
            yield desk
        finally:
            desk.close()
