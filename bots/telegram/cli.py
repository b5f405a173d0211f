"""`motcua telegram`: long polling, and where Telegram sends updates."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bots.channel import BotsError
from bots.settings import DoorSettings, door_settings
from knowledge.terminal import errors_reported, print_json

if TYPE_CHECKING:
    from bots.telegram.channel import TelegramChannel

_T = TypeVar("_T")
_WRONG_USAGE = 2

Poll = Callable[[DoorSettings], None]
"""Polls until Ctrl-C or SIGTERM."""

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def telegram_app(poll: Poll) -> typer.Typer:
    """Return the commands; `poll` runs where none is named."""
    app = typer.Typer(help=_HELP, invoke_without_command=True, rich_markup_mode=None)

    @app.callback()
    def telegram(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            with errors_reported(BotsError), _settings_reported():
                poll(door_settings())

    app.command("set-webhook")(set_webhook)
    app.command("delete-webhook")(delete_webhook)
    app.command()(status)
    return app


_HELP = """The Telegram bot. Without a command: ask Telegram for messages and answer them, until Ctrl-C.

MOTCUA_TELEGRAM_TOKEN is the bot's token, from @BotFather in Telegram. Messages reach the bot in one of two ways, never
both: this command asks for them (long polling: needs no public address), or Telegram sends them to motcua serve
(webhook: needs https, MOTCUA_PUBLIC_URL and MOTCUA_TELEGRAM_SECRET; run set-webhook once)."""


def set_webhook(
    url: Annotated[
        str | None, typer.Option(help="Address of the webhook; default: MOTCUA_PUBLIC_URL and /hooks/telegram.")
    ] = None,
    max_connections: Annotated[
        int, typer.Option(min=1, max=100, help="Most requests that Telegram sends at the same time.")
    ] = 40,
    json: Json = False,
) -> None:
    """Let Telegram send messages to motcua serve.

    The secret goes along, and the bot's menu is set. Messages that wait are kept. Run it again after a change of the
    address or of the secret.
    """
    from bots.telegram import commands

    settings = door_settings()
    with _settings_reported():
        address, secret = commands.hook_url(settings, url), commands.hook_secret(settings)
    _show(_asked(settings, lambda channel: commands.set_webhook(channel, address, secret, max_connections)), json)


def delete_webhook(json: Json = False) -> None:
    """Let messages wait for long polling.

    Those that wait are kept.
    """
    from bots.telegram import commands

    _show(_asked(door_settings(), commands.delete_webhook), json)


def status(json: Json = False) -> None:
    """Show where messages go.

    Also how many wait, and what last went wrong at the webhook.
    """
    from bots.telegram import commands

    _show(_asked(door_settings(), commands.status), json)


def _asked(settings: DoorSettings, ask: Callable[[TelegramChannel], Awaitable[_T]]) -> _T:
    from bots.telegram.channel import channel_of

    with _settings_reported():
        channel = channel_of(settings)

    async def run() -> _T:
        await channel.api.open()
        try:
            return await ask(channel)
        finally:
            await channel.close()

    with errors_reported(BotsError):
        return asyncio.run(run())


@contextmanager
def _settings_reported() -> Iterator[None]:
    """End the command with one line and exit code 2 where a setting is missing or wrong."""
    from bots.telegram.errors import TelegramNotSet

    try:
        yield
    except TelegramNotSet as error:
        typer.secho(f"motcua: {error}", err=True, fg="red")
        raise typer.Exit(_WRONG_USAGE) from error


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    typer.echo(f"Bot: @{found['bot']} ({found['id']})")
    typer.echo(f"Webhook: {found['url']}" if found["url"] else "Webhook: none; messages wait for: motcua telegram")
    typer.echo(f"Waiting messages: {found['pending_updates']}")
    if found["last_error"]:
        typer.echo(f"Last error at the webhook: {found['last_error']} ({found['last_error_at']})")
