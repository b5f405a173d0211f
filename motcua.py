"""The command: it only composes what each room offers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

import assistant.cli
import bots.cli
import evals.cli
import ingest.cli
import knowledge.cli
from bots.cli import Guests
from bots.settings import SecretsMissing

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bots.web.guests import Invitation

WRONG_USAGE = 2

app = typer.Typer(
    name="motcua",
    help="Một Cửa: trợ lý thủ tục hành chính trích dẫn từng chữ. Start with: motcua build, then motcua ask “…”.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def guests() -> Sequence[Invitation]:
    """Return the rooms that have pages in the web door: the review desk."""
    from evals.desk.desk import open_desk

    return (open_desk,)


def worker_app() -> FastAPI:
    """Return the web application of one of several workers, with its guests."""
    from bots.web import serve

    return serve.worker_app(guests())


ingest.cli.register(app)
bots.cli.register(app, Guests(guests, "motcua:worker_app"))
for room in (assistant.cli, knowledge.cli, evals.cli):
    room.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"motcua {version('motcua')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; a setting that cannot be read is wrong usage, told in a line each."""
    try:
        app()
    except SecretsMissing as error:
        typer.secho(f"motcua: {error}", err=True, fg="red")
        sys.exit(WRONG_USAGE)
    except ValidationError as error:
        if not error.title.endswith("Settings"):
            raise
        for wrong in error.errors():
            name = "_".join(str(part) for part in wrong["loc"]).upper()
            typer.secho(
                f"motcua: MOTCUA_{name.removeprefix('MOTCUA_')}: {wrong['msg'].removeprefix('Value error, ')}",
                err=True,
                fg="red",
            )
        sys.exit(WRONG_USAGE)


if __name__ == "__main__":
    main()
