"""A Zalo Official Account as a channel: signed events in, consultation messages out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

import httpx
import structlog

from bots.channel import AccountStopped, Refused
from bots.messages import Button, Incoming, Part, Reply
from bots.render import Form, render
from bots.zalo.http import WHOLE_SECONDS, open_client, post
from bots.zalo.oa_errors import BUTTONS_REFUSED, StaleToken, sent_id
from bots.zalo.oa_events import is_genuine, read_event
from bots.zalo.oa_tokens import KNOCK_SECONDS, Tokens, keep_fresh

_PATH = "/v3.0/oa/message/cs"
_MOST_BUTTONS, _TITLE_CHARS, _PAYLOAD_BYTES = 5, 100, 1000
_PLAIN_SECONDS = 3600.0  # without buttons, once Zalo has refused them
_log = structlog.get_logger("motcua.zalo")


def oa_form(buttons: bool) -> Form:
    """Return what a message of an Official Account may hold; Zalo counts 2,000 characters and truncates nothing."""
    most = _MOST_BUTTONS if buttons else 0
    return Form(2000, buttons=most, label_chars=_TITLE_CHARS, tap_bytes=_PAYLOAD_BYTES, quotes=4)


class ZaloOa:
    """One Official Account, seen through one app.

    Args:
        oa_id: The account.
        app_id: The app that the account has granted.
        secret: The OA Secret Key of the app's Webhook page.
        tokens: The account's tokens.
        url: Zalo's Official Account API.
        buttons: Whether to send buttons, which Zalo may refuse for an account.
        whole_seconds: How long to wait for Zalo's answer.
        knock_seconds: How often to look whether the tokens want renewing, once it is open.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        oa_id: str,
        app_id: str,
        secret: str,
        tokens: Tokens,
        *,
        url: str,
        buttons: bool = False,
        whole_seconds: float = WHOLE_SECONDS,
        knock_seconds: float = KNOCK_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._oa_id, self._first_terms, self._secret = oa_id, (app_id, oa_id), secret
        self._tokens, self._url, self._form, self._clock = tokens, url + _PATH, oa_form(buttons), clock
        self._buttons, self._plain_until, self._whole_seconds = buttons, float("-inf"), whole_seconds
        self._knock_seconds = knock_seconds
        self._client: httpx.AsyncClient | None = None
        self._closing = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._told_of_others = False

    @property
    def name(self) -> Literal["zalo-oa"]:
        """Which vendor."""
        return "zalo-oa"

    @property
    def account(self) -> str:
        """The id of the Official Account."""
        return self._oa_id

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the request is signed with the OA Secret Key; False for every other, without a secret too."""
        return is_genuine(headers, body, self._first_terms, self._secret)

    def read(self, body: bytes) -> Sequence[Incoming]:
        """Return what happened; empty for echoes, receipts, groups, and other accounts of the same app.

        Raises:
            UnreadableEvent: It is no event that this program can read.
        """
        incoming, ours = read_event(body, self._oa_id)
        if not ours and not self._told_of_others:
            self._told_of_others = True
            _log.warning("zalo oa events of another account are dropped", ours=self._oa_id)
        return incoming

    def render(self, reply: Reply) -> Sequence[Part]:
        """Return the reply as messages of at most 2,000 characters, counted in UTF-16 units."""
        return render(reply, self._form)

    async def send(self, conversation: str, part: Part) -> str:
        """Send one message and return Zalo's id of it; without its buttons where Zalo refuses those.

        Raises:
            SendError: One of its four kinds.
        """
        plain = {"text": part.text}
        buttons = _buttons(part) if self._buttons and self._clock() >= self._plain_until else []
        if not buttons:
            return await self._deliver(conversation, plain)
        try:
            return await self._deliver(conversation, {**plain, "attachment": _attachment(buttons)})
        except Refused as refused:
            if refused.code not in BUTTONS_REFUSED:
                raise
        sent = await self._deliver(conversation, plain)  # the lines already name every choice by number
        self._plain_until = self._clock() + _PLAIN_SECONDS
        _log.warning("zalo oa refuses buttons; sending without them for a while", account=self._oa_id)
        return sent

    async def composing(self, conversation: str) -> None:
        """Do nothing: an Official Account has no sign of typing."""

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: a tap comes as a text, and wants no answer of its own."""

    async def open(self) -> None:
        """Get ready to send, and keep the tokens fresh until it is closed.

        Raises:
            SendError: The account has no token that works.
        """
        await self._tokens.access()
        if self._keeping is None:
            self._closing.clear()
            self._keeping = asyncio.create_task(keep_fresh(self._tokens, self._closing, self._knock_seconds))

    async def close(self) -> None:
        """Close the connections, after a renewal of tokens that is under way."""
        self._closing.set()
        if self._keeping is not None:
            self._keeping.cancel()  # it may be waiting for another process; a renewal of its own goes on
            await asyncio.wait([self._keeping])
            self._keeping = None
        await self._tokens.close()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _deliver(self, conversation: str, message: Mapping[str, Any]) -> str:
        body = {"recipient": {"user_id": conversation}, "message": message}
        used = await self._tokens.access()
        try:
            return await self._post(used, body)
        except StaleToken:
            renewed = await self._tokens.renew(used)
        try:
            return await self._post(renewed, body)
        except StaleToken as again:
            raise AccountStopped("Zalo refuses a token that it has just given", again.code) from None

    async def _post(self, token: str, body: Mapping[str, Any]) -> str:
        if self._client is None:
            self._client = open_client()
        headers = {"access_token": token}
        return sent_id(
            await post(self._client, self._url, json=body, headers=headers, whole_seconds=self._whole_seconds)
        )


def _buttons(part: Part) -> list[dict[str, Any]]:
    flat = (button for row in part.buttons for button in row)
    return [_button(button) for button in islice(flat, _MOST_BUTTONS)]


def _button(button: Button) -> dict[str, Any]:
    title = button.label[:_TITLE_CHARS]
    if button.url is not None:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.url}}
    return {"title": title, "type": "oa.query.hide", "payload": button.tap or button.label}


def _attachment(buttons: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return buttons in the shape that the community reports for v3; the vendor's page has none for text messages."""
    return {"type": "template", "payload": {"buttons": list(buttons)}}
