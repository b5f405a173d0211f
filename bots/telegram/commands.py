"""What an operator tells Telegram about the bot: where updates go, and its menu."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bots.settings import DoorSettings
from bots.telegram.addressed import COMMANDS
from bots.telegram.channel import TelegramChannel
from bots.telegram.errors import TelegramNotSet

HOOK_PATH = "/hooks/telegram"

_PORTS = {None, 443, 80, 88, 8443}  # Source: Bot API, setWebhook
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Source: Bot API, setWebhook


def hook_url(settings: DoorSettings, url: str | None = None) -> str:
    """Return the address of the webhook: as given, else under the public address of the settings.

    Raises:
        TelegramNotSet: There is none, or Telegram would not take it.
    """
    if url is None and settings.public_url is None:
        raise TelegramNotSet(
            "MOTCUA_PUBLIC_URL is not set. Set it to the https address under which people reach motcua serve, "
            f"or name the webhook's whole address: --url https://…{HOOK_PATH}"
        )
    address = url or f"{settings.public_url}{HOOK_PATH}"
    try:
        parts = urlsplit(address)
        fits = parts.scheme == "https" and bool(parts.hostname) and parts.port in _PORTS
    except ValueError:
        fits = False
    if not fits:
        raise TelegramNotSet(f"Telegram sends only to https on port 443, 80, 88 or 8443, not to {address}")
    return address


def hook_secret(settings: DoorSettings) -> str:
    """Return the secret that Telegram will bring.

    Raises:
        TelegramNotSet: There is none, or it has characters that Telegram does not take.
    """
    if settings.telegram_secret is None:
        raise TelegramNotSet(
            "MOTCUA_TELEGRAM_SECRET is not set, and without it nobody could tell Telegram from a stranger. "
            "Make one with: motcua channels secret"
        )
    secret = settings.telegram_secret.get_secret_value()
    if not _SECRET.fullmatch(secret):
        raise TelegramNotSet(
            "MOTCUA_TELEGRAM_SECRET: Telegram takes 1 to 256 letters, digits, _ and -. "
            "Make one with: motcua channels secret"
        )
    return secret


async def set_webhook(channel: TelegramChannel, url: str, secret: str, max_connections: int) -> dict[str, Any]:
    """Let Telegram send updates to an address, set the bot's menu, and return what `status` returns.

    Raises:
        SendError: Telegram did not take it.
    """
    await channel.api.set_webhook(url, secret, max_connections)
    await set_menu(channel)
    return await status(channel)


async def delete_webhook(channel: TelegramChannel) -> dict[str, Any]:
    """Let updates wait for long polling and return what `status` returns.

    Raises:
        SendError: Telegram did not take it.
    """
    await channel.api.delete_webhook()
    return await status(channel)


async def status(channel: TelegramChannel) -> dict[str, Any]:
    """Return who the bot is, where its updates go, how many wait, and the webhook's last error.

    Raises:
        SendError: Telegram did not say.
    """
    me = await channel.api.me()
    return {"bot": me.username, "id": me.id, **await channel.api.webhook()}


async def set_menu(channel: TelegramChannel) -> None:
    """Set the bot's menu, in Vietnamese for Vietnamese and for all others.

    Raises:
        SendError: Telegram did not take it.
    """
    for language in ("vi", None):
        await channel.api.set_commands(COMMANDS, language)
