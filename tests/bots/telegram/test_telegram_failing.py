"""Every way in which sending fails is one of the four errors, and tells nothing that is secret."""

from __future__ import annotations

import logging
import socket

import pytest
from fake_telegram import BREAKS, HANGS, TOKEN, Answer, FakeTelegram, failed
from telegram_sender import SAID, error_of, send, within

from bots.channel import AccountStopped, Refused, TryLater, Unreachable
from bots.telegram.channel import TelegramChannel


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
