"""Updates of a Zalo bot: whose they are, and what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fake_zalo import BOT_ACCOUNT, BOT_TOKEN
from hypothesis import given
from hypothesis import strategies as st

from bots.channel import Channel, UnreadableEvent
from bots.messages import Incoming
from bots.zalo.bot import ZaloBot

EVENTS = Path(__file__).parent / "events"
SECRET = "hook-secret-for-tests"
HEADER = "x-bot-api-secret-token"
CHAT = "a1b2c3d4e5f60718"
wild_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def bot(secret: str | None = SECRET) -> ZaloBot:
    return ZaloBot(BOT_TOKEN, secret, url="http://127.0.0.1:9")


def event(name: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"bot_{name}.json").read_text(encoding="utf-8"))


def read(value: object) -> list[Incoming]:
    return list(bot().read(json.dumps(value).encode()))


def read_or_refused(body: bytes) -> list[Incoming] | str:
    try:
        return list(bot().read(body))
    except UnreadableEvent as error:
        return error.reason


def test_it_is_a_channel_whose_account_is_the_number_in_its_token() -> None:
    channel: Channel = bot()

    assert (channel.name, channel.account) == ("zalo-bot", BOT_ACCOUNT)


@pytest.mark.parametrize("token", ["", "secret", "12345", "12345:", ":secret", "x1:secret", "1:se cret", "1:bí mật"])
def test_a_token_that_is_none_is_refused_without_being_quoted(token: str) -> None:
    with pytest.raises(ValueError, match=r"looks like digits:secret$"):
        ZaloBot(token, SECRET, url="http://127.0.0.1:9")


def test_the_webhooks_secret_is_what_makes_a_request_genuine() -> None:
    assert bot().verify({HEADER: SECRET}, b"{}") is True


@pytest.mark.parametrize(
    "headers", [{}, {HEADER: ""}, {HEADER: "another-secret-for-tests"}, {HEADER: "bí mật"}, {HEADER: "\udcff"}]
)
def test_a_missing_wrong_or_odd_secret_is_refused(headers: dict[str, str]) -> None:
    assert bot().verify(headers, b"{}") is False


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_of_ours_nothing_is_genuine(secret: str | None) -> None:
    assert bot(secret).verify({HEADER: ""}, b"{}") is False
    assert bot(secret).verify({HEADER: SECRET}, b"{}") is False


@pytest.mark.parametrize("shape", ["flat", "wrapped"])
def test_a_text_is_read_flat_and_wrapped(shape: str) -> None:
    assert read(event(f"text_{shape}")) == [
        Incoming(
            channel="zalo-bot",
            account=BOT_ACCOUNT,
            raw_id="message.text.received:m1a2b3",
            order=1789033572455,
            kind="text",
            sender=CHAT,
            conversation=CHAT,
            text="Làm căn cước ở đâu?",
        )
    ]


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("image_photo", "image", "Giấy này được không?"),
        ("image_photo_url", "image", "Giấy này được không?"),
        ("voice", "audio", ""),
        ("sticker", "sticker", ""),
    ],
)
def test_attachments_come_by_their_kind_alone(name: str, kind: str, text: str) -> None:
    (incoming,) = read(event(name))

    assert (incoming.kind, incoming.text) == ("attachment", text)
    assert [(one.kind, one.label) for one in incoming.attachments] == [(kind, "")]
    assert "f.example" not in incoming.model_dump_json()


def test_a_link_is_a_text_where_it_has_words_and_an_attachment_where_not() -> None:
    value = event("link")
    (with_words,) = read(value)
    del value["message"]["text"]
    (without,) = read(value)

    assert (with_words.kind, with_words.text) == ("text", "https://dichvucong.example/khai-sinh")
    assert (without.kind, without.attachments[0].kind) == ("attachment", "link")


def test_in_a_group_the_answer_goes_to_the_group_and_others_read_along() -> None:
    (incoming,) = read(event("group_text"))

    assert (incoming.conversation, incoming.sender, incoming.is_private) == ("9f8e7d", CHAT, False)


def test_another_bots_words_are_nothing() -> None:
    assert read(event("another_bot")) == []


def test_an_unsupported_message_without_an_id_is_one_and_the_same_each_time() -> None:
    (incoming,) = read(event("unsupported_without_message_id"))
    (again,) = read(event("unsupported_without_message_id"))
    later = event("unsupported_without_message_id")
    later["message"]["date"] += 1

    assert (incoming.kind, incoming.conversation, incoming.text) == ("unsupported", CHAT, "")
    assert incoming.raw_id == again.raw_id != read(later)[0].raw_id
    assert CHAT not in incoming.raw_id


def test_an_unsupported_message_with_nobody_to_answer_is_nothing() -> None:
    assert read(event("unsupported_without_anything")) == []


def test_an_unknown_event_is_nothing() -> None:
    assert read(event("unknown_event")) == []


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"{}", b'{"ok":true,"result":{}}', b'{"ok":true,"result":null}'])
def test_a_probe_is_nothing(body: bytes) -> None:
    assert list(bot().read(body)) == []


def test_an_answer_that_says_not_ok_is_no_update() -> None:
    assert read({"ok": False, "error_code": 408, "description": "…"}) == []


@pytest.mark.parametrize("field", ["chat", "date"])
def test_a_text_without_a_conversation_or_a_time_is_unreadable(field: str) -> None:
    value = event("text_flat")
    del value["message"][field]

    with pytest.raises(UnreadableEvent):
        read(value)


@pytest.mark.parametrize("body", [b"[]", b"7", b"\xff", b"{", b'{"event_name":7}', b"[" * 200_000])
def test_what_is_no_update_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableEvent):
        bot().read(body)


def test_where_the_kind_of_chat_is_not_said_the_persons_own_id_makes_it_private() -> None:
    value = event("text_flat")
    del value["message"]["chat"]["chat_type"]
    group = event("group_text")
    del group["message"]["chat"]["chat_type"]

    assert [read(value)[0].is_private, read(group)[0].is_private] == [True, False]


@given(st.binary(max_size=80) | wild_json.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_nothing_but_unreadable_is_raised(body: bytes) -> None:
    heard = read_or_refused(body)

    assert heard == [] or isinstance(heard, str)


@given(
    st.sampled_from(["message.text.received", "message.image.received", "message.unsupported.received"]),
    st.fixed_dictionaries(
        {},
        optional={
            name: wild_json | st.just({"id": "1", "chat_type": "PRIVATE"}) | st.just(1789033572455)
            for name in ("date", "chat", "from", "message_id", "text", "caption")
        },
    ),
)
def test_whatever_stands_in_a_message_it_is_read_or_unreadable(name: str, message: dict[str, object]) -> None:
    heard = read_or_refused(json.dumps({"event_name": name, "message": message}).encode())

    assert isinstance(heard, str) or all(one.conversation for one in heard)
