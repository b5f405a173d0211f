"""Long polling as a process of its own: asks a vendor for messages and answers them until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bots.settings import DoorSettings
from bots.web.logs import log_to_stderr
from knowledge.errors import KnowledgeError
from knowledge.terminal import errors_reported, remarks

if TYPE_CHECKING:
    from bots.telegram.channel import TelegramChannel


def poll_telegram(settings: DoorSettings) -> None:
    """Answer on Telegram until Ctrl-C or SIGTERM; what is in hand then is finished."""
    from bots.telegram.channel import channel_of

    log_to_stderr(settings.log_level, lines=True)
    channel = channel_of(settings)
    with errors_reported(KnowledgeError):
        asyncio.run(_poll(settings, channel))


async def _poll(settings: DoorSettings, channel: TelegramChannel) -> None:
    from bots.telegram.polling import poll
    from bots.wiring import working

    with stopped_by_signals() as stopping:
        async with working(settings, channel) as receive:
            remarks().print(f"Telegram bot {channel.account} answers (Ctrl-C dừng)", markup=False)
            await poll(channel, receive, stopping)


@contextmanager
def stopped_by_signals() -> Iterator[asyncio.Event]:
    """Hand out an event that is set by Ctrl-C or SIGTERM; from a running event loop only."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, stopping.set)
    try:
        yield stopping
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
