"""While an answer is written people see a draft or "typing", not too often, and never an error."""

from __future__ import annotations

import pytest
from fake_telegram import BREAKS, Answer, FakeTelegram, failed
from telegram_sender import SAID, within

from bots.telegram.channel import TelegramChannel, address
from bots.telegram.composing import Composing


def shown(telegram: FakeTelegram) -> list[str]:
    return [call.method for call in telegram.calls if call.method in {"sendmessagedraft", "sendchataction"}]


def test_in_a_private_chat_a_draft_without_words_is_shown(telegram: FakeTelegram) -> None:
    within(telegram, lambda channel: channel.composing("501"))

    assert telegram.of("sendmessagedraft") == [{"chat_id": "501", "draft_id": "1"}]
    assert telegram.of("sendchataction") == []


def test_in_a_group_the_bot_is_typing_in_its_topic(telegram: FakeTelegram) -> None:
    within(telegram, lambda channel: channel.composing("-1001/77"))

    assert telegram.of("sendchataction") == [{"chat_id": "-1001", "action": "typing", "message_thread_id": "77"}]
    assert telegram.of("sendmessagedraft") == []


@pytest.mark.parametrize("answer", [failed(404, "Not Found"), failed(400, "Bad Request: DRAFTS_UNAVAILABLE")])
def test_where_there_are_no_drafts_it_types_and_does_not_ask_again(telegram: FakeTelegram, answer: Answer) -> None:
    telegram.script("sendmessagedraft", answer)

    async def twice(channel: TelegramChannel) -> None:
        await channel.composing("501")
        await channel.composing("502")

    within(telegram, twice)

    assert shown(telegram) == ["sendmessagedraft", "sendchataction", "sendchataction"]


@pytest.mark.parametrize(
    "answer",
    [
        failed(429, "Too Many Requests", retry_after=5),
        failed(403, "Forbidden: bot was blocked by the user"),
        failed(500, "x"),
        Answer(200, b"no JSON"),
        BREAKS,
    ],
)
def test_it_never_raises(telegram: FakeTelegram, answer: Answer) -> None:
    telegram.script("sendmessagedraft", answer)

    within(telegram, lambda channel: channel.composing("501"))

    assert shown(telegram) == ["sendmessagedraft"]


def test_a_conversation_of_nobody_is_no_error(telegram: FakeTelegram) -> None:
    within(telegram, lambda channel: channel.composing("x"))

    assert shown(telegram) == []


def test_signs_in_one_chat_come_a_second_apart(telegram: FakeTelegram) -> None:
    now = 100.0

    async def often(channel: TelegramChannel) -> None:
        nonlocal now
        composing = Composing(channel.api, clock=lambda: now)
        for at, conversation in ((100.0, "501"), (100.9, "501"), (100.9, "502"), (101.0, "501"), (101.5, "501")):
            now = at
            await composing.show(conversation, *address(conversation))

    within(telegram, often)

    assert [(call["chat_id"], call["draft_id"]) for call in telegram.of("sendmessagedraft")] == [
        ("501", "1"),
        ("502", "2"),
        ("501", "1"),
    ]


def test_the_next_answer_is_another_draft(telegram: FakeTelegram) -> None:
    async def answered(channel: TelegramChannel) -> None:
        await channel.composing("501")
        await channel.send("501", SAID)
        await channel.composing("501")

    within(telegram, answered)

    assert [call["draft_id"] for call in telegram.of("sendmessagedraft")] == ["1", "2"]
