"""The command: it only composes what each room offers."""

from __future__ import annotations

import typer

import bots.cli
import evals.cli
import ingest.cli
import knowledge.cli

app = typer.Typer(
    name="motcua",
    help="Một Cửa: trợ lý thủ tục hành chính trích dẫn từng chữ. Start with: motcua build, then motcua ask “…”.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for room in (ingest.cli, bots.cli, knowledge.cli, evals.cli):
    room.register(app)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
