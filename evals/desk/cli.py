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
from knowledge.terminal import errors_reported, print_json

if TYPE_CHECKING:
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
