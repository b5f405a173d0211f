"""Updates of a Zalo bot by asking for them, one at a time, where there is no webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bots.channel import TryLater, UnreadableEvent
from bots.messages import Incoming
from bots.zalo.bot import ZaloBot
from bots.zalo.bot_api import NothingNew

Receive = Callable[[list[Incoming]], Awaitable[None]]
_HELD_SECONDS = 8  # short enough to be waited for at the end: an update that is asked for and not taken is lost
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 60.0
_log = structlog.get_logger("motcua.zalo")


async def poll(
    channel: ZaloBot,
    receive: Receive,
    stopping: asyncio.Event,
    *,
    held_seconds: int = _HELD_SECONDS,
    first_pause_seconds: float = _FIRST_PAUSE_SECONDS,
) -> None:
    """Hand every update to `receive` until `stopping`; the call that is under way then is waited for, never broken off.

    The platform has no offset: an update that was given out does not come again. So the next one is asked for only
    when `receive` has returned, which means that it is stored; where it raises, it is called again with the same.

    Args:
        channel: The bot; its webhook has to be deleted.
        receive: Returns when what it was given is stored.
        stopping: Ends the polling.
        held_seconds: How long Zalo holds a call while there is nothing new.
        first_pause_seconds: After a first failure; doubled with each further one.

    Raises:
        AccountStopped: The token is wrong.
        Refused: Zalo gives no updates, such as while a webhook is set.
    """
    failures = 0
    while not stopping.is_set():
        try:
            incoming = await _next(channel, held_seconds)
        except TryLater as error:
            failures += 1
            _log.warning("zalo bot gives no updates now", reason=str(error))
            await _pause(stopping, error.after_seconds or _backoff(first_pause_seconds, failures))
            continue
        failures = 0
        if incoming:
            await _stored(receive, incoming, stopping, first_pause_seconds)


async def _next(channel: ZaloBot, held_seconds: int) -> list[Incoming]:
    """Return what the next update says; nothing where there is none, or none that can be read."""
    try:
        return await channel.next_update(held_seconds)
    except NothingNew:
        return []
    except UnreadableEvent as error:
        _log.warning("zalo bot update not read", reason=error.reason)
        return []


async def _stored(receive: Receive, incoming: list[Incoming], stopping: asyncio.Event, pause_seconds: float) -> None:
    """Return when it is stored, however often that takes; after `stopping` the error of a failure is raised."""
    failures = 0
    while True:
        try:
            await receive(incoming)
        except Exception as error:
            failures += 1
            _log.error("zalo bot update not stored", error=type(error).__name__, failures=failures)
            if stopping.is_set():
                raise
            await _pause(stopping, _backoff(pause_seconds, failures))
        else:
            return


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


def _backoff(first_seconds: float, failures: int) -> float:
    return min(first_seconds * 2.0 ** min(failures - 1, 10), _LONGEST_PAUSE_SECONDS)
