"""Messages of an Official Account: what leaves, and with which token."""

from __future__ import annotations

import asyncio
import logging

import pytest
from fake_zalo import LIMIT, OA_ID, USER_ID, FakeZalo, oa_error
from oa_sender import BUTTONS, Sender
from structlog.testing import capture_logs

from bots.channel import AccountStopped, Channel, Refused, TryLater
from bots.messages import Choice, Line, Options, Part, Reply, Text
from bots.render import utf16_units


def test_it_is_a_channel(zalo: FakeZalo) -> None:
    channel: Channel = Sender(zalo).channel

    assert (channel.name, channel.account) == ("zalo-oa", OA_ID)


def test_a_message_leaves_in_zalos_form_and_its_id_comes_back(zalo: FakeZalo) -> None:
    assert Sender(zalo).send() == "oa-message-1"
    assert zalo.sent == [
        {"recipient": {"user_id": USER_ID}, "message": {"text": "Lệ phí: miễn.\n[1] “Miễn lệ phí”"}},
    ]


def test_buttons_stay_away_where_they_are_not_asked_for(zalo: FakeZalo) -> None:
    Sender(zalo).send(BUTTONS)

    assert zalo.sent[0]["message"] == {"text": "1. Khai sinh\n2. Khai tử"}


def test_buttons_leave_in_one_list_where_they_are_asked_for(zalo: FakeZalo) -> None:
    zalo.buttons_allowed = True

    Sender(zalo, buttons=True).send(BUTTONS)

    assert zalo.sent[0]["message"] == {
        "text": "1. Khai sinh\n2. Khai tử",
        "attachment": {
            "type": "template",
            "payload": {
                "buttons": [
                    {"title": "1. Khai sinh", "type": "oa.query.hide", "payload": "khai sinh"},
                    {"title": "Trang", "type": "oa.open.url", "payload": {"url": "https://dichvucong.example"}},
                    {"title": "2. Khai tử", "type": "oa.query.hide", "payload": "khai tử"},
                ]
            },
        },
    }


@pytest.mark.parametrize("code", [-201, -233])
def test_where_buttons_are_refused_the_same_call_sends_the_numbered_text(zalo: FakeZalo, code: int) -> None:
    zalo.fail("oa", oa_error(code))

    assert Sender(zalo, buttons=True).send(BUTTONS) == "oa-message-1"
    assert zalo.sent[0]["message"] == {"text": "1. Khai sinh\n2. Khai tử"}


def test_after_a_refusal_buttons_pause_and_come_back(zalo: FakeZalo) -> None:
    sender = Sender(zalo, buttons=True)
    sender.send(BUTTONS)
    requests = len(zalo.seen)

    sender.send(BUTTONS)
    zalo.buttons_allowed = True
    sender.clock.seconds += 3601
    sender.send(BUTTONS)

    assert (requests, len(zalo.seen)) == (2, 4)
    assert ["attachment" in one["message"] for one in zalo.sent] == [False, False, True]


def test_a_message_that_is_wrong_without_buttons_too_pauses_nothing(zalo: FakeZalo) -> None:
    sender = Sender(zalo, buttons=True)
    zalo.fail("oa", oa_error(-201), oa_error(-201))
    zalo.buttons_allowed = True

    with pytest.raises(Refused):
        sender.send(BUTTONS)
    sender.send(BUTTONS)

    assert "attachment" in zalo.sent[0]["message"]


def test_at_most_five_buttons_leave(zalo: FakeZalo) -> None:
    zalo.buttons_allowed = True
    choices = tuple(Choice(label=f"Thủ tục {number}", value=f"thủ tục {number}") for number in range(1, 9))
    sender = Sender(zalo, buttons=True)

    (part,) = sender.channel.render(Reply(blocks=(Text(text="Bạn hỏi về:"), Options(choices=choices))))
    sender.send(part)

    sent = zalo.sent[0]["message"]
    assert [one["payload"] for one in sent["attachment"]["payload"]["buttons"]] == [
        f"thủ tục {number}" for number in range(1, 6)
    ]
    assert "8. Thủ tục 8" in sent["text"]


