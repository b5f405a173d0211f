"""Long polling: every update is handed over and stored before the next one is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_zalo import BOT_TOKEN, FakeZalo, bot_error, page
from structlog.testing import capture_logs

from bots.channel import AccountStopped, Refused
from bots.messages import Incoming
from bots.zalo.bot import ZaloBot
from bots.zalo.bot_polling import poll


def update(number: int) -> dict[str, Any]:
    message = {
        "date": 1789033572455 + number,
        "chat": {"chat_type": "PRIVATE", "id": "c1"},
        "message_id": f"m{number}",
        "from": {"id": "c1", "is_bot": False},
        "text": f"câu {number}",
    }
    return {"event_name": "message.text.received", "message": message}


class Inbox:
    """Stores what it is given, and ends the polling once it has so much."""

    def __init__(self, until: int, failures: int = 0) -> None:
        self.until, self.failures = until, failures
        self.kept: list[str] = []
        self.stopping = asyncio.Event()
        self.inside = 0

    async def receive(self, incoming: list[Incoming]) -> None:
        self.inside += 1
        await asyncio.sleep(0)
        assert self.inside == 1
        self.inside -= 1
        if self.failures:
            self.failures -= 1
            raise OSError("no space left")
        self.kept += [one.text for one in incoming]
        if len(self.kept) >= self.until:
            self.stopping.set()


def run(zalo: FakeZalo, use: Callable[[ZaloBot], Awaitable[None]], token: str = BOT_TOKEN) -> None:
    async def used() -> None:
        bot = ZaloBot(token, None, url=zalo.url)
        try:
            await use(bot)
        finally:
            await bot.close()

    asyncio.run(used())


def polled(zalo: FakeZalo, until: int, failures: int = 0) -> Inbox:
    inbox = Inbox(until, failures)
    run(zalo, lambda bot: poll(bot, inbox.receive, inbox.stopping, first_pause_seconds=0.01))
    return inbox


def test_updates_come_one_by_one_in_order(zalo: FakeZalo) -> None:
    zalo.updates.extend(update(number) for number in range(5))

    assert polled(zalo, 5).kept == [f"câu {number}" for number in range(5)]


def test_the_time_to_hold_a_call_is_text_as_documented(zalo: FakeZalo) -> None:
    zalo.updates.append(update(1))

    polled(zalo, 1)

    assert zalo.bot_calls == [("getUpdates", {"timeout": "8"})]


@pytest.mark.parametrize("idle", [bot_error(408), bot_error(408, status=408), page(408)])
def test_nothing_new_is_no_failure(zalo: FakeZalo, idle: object) -> None:
    zalo.fail("bot", idle, idle, idle)
    zalo.updates.append(update(1))

    with capture_logs() as logs:
        assert polled(zalo, 1).kept == ["câu 1"]
    assert logs == []


@pytest.mark.parametrize("fault", ["cut", page(502), bot_error(403), (200, b'{"ok":true,"result":{"event_name":7}}')])
def test_a_fault_is_waited_out(zalo: FakeZalo, fault: object) -> None:
    zalo.fail("bot", fault, fault)
    zalo.updates.extend(update(number) for number in range(3))

    kept = polled(zalo, 1).kept

    assert len(kept) == 1
    assert kept[0].startswith("câu")


def test_an_update_that_cannot_be_stored_is_kept_and_nothing_else_is_asked_for(zalo: FakeZalo) -> None:
    zalo.updates.extend([update(1), update(2)])

    inbox = polled(zalo, 1, failures=3)

    assert inbox.kept == ["câu 1"]
    assert len(zalo.bot_calls) == 1


def test_an_update_that_cannot_be_stored_when_the_program_ends_is_an_error(zalo: FakeZalo) -> None:
    zalo.updates.append(update(1))
    inbox = Inbox(1, failures=100)

    async def stopped_soon(bot: ZaloBot) -> None:
        asyncio.get_running_loop().call_later(0.1, inbox.stopping.set)
        await poll(bot, inbox.receive, inbox.stopping, first_pause_seconds=0.01)

    with pytest.raises(OSError, match="no space left"):
        run(zalo, stopped_soon)


def test_a_call_that_is_under_way_at_the_end_is_waited_for_and_its_update_kept(zalo: FakeZalo) -> None:
    zalo.fail("bot", "held")
    zalo.updates.append(update(1))
    inbox = Inbox(100)

    async def stopped_meanwhile(bot: ZaloBot) -> None:
        polling = asyncio.create_task(poll(bot, inbox.receive, inbox.stopping))
        while not zalo.seen:
            await asyncio.sleep(0.01)
        inbox.stopping.set()
        await asyncio.sleep(0.05)
        zalo.go_on.set()
        await polling

    run(zalo, stopped_meanwhile)

    assert inbox.kept == ["câu 1"]
    assert len(zalo.seen) == 1


def test_a_pause_ends_when_the_program_does(zalo: FakeZalo) -> None:
    zalo.fail("bot", *[bot_error(429)] * 3)
    zalo.retry_after = "86400"
    inbox = Inbox(1)

    async def stopped_in_the_pause(bot: ZaloBot) -> None:
        polling = asyncio.create_task(poll(bot, inbox.receive, inbox.stopping))
        while not zalo.seen:
            await asyncio.sleep(0.01)
        inbox.stopping.set()
        await asyncio.wait_for(polling, 30)

    run(zalo, stopped_in_the_pause)

    assert len(zalo.seen) == 1


def test_a_wrong_token_ends_the_polling(zalo: FakeZalo) -> None:
    inbox = Inbox(1)

    with pytest.raises(AccountStopped):
        run(zalo, lambda bot: poll(bot, inbox.receive, inbox.stopping), token="1234567890:another-secret")


def test_while_a_webhook_is_set_the_polling_ends(zalo: FakeZalo) -> None:
    zalo.webhook = {"url": "https://motcua.example/hooks/zalo-bot"}
    inbox = Inbox(1)

    with pytest.raises(Refused):
        run(zalo, lambda bot: poll(bot, inbox.receive, inbox.stopping))
