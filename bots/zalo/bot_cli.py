"""`motcua zalo-bot`: the bot's webhook, and answering by long polling where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import typer

from bots.settings import DoorSettings
from bots.zalo.reporting import Json, settings_read, wrong_usage
from knowledge.terminal import FAILED, print_json, remarks, results

if TYPE_CHECKING:
    from bots.zalo.bot import ZaloBot
    from bots.zalo.bot_polling import Receive

Work = Callable[[DoorSettings, "ZaloBot"], "AbstractAsyncContextManager[Receive]"]
HOOK = "/hooks/zalo-bot"
_WEBHOOK_SET = "Zalo sends this bot's updates to a webhook; to poll instead, run: motcua zalo-bot delete-webhook"


def bot_app(work: Work) -> typer.Typer:
    """Return the commands of the bot; without one of them it answers by polling, through what `work` opens."""
    app = typer.Typer(
        invoke_without_command=True,
        help="Zalo bot. Alone: answer by long polling until Ctrl-C. With a public address, set a webhook instead.",
    )

    @app.callback()
    def answer(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            with settings_read() as settings:
                _with_bot(settings, lambda bot: _poll(settings, bot, work), with_webhook=False)

    @app.command("set-webhook")
    def set_webhook(as_json: Json = False) -> None:
        """Have Zalo send updates to MOTCUA_PUBLIC_URL/hooks/zalo-bot; 1 where Zalo could not reach it."""
        with settings_read() as settings:
            address = _address(settings)
            done = _with_bot(settings, lambda bot: bot.set_webhook(address), with_webhook=True)
        _show(done, as_json)
        verification = done.get("verification")
        if isinstance(verification, dict) and verification.get("ok") is False:
            remarks().print("The address is saved, but Zalo could not reach it: start motcua serve, then set it again.")
            raise typer.Exit(FAILED)

    @app.command("delete-webhook")
    def delete_webhook(as_json: Json = False) -> None:
        """Have Zalo send no updates any more, so that they can be polled."""
        with settings_read() as settings:
            _show(_with_bot(settings, lambda bot: bot.delete_webhook(), with_webhook=False), as_json)

    @app.command()
    def status(as_json: Json = False) -> None:
        """Show the bot and its webhook, as Zalo knows them."""
        with settings_read() as settings:
            _show(_with_bot(settings, _state, with_webhook=False), as_json)

    return app


def _with_bot(settings: DoorSettings, use: Callable[[ZaloBot], Awaitable[Any]], *, with_webhook: bool) -> Any:
    from bots.zalo.accounts import zalo_bot_of

    bot = zalo_bot_of(settings, with_webhook=with_webhook)

    async def used() -> Any:
        try:
            return await use(bot)
        finally:
            await bot.close()

    return asyncio.run(used())


async def _state(bot: ZaloBot) -> dict[str, Any]:
    return {"account": bot.account, "bot": await bot.api.call("getMe"), "webhook": await bot.webhook_info()}


async def _poll(settings: DoorSettings, bot: ZaloBot, work: Work) -> None:
    from bots.polling import stopped_by_signals
    from bots.zalo.bot_polling import poll

    if (await bot.webhook_info()).get("url"):
        typer.secho(f"motcua: {_WEBHOOK_SET}", err=True, fg="red")
        raise typer.Exit(FAILED)
    with stopped_by_signals() as stopping:
        async with work(settings, bot) as receive:
            remarks().print(f"Zalo bot {bot.account} answers (Ctrl-C dừng)", markup=False)
            await poll(bot, receive, stopping)


def _address(settings: DoorSettings) -> str:
    from bots.zalo.accounts import SettingsMissing

    if settings.public_url is None:
        raise SettingsMissing(("MOTCUA_PUBLIC_URL",))
    if not settings.public_url.startswith("https://"):
        raise wrong_usage("MOTCUA_PUBLIC_URL has to begin with https://, or Zalo sends nothing there")
    return settings.public_url + HOOK


def _show(value: dict[str, Any], as_json: bool, indent: str = "") -> None:
    if as_json:
        print_json(value)
        return
    for name, told in value.items():
        if isinstance(told, dict):
            results().print(f"{indent}{name}:", markup=False)
            _show(told, False, indent + "  ")
        else:
            results().print(f"{indent}{name}: {told}", markup=False)