def test_exactly_2000_characters_are_accepted_and_one_more_is_our_mistake(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    sender.send(Part(lines=(Line(text="ờ" * LIMIT),)))

    with pytest.raises(Refused) as refused:
        sender.send(Part(lines=(Line(text="ờ" * (LIMIT + 1)),)))

    assert refused.value.code == -210
    assert len(zalo.sent) == 1


def test_a_long_reply_is_rendered_in_parts_that_zalo_accepts(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    words = "\n\n".join(f"Bước {number}: nộp hồ sơ 😀 tại bộ phận một cửa của xã." for number in range(150))

    parts = sender.channel.render(Reply(blocks=(Text(text=words),)))
    for part in parts:
        sender.send(part)

    assert len(parts) > 1
    assert all(utf16_units(part.text) <= LIMIT for part in parts)
    assert "\n\n".join(one["message"]["text"] for one in zalo.sent).split() == words.split()


@pytest.mark.parametrize("code", [-216, -220])
def test_a_stale_token_is_renewed_once_and_the_message_sent_once(zalo: FakeZalo, code: int) -> None:
    sender = Sender(zalo)
    zalo.fail("oa", oa_error(code))

    assert sender.send() == "oa-message-1"
    assert zalo.refreshes == ["refresh-token-0"]
    assert sender.store.held[OA_ID].pair.access == zalo.access == "access-token-1"


def test_a_token_that_died_elsewhere_is_renewed(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    zalo.access = "access-token-7"

    assert sender.send() == "oa-message-1"


def test_a_fresh_token_that_is_refused_stops_the_account(zalo: FakeZalo) -> None:
    zalo.fail("oa", oa_error(-216), oa_error(-216))

    with pytest.raises(AccountStopped) as stopped:
        Sender(zalo).send()

    assert stopped.value.code == -216
    assert len(zalo.refreshes) == 1


def test_a_dead_refresh_token_stops_the_account(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    zalo.access, zalo.refresh = "access-token-7", "refresh-token-7"

    with pytest.raises(AccountStopped):
        sender.send()
    with pytest.raises(AccountStopped):
        sender.send()

    assert len(zalo.refreshes) == 1


def test_when_tokens_cannot_be_renewed_the_message_was_not_sent(zalo: FakeZalo) -> None:
    zalo.fail("oa", oa_error(-216))
    zalo.fail("oauth", "cut")

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert later.value.maybe_sent is False
    assert zalo.sent == []


def test_an_accepted_message_without_an_id_is_accepted(zalo: FakeZalo) -> None:
    zalo.fail("oa", (200, b'{"error":0,"message":"Success"}'))

    assert Sender(zalo).send() == ""


def test_no_token_is_in_a_log_or_an_error(zalo: FakeZalo, caplog: pytest.LogCaptureFixture) -> None:
    sender = Sender(zalo)
    zalo.fail("oa", oa_error(-216), "cut")

    with caplog.at_level(logging.DEBUG), pytest.raises(TryLater) as later:
        sender.send()

    assert "token-" not in caplog.text + str(later.value) + repr(later.value)
    assert "Lệ phí" not in caplog.text + str(later.value)


def test_opening_wants_a_token_that_works(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    asyncio.run(sender.channel.open())
    sender.store.bury(OA_ID, 1, "spent")

    with pytest.raises(AccountStopped, match="spent"):
        asyncio.run(sender.channel.open())


def test_an_open_account_is_kept_fresh_also_where_nothing_is_sent(zalo: FakeZalo) -> None:
    sender = Sender(zalo, knock_seconds=0.01)

    async def idle() -> None:
        await sender.channel.open()
        sender.clock.seconds += 20 * 3600
        while sender.store.held[OA_ID].version == 1:
            await asyncio.sleep(0.01)
        await sender.channel.close()

    asyncio.run(idle())

    assert sender.store.held[OA_ID].pair.access == zalo.access == "access-token-1"
    assert len(zalo.refreshes) == 1


def test_a_stopped_account_that_is_open_does_not_knock_at_zalo(zalo: FakeZalo) -> None:
    sender = Sender(zalo, knock_seconds=0.01)

    async def idle() -> None:
        await sender.channel.open()
        sender.store.bury(OA_ID, 1, "spent")
        with capture_logs() as logs:
            while len(logs) < 3:
                await asyncio.sleep(0.01)
        await sender.channel.close()

    asyncio.run(idle())

    assert zalo.seen == []


def test_typing_and_taps_ask_zalo_nothing(zalo: FakeZalo) -> None:
    sender = Sender(zalo)
    tap = sender.channel.read(
        b'{"event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"%s"},'
        b'"message":{"text":"khai sinh"},"timestamp":"1"}' % OA_ID.encode()
    )

    asyncio.run(sender.channel.composing(USER_ID))
    asyncio.run(sender.channel.acknowledge(tap[0]))

    assert zalo.seen == []


def test_a_message_that_is_refused_for_another_reason_is_not_sent_again(zalo: FakeZalo) -> None:
    zalo.fail("oa", oa_error(-210))

    with pytest.raises(Refused):
        Sender(zalo, buttons=True).send(BUTTONS)

    assert len(zalo.seen) == 1
