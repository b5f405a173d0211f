"""`motcua channels`: how the queues of Telegram and Zalo stand, dead letters, and new secrets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from bots.channel import BotsError
from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, errors_reported, print_json, remarks, results

if TYPE_CHECKING:
    from bots.post.office import PostOffice

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Channels: how their queues stand, what was given up, and new secrets. docs/channels.md sets them up.",
)
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Kind = Annotated[Literal["update", "message"], typer.Argument(help="update: came in; message: was to go out.")]
Number = Annotated[int, typer.Argument(help="Its number, as motcua channels dead shows it.")]


@app.command()
def secret() -> None:
    """Print a new random secret, for MOTCUA_CHANNEL_KEY, MOTCUA_TELEGRAM_SECRET and the like."""
    from bots.seal import new_secret

    typer.echo(new_secret())


@app.command()
def status(json: Json = False) -> None:
    """Show how many messages wait, what was given up, and which accounts send nothing; exit code 1 on trouble."""
    from bots.post.keeping import standing

    with _office() as office:
        now = office.database.read(standing)
    if json:
        print_json(asdict(now))
    else:
        lines = (
            f"to be answered: {now.updates_open}",
            f"to be sent:     {now.messages_open}",
            f"oldest waits:   {now.oldest_seconds} s",
            f"open tickets:   {now.tickets_open}",
            f"sent twice, perhaps: {now.uncertain}",
        )
        for line in (*lines, *(f"! {trouble}" for trouble in now.troubles)):
            results().print(line, markup=False)
    if now.troubles:
        raise typer.Exit(FAILED)


@app.command()
def dead(json: Json = False) -> None:
    """List what was given up, with the reason; what it says is not shown."""
    from bots.post.keeping import standing

    with _office() as office:
        now = office.database.read(standing)
    letters = now.dead
    if json:
        print_json([asdict(letter) for letter in letters])
        return
    if not letters:
        results().print("No dead letters.")
        return
    if now.dead_count > len(letters):
        remarks().print(f"the first {len(letters)} of {now.dead_count}")
    table = Table("kind", "number", "channel", "when", "reason")
    for one in letters:
        when = datetime.fromtimestamp(one.at, UTC).strftime("%Y-%m-%d %H:%M") if one.at else ""
        table.add_row(one.kind, str(one.id), one.channel, when, one.reason)
    results().print(table)


@app.command()
def retry(kind: Kind, number: Number) -> None:
    """Let a dead letter be tried again, once its cause is mended."""
    from bots.post.keeping import revive

    with _office() as office:
        done = office.database.write(lambda connection: revive(connection, kind, number)).result()
    _told(done, kind, number, "will be tried again")


@app.command()
def drop(kind: Kind, number: Number) -> None:
    """Delete a dead letter with what it said."""
    from bots.post.keeping import drop as let_go

    with _office() as office:
        done = office.database.write(lambda connection: let_go(connection, kind, number)).result()
    _told(done, kind, number, "is deleted")


def _told(done: bool, kind: str, number: int, what: str) -> None:
    if not done:
        typer.secho(f"motcua: there is no dead {kind} {number}; see: motcua channels dead", err=True, fg="red")
        raise typer.Exit(FAILED)
    results().print(f"{kind} {number} {what}")


@contextmanager
def _office() -> Iterator[PostOffice]:
    from bots.settings import door_settings
    from bots.wiring import open_post

    with errors_reported(BotsError, KnowledgeError):
        office = open_post(door_settings())
        try:
            yield office
        finally:
            office.close()
