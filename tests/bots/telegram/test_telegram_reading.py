"""Every kind of update becomes what it says, and nothing that cannot be read gets further than one error."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any, Literal
from unicodedata import normalize

import pytest
from fake_telegram import TOKEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram_reader import one, read
from telegram_updates import (
    AUDIO,
    BOT_ID,
    CHANNEL,
    CONTACT,
    FILE,
    FORUM,
    GROUP,
    LOCATION,
    PERSON,
    PHOTO,
    SAMPLES,
    STICKER,
    VENUE,
    VIDEO,
    VIDEO_NOTE,
    VOICE,
    membership,
    message,
    tap,
)

from bots.channel import UnreadableEvent
from bots.messages import Incoming
from bots.telegram.channel import TelegramChannel


@cache
def channel() -> TelegramChannel:
    return TelegramChannel(TOKEN)


def test_a_private_text_is_read_whole() -> None:
    assert one(SAMPLES["private text"]) == Incoming(
        channel="telegram",
        account=str(BOT_ID),
        raw_id="1",
        order=1,
        kind="text",
        sender="501",
        conversation="501",
        text="Làm giấy khai sinh cần gì?",
    )


def test_a_tap_says_what_stands_behind_the_button_and_how_to_acknowledge_it() -> None:
    found = one(SAMPLES["callback query"])

    assert (found.kind, found.tapped, found.token) == ("tap", "op:ab12:1", "4382bfdwdsb323b2d9")
    assert (found.conversation, found.sender, found.text, found.is_private) == ("501", "501", "", True)


def test_a_tap_under_a_message_that_is_too_old_is_read() -> None:
    found = one(tap(1, message={"chat": GROUP, "message_id": 40, "date": 0}))

    assert (found.conversation, found.tapped, found.is_private) == ("-1001234567890", "op:ab12:1", False)


def test_a_tap_in_a_topic_belongs_to_the_topic() -> None:
    under = message(40, FORUM, text="…", is_topic_message=True, message_thread_id=77)["message"]

    assert one(tap(1, message=under)).conversation == "-1009876543210/77"


@pytest.mark.parametrize("missing", ["message", "data"])
def test_a_tap_elsewhere_is_passed_over(missing: str) -> None:
    update = tap(1)
    del update["callback_query"][missing]

    assert read(update) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": PHOTO}, "image"),
        ({"document": FILE}, "file"),
        ({"voice": VOICE}, "audio"),
        ({"audio": AUDIO}, "audio"),
        ({"video": VIDEO}, "video"),
        ({"video_note": VIDEO_NOTE}, "video"),
        ({"animation": VIDEO, "document": FILE}, "video"),
        ({"sticker": STICKER}, "sticker"),
        ({"location": LOCATION}, "location"),
        ({"venue": VENUE, "location": LOCATION}, "location"),
        ({"contact": CONTACT}, "contact"),
    ],
)
def test_of_an_attachment_only_its_kind_is_kept(content: dict[str, Any], kind: str) -> None:
    found = one(message(1, **content))

    assert found.kind == "attachment"
    assert [attachment.model_dump() for attachment in found.attachments] == [{"kind": kind, "label": ""}]
    assert found.text == ""


def test_a_caption_is_the_text() -> None:
    assert one(SAMPLES["photo with caption"]).text == "Giấy này dùng được không?"


def test_a_poll_is_said_to_be_unsupported() -> None:
    dice = one(message(1, dice={"emoji": "🎲", "value": 3}))

    assert (dice.kind, dice.text, dice.attachments) == ("unsupported", "", ())


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [("member", "kicked", "unfollow"), ("kicked", "member", "follow"), ("left", "administrator", "follow")],
)
def test_blocking_and_unblocking_are_told(before: str, after: str, kind: str) -> None:
    change = membership(1, before, after)
    if after == "administrator":
        rights = dict.fromkeys(
            [
                "can_be_edited",
                "is_anonymous",
                "can_manage_chat",
                "can_delete_messages",
                "can_manage_video_chats",
                "can_restrict_members",
                "can_promote_members",
                "can_change_info",
                "can_invite_users",
                "can_post_stories",
                "can_edit_stories",
                "can_delete_stories",
            ],
            False,
        )
        change["my_chat_member"]["new_chat_member"] |= rights
        change["my_chat_member"]["chat"] = GROUP

    found = one(change)

    assert (found.kind, found.sender, found.is_private) == (kind, "501", after != "administrator")


def test_a_change_of_rights_is_no_arrival() -> None:
    assert read(membership(1, "member", "member", GROUP)) is None
    assert read(membership(1, "left", "kicked", GROUP)) is None


@pytest.mark.parametrize(
    "update",
    [
        SAMPLES["edited"],
        SAMPLES["channel post"],
        SAMPLES["unknown kind"],
        membership(1, "left", "member", CHANNEL),
        message(1, text="chào", **{"from": {**PERSON, "is_bot": True}}),
        message(1, GROUP, new_chat_members=[PERSON]),
        message(1, GROUP, migrate_to_chat_id=-1007),
        message(1, pinned_message=message(2, text="x")["message"]),
    ],
    ids=["edit", "channel", "unknown", "in a channel", "a bot", "arrival", "new id", "pinned"],
)
def test_what_concerns_nobody_is_passed_over(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_personal_details_never_come_in() -> None:
    assert one(message(1, text="CCCD của tôi là 001099012345")).text == "CCCD của tôi là [SỐ GIẤY TỜ]"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_text_comes_in_composed(form: Literal["NFC", "NFD"]) -> None:
    assert one(message(1, text=normalize(form, "Đăng ký tạm trú"))).text == "Đăng ký tạm trú"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'"update_id"',
        b'{"update_id": null}',
        b'{"update_id": "7", "message": 3}',
        b'{"update_id": true}',
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
        json.dumps(message(1, text=["x"])).encode(),
        json.dumps(message(1, {"id": {"a": 1}, "type": "private"}, text="x")).encode(),
        json.dumps(message(10**400, text="x")).encode(),
    ],
    ids=range(16),
)
def test_what_is_no_update_is_one_error_that_quotes_nothing(body: bytes) -> None:
    with pytest.raises(UnreadableEvent) as caught:
        channel().read(body)

    assert caught.value.reason.startswith("an update ")
    assert len(caught.value.reason) < 80


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A real update in which one value, anywhere, is another one or is gone."""
    update = copy.deepcopy(draw(st.sampled_from(sorted(SAMPLES.items())))[1])
    inside: Any = update
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        key = draw(st.sampled_from(keys))
        if not isinstance(inside[key], dict | list) or not inside[key] or draw(st.integers(0, 3)) == 0:
            break
        inside = inside[key]
    if isinstance(inside, dict) and draw(st.booleans()):
        del inside[key]
    else:
        inside[key] = draw(JSON)
    return update


@given(JSON | damaged() | st.fixed_dictionaries({"update_id": st.integers(), "message": JSON}))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
def test_any_json_is_read_or_is_one_error(update: Any) -> None:
    try:
        found = channel().read(json.dumps(update).encode())
    except UnreadableEvent:
        return

    assert all(incoming.raw_id == str(update["update_id"]) for incoming in found)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_are_one_error(body: bytes) -> None:
    with pytest.raises(UnreadableEvent):
        channel().read(body)
