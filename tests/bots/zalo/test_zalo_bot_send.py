"""A Zalo bot's calls: what leaves, and what each way of failing means."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_zalo import BOT_TOKEN, LIMIT, FakeZalo, bot_error, page

from bots.channel import AccountStopped, Refused, SendError, TryLater
from bots.messages import Choice, Line, Options, Part, Reply, Text
from bots.render import utf16_units
from bots.zalo.bot import ZaloBot

SECRET = "hook-secret-for-tests"
CHAT = "a1b2c3d4e5f60718"


def with_bot(zalo: FakeZalo, use: Callable[[ZaloBot], Awaitable[Any]], token: str = BOT_TOKEN) -> Any:
    async def used() -> Any:
        bot = ZaloBot(token, SECRET, url=zalo.url)
        try:
            return await use(bot)
        finally:
            await bot.close()

    return asyncio.run(used())


def send(zalo: FakeZalo, text: str = "Lệ phí: miễn.") -> Any:
    return with_bot(zalo, lambda bot: bot.send(CHAT, Part(lines=(Line(text=text),))))


def test_a_message_leaves_in_zalos_form_and_its_id_comes_back(zalo: FakeZalo) -> None:
    assert send(zalo) == "bot-message-1"
    assert zalo.bot_sent == [{"chat_id": CHAT, "text": "Lệ phí: miễn."}]


def test_exactly_2000_characters_are_accepted_and_one_more_is_our_mistake(zalo: FakeZalo) -> None:
    send(zalo, "ờ" * LIMIT)

    with pytest.raises(Refused):
        send(zalo, "ờ" * (LIMIT + 1))

    assert len(zalo.bot_sent) == 1


def test_a_reply_has_no_buttons_and_its_choices_by_number(zalo: FakeZalo) -> None:
    choices = (Choice(label="Khai sinh", value="khai sinh"), Choice(label="Khai tử", value="khai tử"))
    bot = ZaloBot(BOT_TOKEN, None, url=zalo.url)

    (part,) = bot.render(Reply(blocks=(Text(text="Bạn hỏi về:"), Options(choices=choices)), turn_id="t1"))

    assert part.buttons == ()
    assert "1. Khai sinh\n2. Khai tử" in part.text


def test_a_long_reply_is_rendered_in_parts_that_zalo_accepts(zalo: FakeZalo) -> None:
    bot = ZaloBot(BOT_TOKEN, None, url=zalo.url)

    parts = bot.render(Reply(blocks=(Text(text="😀 " * 2500),)))

    assert len(parts) > 1
    assert all(utf16_units(part.text) <= LIMIT for part in parts)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (bot_error(400), Refused),
        (bot_error(401), AccountStopped),
        (bot_error(401, status=401), AccountStopped),
        (page(401), AccountStopped),
        (bot_error(403, "internal server error"), TryLater),
        (bot_error(404), Refused),
        (bot_error(408), TryLater),
        (bot_error(429, "quota exceeded"), TryLater),
        (bot_error(500), TryLater),
        (page(502), TryLater),
        ((200, b""), TryLater),
        ((200, b'{"ok":"true","result":{}}'), TryLater),
    ],
)
def test_not_ok_is_an_error_whatever_the_status_says(zalo: FakeZalo, fault: object, kind: type[SendError]) -> None:
    zalo.fail("bot", fault)

    with pytest.raises(SendError) as failed:
        send(zalo)

    assert type(failed.value) is kind
    assert zalo.bot_sent == []


def test_a_used_up_quota_holds_the_whole_account(zalo: FakeZalo) -> None:
    zalo.fail("bot", bot_error(429, "quota exceeded"))
    zalo.retry_after = "60"

    with pytest.raises(TryLater) as later:
        send(zalo)

    assert (later.value.whole_account, later.value.after_seconds, later.value.maybe_sent) == (True, 60.0, False)


@pytest.mark.parametrize(("fault", "maybe_sent"), [("cut", True), (bot_error(408), True), (bot_error(403), False)])
def test_it_is_said_whether_the_message_may_have_been_accepted(zalo: FakeZalo, fault: object, maybe_sent: bool) -> None:
    zalo.fail("bot", fault)

    with pytest.raises(TryLater) as later:
        send(zalo)

    assert later.value.maybe_sent is maybe_sent


def test_a_wrong_token_stops_the_account(zalo: FakeZalo) -> None:
    with pytest.raises(AccountStopped, match="MOTCUA_ZALO_BOT_TOKEN"):
        with_bot(zalo, lambda bot: bot.open(), token="1234567890:another-secret")


def test_opening_asks_who_the_bot_is(zalo: FakeZalo) -> None:
    with_bot(zalo, lambda bot: bot.open())

    assert zalo.bot_calls == [("getMe", {})]


def test_typing_is_shown(zalo: FakeZalo) -> None:
    with_bot(zalo, lambda bot: bot.composing(CHAT))

    assert zalo.bot_calls == [("sendChatAction", {"chat_id": CHAT, "action": "typing"})]


@pytest.mark.parametrize("fault", ["cut", page(500), bot_error(401), bot_error(429)])
def test_typing_that_fails_is_nobodys_trouble(zalo: FakeZalo, fault: object) -> None:
    zalo.fail("bot", fault)

    assert with_bot(zalo, lambda bot: bot.composing(CHAT)) is None


def test_a_webhook_is_set_told_and_deleted(zalo: FakeZalo) -> None:
    zalo.reachable = False

    done = with_bot(zalo, lambda bot: bot.set_webhook("https://motcua.example/hooks/zalo-bot"))
    told = with_bot(zalo, lambda bot: bot.webhook_info())
    deleted = with_bot(zalo, lambda bot: bot.delete_webhook())

    assert zalo.bot_calls[0] == (
        "setWebhook",
        {"url": "https://motcua.example/hooks/zalo-bot", "secret_token": SECRET},
    )
    assert (done["verification"]["ok"], told["url"], deleted["url"]) == (
        False,
        "https://motcua.example/hooks/zalo-bot",
        "",
    )


@pytest.mark.parametrize("secret", [None, "short", "s" * 257, "bí mật dài hơn tám chữ"])
def test_a_webhook_without_a_secret_that_zalo_takes_is_not_set(zalo: FakeZalo, secret: str | None) -> None:
    with pytest.raises(Refused, match="MOTCUA_ZALO_BOT_SECRET"):
        asyncio.run(ZaloBot(BOT_TOKEN, secret, url=zalo.url).set_webhook("https://motcua.example/hooks/zalo-bot"))

    assert zalo.seen == []


@pytest.mark.parametrize("fault", [None, "cut", page(500), bot_error(401)])
def test_the_token_is_in_no_log_and_no_error(zalo: FakeZalo, caplog: pytest.LogCaptureFixture, fault: object) -> None:
    zalo.fail("bot", fault, fault)

    with caplog.at_level(logging.DEBUG):
        told = ""
        for call in (lambda bot: bot.send(CHAT, Part(lines=(Line(text="Chào"),))), lambda bot: bot.open()):
            try:
                told += repr(with_bot(zalo, call))
            except SendError as error:
                told += f"{error!s} {error!r} {error.__cause__!r}"

    assert any(BOT_TOKEN in path for path in zalo.seen)
    assert "bot-secret" not in told + caplog.text
