"""From a person's message to the answer on their screen: polling, the post office, the clerk and the Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_house import ASKED_FOR_OPTIONS
from fake_telegram import TOKEN, FakeTelegram
from post_parts import Post, make_post, sqlite_url
from telegram_updates import SAMPLES, membership, message, tap

from bots.post.postman import Postman
from bots.telegram.channel import TelegramChannel
from bots.telegram.polling import poll

_DEADLINE_SECONDS = 20  # of a test that hangs


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = make_post(sqlite_url(tmp_path))
    yield made
    made.office.close()


def work(telegram: FakeTelegram, post: Post, *updates: dict[str, object]) -> None:
    """Let updates come in, and poll and answer until nothing is open."""
    telegram.push(*updates)

    async def run() -> None:
        stopping = asyncio.Event()
        channel = TelegramChannel(TOKEN, url=telegram.url)
        postman = Postman(post.office, {(channel.name, channel.account): channel}, post.clerk)
        working = [
            asyncio.create_task(poll(channel, post.office.receive, stopping)),
            asyncio.create_task(postman.run()),
        ]
        async with asyncio.timeout(_DEADLINE_SECONDS):
            while telegram.updates or await asyncio.to_thread(post.open_rows):
                await asyncio.sleep(0.02)
        stopping.set()
        postman.stop()
        await asyncio.gather(*working)
        await channel.close()

    asyncio.run(run())


def test_a_question_is_answered_and_a_redelivery_is_not(telegram: FakeTelegram, post: Post) -> None:
    work(telegram, post, SAMPLES["private text"])
    work(telegram, post, SAMPLES["private text"])

    [sent] = telegram.of("sendmessage")
    assert (sent["chat_id"], sent["parse_mode"]) == ("501", "HTML")
    assert "Lệ phí 75.000 đồng" in sent["text"]
    assert [question.question for question in post.assistant.inner.questions] == ["Làm giấy khai sinh cần gì?"]


def test_what_stands_behind_a_button_can_be_tapped(telegram: FakeTelegram, post: Post) -> None:
    work(telegram, post, message(1, text=ASKED_FOR_OPTIONS))
    [offered] = telegram.of("sendmessage")
    first = offered["reply_markup"]["inline_keyboard"][0][0]

    work(telegram, post, tap(2, data=first["callback_data"]))

    assert first["text"] == "1. Thẻ giấy"
    assert telegram.of("answercallbackquery") == [{"callback_query_id": "4382bfdwdsb323b2d9"}]
    assert post.assistant.inner.questions[-1].question == "giá trị thẻ giấy"
    assert len(telegram.of("sendmessage")) == 2


def test_who_blocks_the_bot_is_forgotten_and_gets_nothing(telegram: FakeTelegram, post: Post) -> None:
    work(telegram, post, SAMPLES["private text"])
    work(telegram, post, membership(2, "member", "kicked"))

    assert len(post.forgotten) == 1
    assert len(telegram.of("sendmessage")) == 1


def test_others_talk_in_a_group_reaches_nobody(telegram: FakeTelegram, post: Post) -> None:
    work(telegram, post, {**SAMPLES["reply"], "message": {**SAMPLES["reply"]["message"], "reply_to_message": None}})

    assert (telegram.of("sendmessage"), post.count("post_updates")) == ([], 0)
