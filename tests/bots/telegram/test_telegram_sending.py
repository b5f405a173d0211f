"""Messages go out as they should look, else plainer, and every refusal is one of the four errors."""

from __future__ import annotations

import pytest
from fake_telegram import BREAKS, TOKEN, Answer, FakeTelegram, failed
from telegram_sender import SAID, error_of, send, within
from telegram_updates import tap

from bots.channel import Channel, Refused
from bots.messages import Button, Choice, Options, Reply, Text
from bots.telegram.channel import TelegramChannel

SECRET = "hJ3_kP-9sQwX27bTzR"
WITH_BUTTONS = SAID.model_copy(
    update={
        "buttons": (
            (Button(label="1. Khai sinh", tap="op:ab:1"), Button(label="Trang", url="https://motcua.example/p/1")),
            (Button(label="quá dài", tap="ấ" * 22), Button(label="trống")),
            (Button(label="trống"),),
        )
    }
)


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
