"""Polling hands every update on, forgets none before it is stored, and ends when it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest
from fake_telegram import BREAKS, TOKEN, Answer, FakeTelegram, failed
from telegram_updates import SAMPLES, group_text, message

from bots.channel import AccountStopped
from bots.messages import Incoming
from bots.settings import DoorSettings
from bots.telegram import polling
from bots.telegram.channel import TelegramChannel
from bots.telegram.errors import TelegramNotSet, WebhookActive

_DEADLINE_SECONDS = 20  # of a test that hangs


@dataclass
class Store:
    """What was handed on, and what Telegram had been told to forget by then."""

    telegram: FakeTelegram
    batches: list[list[str]] = field(default_factory=list)
    offsets: list[list[int]] = field(default_factory=list)
    failures: int = 0

    async def receive(self, happened: list[Incoming]) -> None:
        self.offsets.append([int(call["offset"]) for call in self.telegram.of("getupdates") if "offset" in call])
        if self.failures:
            self.failures -= 1
            raise OSError("no space left on the device")
        self.batches.append([incoming.text for incoming in happened])


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_FIRST_PAUSE_SECONDS", 0.01)


def poll(telegram: FakeTelegram, store: Store, until: Callable[[], bool], stopping: Any = asyncio.Event) -> None:
    """Poll until something is so, then stop, in order."""

    async def run() -> None:
        stop = stopping()
        channel = TelegramChannel(TOKEN, url=telegram.url)

        async def watch() -> None:
            while not until():
                await asyncio.sleep(0.01)
            stop.set()

        watching = asyncio.ensure_future(watch())
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                await polling.poll(channel, store.receive, stop)
        finally:
            watching.cancel()
            await channel.close()

    asyncio.run(run())


def asked(telegram: FakeTelegram, offset: int) -> Callable[[], bool]:
    """Return whether Telegram was told to forget what stands before an id."""
    return lambda: any(call.get("offset") == str(offset) for call in telegram.of("getupdates"))


@pytest.mark.parametrize("stopping", [asyncio.Event, anyio.Event])
def test_updates_are_handed_on_in_order_and_then_forgotten(telegram: FakeTelegram, stopping: Any) -> None:
    store = Store(telegram)
    telegram.push(message(5, text="một"), message(6, text="hai"), SAMPLES["edited"] | {"update_id": 7})

    poll(telegram, store, asked(telegram, 8), stopping)

    assert store.batches == [["một", "hai"]]
    assert store.offsets == [[]]
    assert telegram.updates == []


def test_the_wanted_kinds_are_asked_for_and_the_wait_is_long(telegram: FakeTelegram) -> None:
    poll(telegram, Store(telegram), lambda: bool(telegram.of("getupdates")))

    assert telegram.of("getupdates") == [
        {"timeout": "25", "allowed_updates": ["message", "callback_query", "my_chat_member"]}
    ]


def test_the_bots_name_is_asked_for_first_so_that_groups_can_mention_it(telegram: FakeTelegram) -> None:
    store = Store(telegram)
    mention = {"type": "mention", "offset": 0, "length": 11}
    telegram.push(group_text(5, "@motcua_bot khai sinh", mention))

    poll(telegram, store, asked(telegram, 6))

    assert store.batches == [["khai sinh"]]
    assert [call.method for call in telegram.calls[:4]] == ["getme", "setmycommands", "setmycommands", "getupdates"]


def test_the_menu_is_set_also_where_somebody_else_opened_the_channel(telegram: FakeTelegram) -> None:
    telegram.script("setmycommands", failed(500, "Internal Server Error"))

    async def run() -> None:
        stop = asyncio.Event()
        channel = TelegramChannel(TOKEN, url=telegram.url)
        await channel.open()
        polling_now = asyncio.ensure_future(polling.poll(channel, Store(telegram).receive, stop))
        async with asyncio.timeout(_DEADLINE_SECONDS):
            while not telegram.of("getupdates"):
                await asyncio.sleep(0.01)
            stop.set()
            await polling_now
        await channel.close()

    asyncio.run(run())

    assert [call.method for call in telegram.calls] == ["getme", "setmycommands", "getupdates"]


def test_what_was_not_stored_comes_again(telegram: FakeTelegram) -> None:
    store = Store(telegram, failures=2)
    telegram.push(message(5, text="một"))

    poll(telegram, store, asked(telegram, 6))

    assert store.batches == [["một"]]
    assert store.offsets == [[], [], []]


@pytest.mark.parametrize("odd", [{"update_id": 5, "message": {"text": 3}}, {"update_id": 5, "message": "x"}])
def test_what_cannot_be_read_stops_nothing_and_is_not_asked_for_again(
    telegram: FakeTelegram, odd: dict[str, Any]
) -> None:
    store = Store(telegram)
    telegram.push(odd, message(6, text="sau"))

    poll(telegram, store, asked(telegram, 7))

    assert store.batches == [["sau"]]
    assert telegram.updates == []


def test_an_odd_update_alone_is_passed_over(telegram: FakeTelegram) -> None:
    store = Store(telegram)
    telegram.push({"update_id": 5, "message": "x"})

    poll(telegram, store, asked(telegram, 6))

    assert (store.batches, telegram.updates) == ([], [])


def test_what_has_no_number_is_passed_over_by_the_next_that_has_one(telegram: FakeTelegram) -> None:
    store = Store(telegram)
    nameless = Answer(body={"ok": True, "result": [17, {"message": {}}]})
    later = Answer(body={"ok": True, "result": [None, message(6, text="sau")]})
    telegram.script("getupdates", nameless, later, nameless)

    poll(telegram, store, asked(telegram, 8))

    assert store.batches == [["sau"]]
    assert [call.get("offset") for call in telegram.of("getupdates")[:4]] == [None, None, "7", "8"]


@pytest.mark.parametrize(
    "fault",
    [
        failed(500, "Internal Server Error"),
        failed(429, "Too Many Requests", retry_after=0.01),
        failed(409, "Conflict: terminated by other getUpdates request"),
        failed(400, "Bad Request: odd"),
        Answer(200, b"<html>"),
        Answer(body={"ok": True, "result": {}}),
        BREAKS,
    ],
    ids=range(7),
)
def test_faults_are_waited_out(telegram: FakeTelegram, fault: Answer) -> None:
    store = Store(telegram)
    telegram.script("getupdates", fault, fault)
    telegram.push(message(5, text="một"))

    poll(telegram, store, asked(telegram, 6))

    assert store.batches == [["một"]]


def test_polling_opens_the_channel_as_soon_as_it_can(telegram: FakeTelegram) -> None:
    store = Store(telegram)
    telegram.script("getme", failed(502, "Bad Gateway"), BREAKS)
    telegram.push(message(5, text="một"))

    poll(telegram, store, asked(telegram, 6))

    assert len(telegram.of("getme")) == 3
    assert store.batches == [["một"]]


def test_a_webhook_ends_polling_with_what_to_do(telegram: FakeTelegram) -> None:
    telegram.webhook = {"url": "https://motcua.example/hooks/telegram", "max_connections": "40", "allowed_updates": []}

    with pytest.raises(WebhookActive) as caught:
        poll(telegram, Store(telegram), lambda: False)

    assert "motcua telegram delete-webhook" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_a_dead_token_ends_polling(telegram: FakeTelegram) -> None:
    telegram.script("getupdates", failed(401, "Unauthorized"))

    with pytest.raises(AccountStopped):
        poll(telegram, Store(telegram), lambda: False)


def test_a_stop_lets_the_store_finish(telegram: FakeTelegram) -> None:
    telegram.push(message(5, text="một"))
    stored: list[str] = []

    async def run() -> None:
        stop = asyncio.Event()

        async def receive(happened: list[Incoming]) -> None:
            stop.set()
            await asyncio.sleep(0.1)
            stored.extend(incoming.text for incoming in happened)

        channel = TelegramChannel(TOKEN, url=telegram.url)
        async with asyncio.timeout(_DEADLINE_SECONDS):
            await polling.poll(channel, receive, stop)
        await channel.close()

    asyncio.run(run())

    assert stored == ["một"]


def test_a_stop_while_waiting_loses_nothing(telegram: FakeTelegram) -> None:
    store = Store(telegram)
    poll(telegram, store, lambda: bool(telegram.of("getupdates")))
    telegram.push(message(5, text="một"))

    poll(telegram, store, asked(telegram, 6))

    assert store.batches == [["một"]]


def test_a_stop_does_not_wait_for_a_rate_limit_to_end(telegram: FakeTelegram) -> None:
    telegram.script("getupdates", failed(429, "Too Many Requests", retry_after=3600))

    poll(telegram, Store(telegram), lambda: bool(telegram.of("getupdates")))

    assert len(telegram.of("getupdates")) == 1


def with_settings(telegram: FakeTelegram, receive: Callable[..., Awaitable[None]], **named: Any) -> None:
    async def run() -> None:
        stop = asyncio.Event()

        async def received(happened: list[Incoming]) -> None:
            await receive(happened)
            stop.set()

        async with asyncio.timeout(_DEADLINE_SECONDS):
            await polling.run_polling(DoorSettings(telegram_url=telegram.url, **named), received, stop)

    asyncio.run(run())


def test_polling_runs_from_the_settings(telegram: FakeTelegram, home: Any) -> None:
    store = Store(telegram)
    telegram.push(message(5, text="một"))

    with_settings(telegram, store.receive, telegram_token=TOKEN)

    assert store.batches == [["một"]]


def test_polling_without_a_token_says_what_to_set(telegram: FakeTelegram, home: Any) -> None:
    with pytest.raises(TelegramNotSet, match="MOTCUA_TELEGRAM_TOKEN is not set"):
        with_settings(telegram, Store(telegram).receive)

    assert telegram.calls == []
