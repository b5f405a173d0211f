"""Messages go out as they should look, else plainer, and every refusal is one of the four errors."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from fake_telegram import BREAKS, HANGS, TOKEN, Answer, FakeTelegram, failed
from telegram_updates import tap

from bots.channel import AccountStopped, Channel, Refused, SendError, TryLater, Unreachable
from bots.messages import Button, Choice, Line, Options, Part, Reply, Text
from bots.telegram.channel import TelegramChannel

T = TypeVar("T")
SECRET = "hJ3_kP-9sQwX27bTzR"
SAID = Part(lines=(Line(kind="head", text="Giấy tờ:"), Line(text="- Tờ khai [1]"), Line(kind="quote", text="[1] “x”")))
WITH_BUTTONS = SAID.model_copy(
    update={
        "buttons": (
            (Button(label="1. Khai sinh", tap="op:ab:1"), Button(label="Trang", url="https://motcua.example/p/1")),
            (Button(label="quá dài", tap="ấ" * 22), Button(label="trống")),
            (Button(label="trống"),),
        )
    }
)


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
    return within(telegram, lambda channel: channel.send(conversation, part), **named)


def error_of(telegram: FakeTelegram, *answers: Answer, **named: Any) -> SendError:
    """Return how sending fails where the server says so."""
    telegram.script("sendmessage", *answers)
    with pytest.raises(SendError) as caught:
        send(telegram, **named)
    return caught.value


def test_it_is_a_channel_whose_account_is_the_bots_id() -> None:
    channel: Channel = TelegramChannel(TOKEN)

    assert (channel.name, channel.account) == ("telegram", "7000000001")


def test_a_message_goes_out_as_html_without_previews_and_its_number_comes_back(telegram: FakeTelegram) -> None:
    number = send(telegram)

    assert number == "101"
    assert telegram.of("sendmessage") == [
        {
            "chat_id": "501",
            "text": "<b>Giấy tờ:</b>\n- Tờ khai [1]\n<blockquote expandable>[1] “x”</blockquote>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
    ]


def test_a_topic_gets_its_answer_in_the_topic(telegram: FakeTelegram) -> None:
    send(telegram, conversation="-1009876543210/77")

    [sent] = telegram.of("sendmessage")
    assert (sent["chat_id"], sent["message_thread_id"]) == ("-1009876543210", "77")


def test_buttons_that_telegram_cannot_take_are_left_out(telegram: FakeTelegram) -> None:
    send(telegram, WITH_BUTTONS)

    [sent] = telegram.of("sendmessage")
    assert sent["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "1. Khai sinh", "callback_data": "op:ab:1"},
                {"text": "Trang", "url": "https://motcua.example/p/1"},
            ]
        ]
    }


def test_a_message_whose_html_is_refused_goes_out_as_plain_text_with_its_buttons(telegram: FakeTelegram) -> None:
    telegram.script("sendmessage", failed(400, "Bad Request: can't parse entities: unclosed start tag at 5"))

    send(telegram, WITH_BUTTONS)

    first, second = telegram.of("sendmessage")
    assert (first["parse_mode"], second.get("parse_mode")) == ("HTML", None)
    assert second["text"] == "Giấy tờ:\n- Tờ khai [1]\n[1] “x”"
    assert second["reply_markup"] == first["reply_markup"]


def test_a_message_whose_buttons_are_refused_goes_out_without_them(telegram: FakeTelegram) -> None:
    refusal = "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"
    telegram.script("sendmessage", failed(400, refusal))

    send(telegram, WITH_BUTTONS)

    second = telegram.of("sendmessage")[1]
    assert (second["parse_mode"], second.get("reply_markup")) == ("HTML", None)


def test_what_is_refused_in_every_form_is_refused(telegram: FakeTelegram) -> None:
    wrong = failed(400, 'Bad Request: can\'t parse entities: Unsupported start tag "Mai" at byte offset 0')

    error = error_of(telegram, wrong, wrong)

    assert isinstance(error, Refused)
    assert (error.code, len(telegram.of("sendmessage"))) == (400, 2)
    assert error.reason == 'Bad Request: can\'t parse entities: Unsupported start tag "…" at byte offset 0'


def test_a_group_that_became_a_supergroup_gets_its_message_there(telegram: FakeTelegram) -> None:
    moved = failed(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    telegram.script("sendmessage", moved)

    assert send(telegram, conversation="-44") == "102"
    assert [sent["chat_id"] for sent in telegram.of("sendmessage")] == ["-44", "-1007"]


@pytest.mark.parametrize("status", [429, 200])
def test_a_rate_limit_says_how_long_to_wait(telegram: FakeTelegram, status: int) -> None:
    error = error_of(telegram, failed(429, "Too Many Requests: retry after 7", status, retry_after=7))

    assert isinstance(error, TryLater)
    assert (error.code, error.after_seconds, error.maybe_sent, error.whole_account) == (429, 7, False, False)
    assert len(telegram.of("sendmessage")) == 1


def test_a_rate_limit_without_a_time_is_one_too(telegram: FakeTelegram) -> None:
    error = error_of(telegram, failed(429, "Too Many Requests"))

    assert isinstance(error, TryLater)
    assert (error.code, error.after_seconds, error.maybe_sent) == (429, None, False)


def test_limits_of_two_conversations_at_once_are_the_whole_accounts(telegram: FakeTelegram) -> None:
    telegram.script("sendmessage", *[failed(429, "Too Many Requests", retry_after=60)] * 3)

    async def limited(channel: TelegramChannel) -> list[bool]:
        found = []
        for conversation in ("501", "501", "502"):
            with pytest.raises(TryLater) as caught:
                await channel.send(conversation, SAID)
            found.append(caught.value.whole_account)
        return found

    assert within(telegram, limited) == [False, False, True]


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: message thread not found"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: PEER_ID_INVALID"),
    ],
)
@pytest.mark.parametrize("as_200", [False, True])
def test_who_cannot_be_written_to_is_unreachable(
    telegram: FakeTelegram, code: int, description: str, as_200: bool
) -> None:
    error = error_of(telegram, failed(code, description, 200 if as_200 else None))

    assert isinstance(error, Unreachable)
    assert (error.code, error.reason) == (code, description)


@pytest.mark.parametrize("description", ["Bad Request: message text is empty", "Bad Request: message is too long"])
def test_our_own_mistake_is_refused_and_not_tried_again(telegram: FakeTelegram, description: str) -> None:
    error = error_of(telegram, failed(400, description))

    assert isinstance(error, Refused)
    assert (error.code, len(telegram.of("sendmessage"))) == (400, 1)


@pytest.mark.parametrize("code", [401, 404])
def test_a_dead_token_stops_the_account(telegram: FakeTelegram, code: int) -> None:
    error = error_of(telegram, failed(code, "Unauthorized"))

    assert isinstance(error, AccountStopped)
    assert "MOTCUA_TELEGRAM_TOKEN" in error.reason


def test_a_token_that_telegram_does_not_know_is_told_at_opening(telegram: FakeTelegram) -> None:
    with pytest.raises(AccountStopped) as caught:
        within(telegram, TelegramChannel.open, token="7000000001:AAanother-token-of-nobody")

    assert "AAanother" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "code", "maybe_sent"),
    [
        (failed(500, "Internal Server Error: restart"), 500, True),
        (failed(502, "Bad Gateway"), 502, True),
        (failed(500, "Internal Server Error", 200), 500, True),
        (Answer(502, b"<html>Bad Gateway</html>"), 502, True),
        (Answer(504, b""), 504, True),
        (Answer(200, b"<html>Welcome to the hotel</html>"), 200, True),
        (Answer(200, {"ok": True}), 200, True),
        (Answer(200, {"ok": True, "result": {"message_id": "x"}}), None, True),
        (Answer(200, {"ok": True, "result": 7}), None, True),
        (Answer(200, [1]), 200, True),
        (Answer(403, b"<html>blocked by your provider</html>"), 403, False),
        (Answer(404, b"nginx"), 404, False),
        (Answer(302, b""), 302, False),
        (BREAKS, None, True),
    ],
    ids=range(14),
)
def test_faults_on_the_way_are_worth_another_try(
    telegram: FakeTelegram, answer: Answer, code: int | None, maybe_sent: bool
) -> None:
    error = error_of(telegram, answer)

    assert isinstance(error, TryLater)
    assert (error.code, error.maybe_sent, error.after_seconds) == (code, maybe_sent, None)


def test_a_refusal_under_200_without_a_code_is_a_refusal(telegram: FakeTelegram) -> None:
    error = error_of(telegram, Answer(200, {"ok": False, "description": "no"}))

    assert isinstance(error, Refused)
    assert (error.code, error.reason) == (400, "no")


def test_an_answer_that_does_not_come_may_have_been_a_success(telegram: FakeTelegram) -> None:
    error = error_of(telegram, HANGS, read_seconds=0.3)

    assert isinstance(error, TryLater)
    assert (error.maybe_sent, error.reason) == (True, "no answer from Telegram (ReadTimeout)")


def test_without_a_connection_nothing_was_sent() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        nobody = FakeTelegram(url=f"http://127.0.0.1:{unheard.getsockname()[1]}")

        with pytest.raises(TryLater) as caught:
            send(nobody)

    assert (caught.value.maybe_sent, caught.value.reason) == (False, "no answer from Telegram (ConnectError)")


def test_after_closing_nothing_is_sent(telegram: FakeTelegram) -> None:
    async def late(channel: TelegramChannel) -> str:
        await channel.close()
        return await channel.send("501", SAID)

    with pytest.raises(TryLater) as caught:
        within(telegram, late)

    assert caught.value.maybe_sent is False
    assert telegram.calls == []


@pytest.mark.parametrize("conversation", ["", "x", "501/y", "1/2/3"])
def test_what_is_no_conversation_is_refused(telegram: FakeTelegram, conversation: str) -> None:
    with pytest.raises(Refused):
        send(telegram, conversation=conversation)

    assert telegram.calls == []


def test_neither_token_nor_words_are_logged_or_told(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = (
        Answer(200, b"<html>Mai: khai sinh</html>"),
        failed(400, f"Bad Request: {TOKEN} is odd"),
        failed(429, "Too Many Requests", retry_after=3),
        BREAKS,
    )

    told = [error_of(telegram, answer) for answer in answers]
    send(telegram)

    texts = [*(record.getMessage() for record in caplog.records), *map(str, told), *map(repr, told)]
    assert len(telegram.of("sendmessage")) == 5
    assert [text for text in texts if TOKEN in text or TOKEN.partition(":")[2] in text or "khai" in text] == []
    assert all(error.__cause__ is None and error.__suppress_context__ for error in told)


def test_a_reply_becomes_messages_with_buttons_and_thumbs(telegram: FakeTelegram) -> None:
    choices = (Choice(label="Khai sinh", value="Đăng ký khai sinh", tap="op:ab:1"),)
    reply = Reply(blocks=(Text(text="dòng " * 1200), Options(choices=choices)), turn_id="t-1")

    async def sent(channel: TelegramChannel) -> list[str]:
        return [await channel.send("501", part) for part in channel.render(reply)]

    assert within(telegram, sent) == ["101", "102"]
    first, last = telegram.of("sendmessage")
    assert len(first["text"]) <= 4096
    assert "reply_markup" not in first
    assert [[button["callback_data"] for button in row] for row in last["reply_markup"]["inline_keyboard"]] == [
        ["op:ab:1"],
        ["fb:t-1:u", "fb:t-1:d"],
    ]


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        ({"x-telegram-bot-api-secret-token": SECRET}, True),
        ({"x-telegram-bot-api-secret-token": SECRET + "x"}, False),
        ({"x-telegram-bot-api-secret-token": ""}, False),
        ({"x-telegram-bot-api-secret-token": "mật khẩu"}, False),
        ({"x-telegram-bot-api-secret-token": "\udcff"}, False),
        ({}, False),
    ],
)
def test_a_webhook_request_is_believed_only_with_the_secret(headers: dict[str, str], believed: bool) -> None:
    assert TelegramChannel(TOKEN, SECRET).verify(headers, b"{}") is believed


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_no_webhook_request_is_believed(secret: str | None) -> None:
    channel = TelegramChannel(TOKEN, secret)

    assert channel.verify({"x-telegram-bot-api-secret-token": ""}, b"{}") is False
    assert channel.verify({"x-telegram-bot-api-secret-token": "None"}, b"{}") is False


def test_a_tap_is_acknowledged_by_its_id(telegram: FakeTelegram) -> None:
    async def tapped(channel: TelegramChannel) -> None:
        [incoming] = channel.read_update(tap(5))
        await channel.acknowledge(incoming)

    within(telegram, tapped)

    assert telegram.of("answercallbackquery") == [{"callback_query_id": "4382bfdwdsb323b2d9"}]


@pytest.mark.parametrize("answer", [failed(400, "Bad Request: query is too old"), BREAKS, failed(500, "x")])
def test_acknowledging_never_raises(telegram: FakeTelegram, answer: Answer) -> None:
    telegram.script("answercallbackquery", answer)

    async def tapped(channel: TelegramChannel) -> None:
        await channel.acknowledge(channel.read_update(tap(5))[0])

    within(telegram, tapped)

    assert len(telegram.of("answercallbackquery")) == 1


def test_thousands_of_characters_beyond_the_basic_plane_fit(telegram: FakeTelegram) -> None:
    parts = TelegramChannel(TOKEN).render(Reply(blocks=(Text(text="😀" * 5000),)))

    assert [len(part.text.encode("utf-16-le")) // 2 for part in parts] == [4096, 4096, 1808]
