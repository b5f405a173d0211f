"""Sends through a channel whose Telegram is the fake."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from fake_telegram import TOKEN, Answer, FakeTelegram

from bots.channel import SendError
from bots.messages import Line, Part
from bots.telegram.channel import TelegramChannel

T = TypeVar("T")
SAID = Part(lines=(Line(kind="head", text="Giấy tờ:"), Line(text="- Tờ khai [1]"), Line(kind="quote", text="[1] “x”")))


def within(telegram: FakeTelegram, ask: Callable[[TelegramChannel], Awaitable[T]], **named: Any) -> T:
    """Return what is asked of an open channel."""

    async def run() -> T:
        channel = TelegramChannel(named.pop("token", TOKEN), url=telegram.url, **named)
        await channel.api.open()
        try:
            return await ask(channel)
        finally:
            await channel.close()

    return asyncio.run(run())


def send(telegram: FakeTelegram, part: Part = SAID, conversation: str = "501", **named: Any) -> str:
    """Send one message."""
    return within(telegram, lambda channel: channel.send(conversation, part), **named)


def error_of(telegram: FakeTelegram, *answers: Answer, **named: Any) -> SendError:
    """Return how sending fails where the server says so."""
    telegram.script("sendmessage", *answers)
    with pytest.raises(SendError) as caught:
        send(telegram, **named)
    return caught.value
