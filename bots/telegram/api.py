"""The calls of Telegram's Bot API that we make, each failing as one of our own errors."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from telegram import Bot, BotCommand, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bots.channel import TryLater
from bots.telegram.errors import send_error
from bots.telegram.request import CheckedRequest

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""What we ask for: edits, posts of channels and the rest are never sent to us."""

_T = TypeVar("_T")
_CONNECT_SECONDS = 5.0
_POOL_SECONDS = 5.0
_GRACE_SECONDS = 10.0  # beyond a long poll's own time
# Said at these levels: the address of each request, which holds the token; messages' words; errors that we map anyway.
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL}


@dataclass(frozen=True)
class Me:
    """Who the bot is; the name is known once Telegram was asked for it."""

    id: int
    username: str | None = None


class BotApi:
    """One bot's calls. Only messages wait for the overall limit of 30 a second.

    A limit that Telegram itself reports is not waited for here: it comes up as `TryLater`, so that no call sleeps
    while others, or an end of the program, wait for it. Signs of life never use up what messages may take.
    """

    def __init__(self, token: str, url: str, read_seconds: float) -> None:
        for name, level in _QUIET.items():
            logging.getLogger(name).setLevel(level)
        self._token = token
        self._request = CheckedRequest(
            read_timeout=read_seconds, connect_timeout=_CONNECT_SECONDS, pool_timeout=_POOL_SECONDS
        )
        base = f"{url}/bot"
        self._bot = Bot(token, base, request=self._request, get_updates_request=self._request)
        self._sender: ExtBot[Any] = ExtBot(
            token,
            base,
            request=self._request,
            get_updates_request=self._request,
            rate_limiter=AIORateLimiter(group_max_rate=0, max_retries=0),
        )

    async def open(self) -> None:
        """Open the connections; again after `close` too."""
        await self._request.initialize()

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()

    async def me(self) -> Me:
        """Return who the bot is."""
        user = await self._asked(self._bot.get_me())
        return Me(user.id, user.username)

    async def send_message(
        self, chat: int, thread: int | None, text: str, *, html: bool, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        """Send a message without a preview of its links and return its number in the chat."""
        message = await self._asked(
            self._sender.send_message(
                chat,
                text,
                parse_mode=ParseMode.HTML if html else None,
                message_thread_id=thread,
                reply_markup=keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        return message.message_id

    async def send_draft(self, chat: int, thread: int | None, draft: int) -> None:
        """Show in a private chat that something is being thought about; 30 seconds at most."""
        await self._asked(self._bot.send_message_draft(chat, draft, message_thread_id=thread))

    async def send_typing(self, chat: int, thread: int | None) -> None:
        """Show that something is being typed; five seconds at most."""
        await self._asked(self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread))

    async def answer_tap(self, query: str) -> None:
        """End the waiting sign of a tapped button."""
        await self._asked(self._bot.answer_callback_query(query))

    async def updates(self, offset: int | None, wait_seconds: int) -> list[Any]:
        """Return the updates from an id on as raw JSON; Telegram forgets those before it."""
        asked: dict[str, Any] = {"timeout": wait_seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = offset
        # Names of methods are case-insensitive; under its usual one the library would read the updates itself, and
        # one that it cannot read would take the whole batch along.
        call = self._bot.do_api_request("GetUpdates", asked, read_timeout=wait_seconds + _GRACE_SECONDS)
        batch = await self._asked(call)
        return batch if isinstance(batch, list) else []

    async def set_webhook(self, url: str, secret: str, max_connections: int) -> None:
        """Let Telegram send updates to an address; those that wait are kept."""
        await self._asked(
            self._bot.set_webhook(
                url,
                secret_token=secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=max_connections,
                drop_pending_updates=False,
            )
        )

    async def delete_webhook(self) -> None:
        """Let updates wait for long polling; those that wait are kept."""
        await self._asked(self._bot.delete_webhook(drop_pending_updates=False))

    async def webhook(self) -> dict[str, Any]:
        """Return where updates go and what went wrong there, without the secret."""
        info = await self._asked(self._bot.get_webhook_info())
        said: Mapping[str, Any] = info.to_dict()
        last_error: datetime | None = info.last_error_date
        return {
            "url": info.url,
            "pending_updates": info.pending_update_count,
            "max_connections": said.get("max_connections"),
            "allowed_updates": list(info.allowed_updates),
            "last_error": info.last_error_message,
            "last_error_at": last_error.isoformat() if last_error else None,
        }

    async def set_commands(self, commands: Sequence[tuple[str, str]], language: str | None) -> None:
        """Show commands and what they do in the bot's menu, for one language or for all others."""
        menu = [BotCommand(name, what) for name, what in commands]
        await self._asked(self._bot.set_my_commands(menu, language_code=language))

    async def _asked(self, call: Awaitable[_T]) -> _T:
        try:
            return await call
        except TelegramError as error:
            raise send_error(error, self._token) from None
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # the library could not read a success
            raise TryLater(f"an answer that cannot be read ({type(error).__name__})", maybe_sent=True) from None
