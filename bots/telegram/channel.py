"""Telegram as a channel."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots import render
from bots.channel import Refused, SendError, TryLater, UnreadableEvent
from bots.messages import Incoming, Part, Reply
from bots.settings import DoorSettings
from bots.telegram.api import BotApi, Me
from bots.telegram.composing import Composing
from bots.telegram.errors import Moved, TelegramNotSet
from bots.telegram.format import as_html, plain
from bots.telegram.reading import read_update

SECRET_HEADER = "x-telegram-bot-api-secret-token"
FORM = render.Form(limit=4096, buttons=30, tap_bytes=64, thumbs=True)
"""Source: Bot API, sendMessage (1-4096 characters) and InlineKeyboardButton (1-64 bytes of callback_data)."""

_READ_SECONDS = 15.0


class TelegramChannel:
    """One bot; it satisfies `bots.channel.Channel`.

    Args:
        token: Of the bot, as @BotFather gave it.
        secret: Of the webhook; without one no webhook request is believed.
        url: Of the Bot API.
        read_seconds: How long an answer of the Bot API is waited for.
    """

    name: Literal["telegram"] = "telegram"

    def __init__(
        self,
        token: str,
        secret: str | None = None,
        url: str = "https://api.telegram.org",
        read_seconds: float = _READ_SECONDS,
    ) -> None:
        number, colon, key = token.partition(":")
        if not (number.isascii() and number.isdigit() and colon and key):
            raise TelegramNotSet(
                "MOTCUA_TELEGRAM_TOKEN is no token of a bot: it looks like 123456789:AA… "
                "and comes from @BotFather in Telegram (/mybots, API Token)"
            )
        self.api = BotApi(token, url, read_seconds)
        self._secret = secret
        self._me = Me(int(number))
        self._composing = Composing(self.api)
        self._limited = _Limited()

    @property
    def account(self) -> str:
        """The bot's id, which its token begins with."""
        return str(self._me.id)

    @property
    def is_open(self) -> bool:
        """Whether Telegram has told the bot's name."""
        return self._me.username is not None

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether the request brings the webhook's secret; never where none is set."""
        del body  # Telegram signs nothing
        if not self._secret:
            return False
        brought = headers.get(SECRET_HEADER, "").encode("utf-8", "surrogatepass")
        return hmac.compare_digest(brought, self._secret.encode())

    def read(self, body: bytes) -> Sequence[Incoming]:
        """Return what one update says; empty for what concerns nobody.

        Raises:
            UnreadableEvent: It is no update.
        """
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):  # no UTF-8, no JSON, endless digits, endless depth
            raise UnreadableEvent("an update that is no JSON") from None
        return self.read_update(update)

    def read_update(self, update: object) -> Sequence[Incoming]:
        """Return what one update says, from its decoded JSON.

        Raises:
            UnreadableEvent: It is no update.
        """
        return read_update(update, self._me)

    def render(self, reply: Reply) -> Sequence[Part]:
        """Return the reply as messages of at most 4,096 characters, the last one with the buttons."""
        return render.render(reply, FORM)

    async def send(self, conversation: str, part: Part) -> str:
        """Send one message and return its number in the chat.

        Raises:
            SendError: One of its four kinds.
        """
        chat, thread = address(conversation)
        self._composing.ended(conversation)
        try:
            number = await self._sent(chat, thread, part)
        except Moved as moved:
            number = await self._sent(moved.chat, None, part)
        except TryLater as error:
            error.whole_account = self._limited.by(conversation, error)
            raise
        return str(number)

    async def composing(self, conversation: str) -> None:
        """Show that an answer is being written; never raises."""
        with suppress(SendError):
            await self._composing.show(conversation, *address(conversation))

    async def acknowledge(self, incoming: Incoming) -> None:
        """End the waiting sign of a tapped button; never raises: Telegram refuses it for a tap that is too old."""
        if incoming.token:
            with suppress(SendError):
                await self.api.answer_tap(incoming.token)

    async def open(self) -> None:
        """Open the connections and ask for the bot's name, by which groups address it; call it again where it failed.

        Raises:
            SendError: The token is not accepted, or Telegram cannot be reached now.
        """
        await self.api.open()
        self._me = Me(self._me.id, (await self.api.me()).username)

    async def close(self) -> None:
        """Close the connections."""
        await self.api.close()

    async def _sent(self, chat: int, thread: int | None, part: Part) -> int:
        """Send as it should look, else in the plainer form that Telegram's refusal calls for."""
        html, keyboard = True, _keyboard(part)
        while True:
            text = as_html(part) if html else plain(part)
            try:
                return await self.api.send_message(chat, thread, text, html=html, keyboard=keyboard)
            except Refused as error:
                said = error.reason.lower()
                if html and "can't parse entities" in said:
                    html = False
                elif keyboard is not None and "button" in said:  # the lines say by number what buttons would
                    keyboard = None
                else:
                    raise


class _Limited:
    """Telegram does not say whom a limit is for: while one conversation still has to wait, a second means the bot."""

    def __init__(self) -> None:
        self._conversation, self._until_seconds = "", 0.0

    def by(self, conversation: str, error: TryLater) -> bool:
        """Note the error and return whether the whole account has to wait."""
        if error.after_seconds is None:
            return False
        now = time.monotonic()
        is_second = now < self._until_seconds and conversation != self._conversation
        self._conversation, self._until_seconds = conversation, now + error.after_seconds
        return is_second


def address(conversation: str) -> tuple[int, int | None]:
    """Return the chat and its topic.

    Raises:
        Refused: It is no conversation of Telegram.
    """
    chat, _, thread = conversation.partition("/")
    try:
        return int(chat), int(thread) if thread else None
    except ValueError:
        raise Refused("no conversation of Telegram") from None


def channel_of(settings: DoorSettings) -> TelegramChannel:
    """Return the channel that the settings describe.

    Raises:
        TelegramNotSet: There is no token, or it is none.
    """
    if settings.telegram_token is None:
        raise TelegramNotSet(
            "MOTCUA_TELEGRAM_TOKEN is not set. Make a bot with @BotFather in Telegram (/newbot) and put its token "
            "into the environment or into the file motcua_telegram_token of the folder MOTCUA_SECRETS_DIR"
        )
    secret = settings.telegram_secret
    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        secret.get_secret_value() if secret else None,
        settings.telegram_url,
    )


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(button.label, url=button.url)
            if button.url
            else InlineKeyboardButton(button.label, callback_data=button.tap)
            for button in row
            if button.url or 1 <= len(button.tap.encode()) <= FORM.tap_bytes
        ]
        for row in part.buttons
    ]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None
