"""The command: it only composes what each room offers."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer
from pydantic import ValidationError

import assistant.cli
import bots.cli
import evals.cli
import ingest.cli
import knowledge.cli
from bots.settings import SecretsMissing

WRONG_USAGE = 2

app = typer.Typer(
    name="motcua",
    help="Một Cửa: trợ lý thủ tục hành chính trích dẫn từng chữ. Start with: motcua build, then motcua ask “…”.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for room in (ingest.cli, bots.cli, assistant.cli, knowledge.cli, evals.cli):
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
