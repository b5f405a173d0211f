"""A bot of the Zalo Bot Platform as a channel: text in and out, without buttons."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from bots.channel import Refused, SendError
from bots.messages import Incoming, Part, Reply
from bots.render import Form, render
from bots.zalo.bot_api import ZaloBotApi
from bots.zalo.bot_events import read_body, read_update

BOT_FORM = Form(limit=2000, quotes=4)
_TYPING_SECONDS = 5.0  # an answer does not wait longer for its own announcement
SECRET_HEADER = "x-bot-api-secret-token"


class ZaloBot:
    """One bot.

    Args:
        token: As Zalo gave it.
        secret: The webhook's secret token; without one no request of the webhook is taken.
        url: Zalo's Bot API.

    Raises:
        ValueError: The token is none.
    """

    def __init__(self, token: str, secret: str | None, *, url: str) -> None:
        self.api, self._secret = ZaloBotApi(token, url), secret

    @property
    def name(self) -> Literal["zalo-bot"]:
        """Which vendor."""
        return "zalo-bot"

    @property
    def account(self) -> str:
        """The bot's id: the digits before the colon of its token."""
        return self.api.account

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002 - the secret says it all
        """Whether the request carries the webhook's secret; False for every request where none is set."""
        given = headers.get(SECRET_HEADER, "")
        if not self._secret or not given:
            return False
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret.encode())

    def read(self, body: bytes) -> Sequence[Incoming]:
        """Return what happened; empty for probes, for unknown events and for other bots.

        Raises:
            UnreadableEvent: It is no update that this program can read.
        """
        return read_body(body, self.account)

    def render(self, reply: Reply) -> Sequence[Part]:
        """Return the reply as messages of at most 2,000 characters, counted in UTF-16 units."""
        return render(reply, BOT_FORM)

    async def send(self, conversation: str, part: Part) -> str:
        """Send one message and return Zalo's id of it, empty where it says none.

        Raises:
            SendError: One of its four kinds.
        """
        result = await self.api.call("sendMessage", {"chat_id": conversation, "text": part.text})
        return str(result.get("message_id") or "") if isinstance(result, dict) else ""

    async def composing(self, conversation: str) -> None:
        """Show that an answer is being written; never raises."""
        with suppress(SendError):
            typing = {"chat_id": conversation, "action": "typing"}
            await self.api.call("sendChatAction", typing, whole_seconds=_TYPING_SECONDS)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: there is nothing to tap."""

    async def open(self) -> None:
        """Get ready to send.

        Raises:
            SendError: Zalo does not know the token, or does not answer.
        """
        await self.api.call("getMe")

    async def close(self) -> None:
        """Close the connections."""
        await self.api.close()

    async def next_update(self, held_seconds: int) -> list[Incoming]:
        """Return what the next update says, taken for good: there is no asking for it again.

        Raises:
            NothingNew: There was none for that long.
            SendError: One of its four kinds.
            UnreadableEvent: It is no update that this program can read.
        """
        update = await self.api.next_update(held_seconds)
        return read_update(update, self.account) if update else []

    async def set_webhook(self, address: str) -> dict[str, Any]:
        """Have updates sent to an address; the result's `verification` says whether Zalo could reach it.

        Raises:
            SendError: One of its four kinds; `Refused` without a secret that Zalo takes.
        """
        if self._secret is None or not 8 <= len(self._secret) <= 256 or not self._secret.isascii():
            raise Refused("MOTCUA_ZALO_BOT_SECRET has to have 8 to 256 ASCII characters")
        return _object(await self.api.call("setWebhook", {"url": address, "secret_token": self._secret}))

    async def delete_webhook(self) -> dict[str, Any]:
        """Have no updates sent any more; they can be polled then.

        Raises:
            SendError: One of its four kinds.
        """
        return _object(await self.api.call("deleteWebhook"))

    async def webhook_info(self) -> dict[str, Any]:
        """Return where updates are sent, as Zalo knows it.

        Raises:
            SendError: One of its four kinds.
        """
        return _object(await self.api.call("getWebhookInfo"))


def _object(result: object) -> dict[str, Any]:
    return result if isinstance(result, dict) else {}
