"""Events of an Official Account: what they say."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from fake_zalo import APP_ID, OA_ID, USER_ID
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bots.channel import UnreadableEvent
from bots.messages import Incoming
from bots.zalo.oa import ZaloOa

EVENTS = Path(__file__).parent / "events"
SECRET = "oa-secret-for-tests"
MAC = "3979ab945f8a1ffd9f81cb9140b848ce5a004736fc2a6bf03cd6d6da2bb38ec3"
SIGNED = (EVENTS / "oa_signed.json").read_bytes()
HEADER = "x-zevent-signature"
wild_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = ("user_send_text", "user_send_image", "oa_send_text", "follow", "user_withdraw", "user_send_location")


def channel(oa_id: str = OA_ID, secret: str = SECRET) -> ZaloOa:
    return ZaloOa(oa_id, APP_ID, secret, None, url="http://127.0.0.1:9")  # type: ignore[arg-type]


def event(name: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"oa_{name}.json").read_text(encoding="utf-8"))


def read(value: object) -> list[Incoming]:
    return list(channel().read(json.dumps(value).encode()))


def test_a_text_comes_with_its_ids_as_text_and_its_time() -> None:
    assert read(event("user_send_text")) == [
        Incoming(
            channel="zalo-oa",
            account=OA_ID,
            raw_id="user_send_text:1d19cfb48434f168a827",
            order=1635041570508,
            kind="text",
            sender=USER_ID,
            conversation=USER_ID,
            text="Y",
        )
    ]


def test_a_text_that_quotes_is_a_text() -> None:
    (incoming,) = read(event("user_send_text_quoting"))

    assert (incoming.kind, incoming.text) == ("text", "Cái này nộp ở đâu?")


def test_decomposed_words_come_composed() -> None:
    value = event("user_send_text")
    value["message"]["text"] = unicodedata.normalize("NFD", "Làm căn cước ở đâu?")

    assert read(value)[0].text == "Làm căn cước ở đâu?"


def test_half_an_emoji_does_not_lose_the_message() -> None:
    body = json.dumps(event("user_send_text")).replace('"Y"', '"khai sinh \\ud83d"').encode()

    (incoming,) = channel().read(body)

    assert incoming.text == "khai sinh ?"


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("user_send_image", "image", "Giấy này được không?"),
        ("user_send_gif", "image", ""),
        ("user_send_link", "link", "https://dichvucong.example/khai-sinh"),
        ("user_send_audio", "audio", ""),
        ("user_send_video", "video", ""),
        ("user_send_sticker", "sticker", ""),
        ("user_send_file", "file", ""),
        ("user_send_business_card", "contact", ""),
    ],
)
def test_attachments_come_by_their_kind_alone(name: str, kind: str, text: str) -> None:
    (incoming,) = read(event(name))

    assert (incoming.kind, incoming.text) == ("attachment", text)
    assert [(one.kind, one.label) for one in incoming.attachments] == [(kind, "")]
    assert "f.example" not in incoming.model_dump_json()
    assert "0900000000" not in incoming.model_dump_json()


def test_a_place_keeps_its_label_and_not_its_coordinates() -> None:
    (incoming,) = read(event("user_send_location"))

    assert [(one.kind, one.label) for one in incoming.attachments] == [("location", "Cơm Coffee New Sky")]
    assert "10.79" not in incoming.model_dump_json()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("follow", "follow"),
        ("unfollow", "unfollow"),
        ("user_click_chatnow", "follow"),
        ("user_withdraw", "withdraw"),
    ],
)
def test_events_without_sender_and_recipient_are_read(name: str, kind: str) -> None:
    (incoming,) = read(event(name))

    assert (incoming.kind, incoming.conversation, incoming.sender) == (kind, USER_ID, USER_ID)
    assert incoming.order == int(event(name)["timestamp"])


def test_an_event_without_a_message_has_an_id_of_its_name_person_and_time() -> None:
    first, again = read(event("follow")), read(event("follow"))
    later = read({**event("follow"), "timestamp": "1752295684666"})
    other = read({**event("follow"), "follower": {"id": "1"}})

    assert first[0].raw_id == again[0].raw_id
    assert len({one[0].raw_id for one in (first, later, other, read(event("unfollow")))}) == 4
    assert USER_ID not in first[0].raw_id


@pytest.mark.parametrize(
    "name",
    [
        "oa_send_text_echo",
        "oa_send_group_text",
        "user_send_group_text",
        "user_seen_message",
        "user_received_message",
        "user_reacted_message",
        "user_submit_info",
        "anonymous_send_text",
    ],
)
def test_what_wants_no_answer_is_nothing(name: str) -> None:
    assert read(event(name)) == []


def test_an_unknown_event_is_nothing() -> None:
    assert read({"event_name": "shop_has_order", "timestamp": "1"}) == []


@pytest.mark.parametrize("admin", ["", None, {}])
def test_an_echo_with_an_empty_admin_is_nothing(admin: object) -> None:
    value = event("oa_send_text_staff")
    value["sender"]["admin_id"] = admin

    assert read(value) == []


def test_what_an_officer_typed_belongs_to_the_persons_conversation() -> None:
    (incoming,) = read(event("oa_send_text_staff"))

    assert (incoming.kind, incoming.conversation, incoming.sender) == ("staff", USER_ID, "7700000000000000001")
    assert incoming.text == "Chị mang bản gốc giúp em nhé."


def test_events_of_another_account_are_nothing_and_said_once() -> None:
    other = channel(oa_id="1")
    names = ("user_send_text", "oa_send_text_staff", "follow")

    with capture_logs() as logs:
        read_events = [list(other.read(json.dumps(event(name)).encode())) for name in names]

    assert read_events == [[], [], []]
    assert [entry["log_level"] for entry in logs] == ["warning"]


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"event_name": 7},
        {**event("user_send_text"), "recipient": "x"},
        {**event("user_send_text"), "sender": {"id": ""}},
        {**event("user_send_text"), "timestamp": "soon"},
        {**event("user_send_text"), "timestamp": "9" * 40},
        {**event("user_send_text"), "sender": {"id": "đ"}},
        {**event("follow"), "follower": None},
        {**event("follow"), "oa_id": None},
    ],
)
def test_an_event_without_what_it_must_have_is_unreadable(value: object) -> None:
    with pytest.raises(UnreadableEvent):
        read(value)


def test_events_that_come_out_of_order_keep_the_order_of_their_times() -> None:
    late = {**event("user_send_text"), "timestamp": "1789033572456"}
    late["message"] = {"text": "hai", "msg_id": "2"}
    early = {**event("user_send_text"), "timestamp": "1789033572455"}
    early["message"] = {"text": "một", "msg_id": "1"}

    heard = [*read(late), *read(early)]

    assert [one.text for one in sorted(heard, key=lambda one: one.order)] == ["một", "hai"]


def read_or_refused(body: bytes) -> list[Incoming] | str:
    try:
        return list(channel().read(body))
    except UnreadableEvent as error:
        return error.reason


@given(st.binary(max_size=80), st.dictionaries(st.sampled_from([HEADER, "x"]), st.text()))
def test_whatever_bytes_come_nothing_but_unreadable_is_raised(body: bytes, headers: dict[str, str]) -> None:
    assert channel().verify(headers, body) is False
    assert read_or_refused(body)


@given(
    st.fixed_dictionaries(
        {"event_name": st.sampled_from(NAMES), "timestamp": wild_json | st.just("1789033572455")},
        optional={
            name: wild_json | st.just({"id": OA_ID, "admin_id": "7"}) | st.fixed_dictionaries({"id": wild_json})
            for name in ("sender", "recipient", "message", "oa_id", "follower", "user_id")
        },
    )
)
def test_whatever_stands_in_an_event_it_is_read_or_unreadable(value: dict[str, object]) -> None:
    body = json.dumps(value).encode()

    heard = read_or_refused(body)

    assert channel().verify({HEADER: MAC}, body) is False
    assert isinstance(heard, str) or all(one.conversation and one.order >= 0 for one in heard)
