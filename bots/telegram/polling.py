"""Long polling: updates are asked for, stored, and only then forgotten by Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol, TypeVar

import structlog

from bots.channel import AccountStopped, SendError, TryLater, UnreadableEvent
from bots.messages import Incoming
from bots.settings import DoorSettings
from bots.telegram.channel import TelegramChannel, channel_of
from bots.telegram.commands import set_menu
from bots.telegram.errors import WebhookActive

_log = structlog.get_logger("motcua.telegram")

_T = TypeVar("_T")
_WAIT_SECONDS = 25
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 30.0
_CONFLICT = 409

Receive = Callable[[list[Incoming]], Awaitable[object]]
"""Comes back when what happened is on disk, such as `PostOffice.receive`."""


class Stopping(Protocol):
    """An event of asyncio or of anyio."""

    def is_set(self) -> bool:
        """Return whether the program ends."""

    async def wait(self) -> Any:
        """Return when the program ends."""


async def run_polling(settings: DoorSettings, receive: Receive, stopping: Stopping) -> None:
    """Poll for the bot of the settings until `stopping`; its menu of commands is set where Telegram takes it.

    Raises:
        TelegramNotSet: There is no token.
        AccountStopped: Telegram does not accept the token.
        WebhookActive: Updates go to a webhook.
    """
    channel = channel_of(settings)
    try:
        await poll(channel, receive, stopping)
    finally:
        await channel.close()


async def poll(channel: TelegramChannel, receive: Receive, stopping: Stopping) -> None:
    """Ask for updates and hand them on until `stopping`; opens the channel where it is not open.

    Telegram is told to forget a batch only after `receive` returned, so that what a stop or a crash cuts off comes
    again. What cannot be read is passed over. Faults are waited out.

    Raises:
        AccountStopped: Telegram does not accept the token.
        WebhookActive: Updates go to a webhook.
    """
    loop = _Loop(channel, receive, stopping)
    while not stopping.is_set():
        try:
            await loop.step()
        except AccountStopped:
            raise
        except SendError as error:
            if error.code == _CONFLICT and await _has_webhook(channel):
                raise WebhookActive from None
            _log.warning("telegram gave no updates", reason=str(error))
            await loop.pause(error.after_seconds if isinstance(error, TryLater) else None)


class _Loop:
    def __init__(self, channel: TelegramChannel, receive: Receive, stopping: Stopping) -> None:
        self._channel, self._receive, self._stopping = channel, receive, stopping
        self._offset: int | None = None
        self._has_menu = False
        self._pause_seconds = _FIRST_PAUSE_SECONDS

    async def step(self) -> None:
        """Take one batch.

        Raises:
            SendError: Telegram gave none.
        """
        if not self._channel.is_open:
            await self._unless_stopped(self._channel.open())
            return
        if not self._has_menu:
            self._has_menu = True
            await self._unless_stopped(self._set_menu())
        batch = await self._unless_stopped(self._channel.api.updates(self._offset, _WAIT_SECONDS))
        if not batch:
            self._pause_seconds = _FIRST_PAUSE_SECONDS
            return
        happened = [incoming for update in batch for incoming in self._read(update)]
        if happened and not await self._stored(happened):
            await self.pause(None)
            return
        self._pause_seconds = _FIRST_PAUSE_SECONDS
        await self._move_past(batch)

    async def pause(self, after_seconds: float | None) -> None:
        """Wait as long as Telegram asks, else longer each time; a stop ends it."""
        seconds = self._pause_seconds if after_seconds is None else after_seconds
        self._pause_seconds = min(2 * self._pause_seconds, _LONGEST_PAUSE_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _set_menu(self) -> None:
        with suppress(SendError):
            await set_menu(self._channel)

    def _read(self, update: object) -> list[Incoming]:
        try:
            return list(self._channel.read_update(update))
        except UnreadableEvent as error:
            _log.warning("telegram update passed over", reason=error.reason)
            return []

    async def _stored(self, happened: list[Incoming]) -> bool:
        """Return whether the batch is stored; a full disk or a database that is away must not lose it."""
        try:
            await self._receive(happened)
        except Exception as error:
            _log.error("telegram updates not stored", error=type(error).__name__)
            return False
        return True

    async def _move_past(self, batch: list[Any]) -> None:
        numbers = [update.get("update_id") for update in batch if isinstance(update, dict)]
        known = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
        if known:
            self._offset = max(known) + 1
        elif self._offset is not None:
            self._offset += 1  # nothing with a number waits at it, so nothing readable is passed over
        else:
            await self.pause(None)

    async def _unless_stopped(self, call: Coroutine[Any, Any, _T]) -> _T | None:
        """Return what the call gives, or None where the program ends first: an unanswered request forgets nothing."""
        calling = asyncio.ensure_future(call)
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({calling, stop}, return_when=asyncio.FIRST_COMPLETED)
            return calling.result() if calling.done() else None
        finally:
            for task in (calling, stop):
                task.cancel()
            await asyncio.gather(calling, stop, return_exceptions=True)


async def _has_webhook(channel: TelegramChannel) -> bool:
    try:
        return bool((await channel.api.webhook())["url"])
    except SendError:
        return False
