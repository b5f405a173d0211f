"""In groups the bot hears what is said to it, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram_reader import one, read
from telegram_updates import BOT, BOT_ID, FORUM, GROUP, PERSON, PHOTO, SAMPLES, STICKER, entity, group_text, message

from bots.telegram.api import Me


def test_a_mention_in_a_group_is_read_without_the_name() -> None:
    found = one(SAMPLES["group mention"])

    assert (found.text, found.conversation, found.sender, found.is_private) == (
        "khai sinh",
        "-1001234567890",
        "501",
        False,
    )


@pytest.mark.parametrize("text", ["👩‍👩‍👧 cho hỏi @MotCua_Bot khai sinh", "👩‍👩‍👧 cho hỏi khai sinh @motcua_bot"])
def test_a_mention_is_found_behind_emoji_in_any_case(text: str) -> None:
    name = next(word for word in text.split() if word.startswith("@"))

    assert one(group_text(1, text, entity("mention", name, text))).text.endswith("cho hỏi khai sinh")


def test_a_mention_of_the_bot_by_its_profile_addresses_it() -> None:
    text = "Một Cửa ơi, khai sinh"

    found = one(group_text(1, text, entity("text_mention", "Một Cửa", text, user=BOT)))

    assert found.text == "ơi, khai sinh"


def test_a_caption_that_mentions_the_bot_addresses_it() -> None:
    text = "@motcua_bot đơn này?"

    found = one(message(1, GROUP, photo=PHOTO, caption=text, caption_entities=[entity("mention", "@motcua_bot", text)]))

    assert (found.kind, found.text) == ("attachment", "đơn này?")


def test_a_reply_to_the_bot_in_a_group_is_read() -> None:
    assert one(SAMPLES["reply"]).text == "còn lệ phí?"


def test_a_command_loses_the_name_of_the_bot() -> None:
    assert one(SAMPLES["command with @bot"]).text == "/thutuc khai tử"


def test_a_command_of_ours_needs_no_name_in_a_group() -> None:
    assert one(group_text(1, "/xoa", entity("bot_command", "/xoa", "/xoa"))).text == "/xoa"


@pytest.mark.parametrize(
    "update",
    [
        group_text(1, "hôm nay họp lúc mấy giờ?"),
        group_text(1, "@khac_bot khai sinh", entity("mention", "@khac_bot", "@khac_bot khai sinh")),
        group_text(1, "@motcua_bot2 ơi", entity("mention", "@motcua_bot2", "@motcua_bot2 ơi")),
        group_text(1, "/xoa@khac_bot", entity("bot_command", "/xoa@khac_bot", "/xoa@khac_bot")),
        group_text(1, "/weather", entity("bot_command", "/weather", "/weather")),
        group_text(1, "gõ /xoa nhé", entity("bot_command", "/xoa", "gõ /xoa nhé")),
        group_text(1, "ừ", reply_to_message=message(9, GROUP, text="…")["message"]),
        group_text(1, "ừ", entity("text_mention", "ừ", "ừ", user=PERSON)),
        message(1, GROUP, photo=PHOTO, caption="đẹp quá"),
        message(1, GROUP, sticker=STICKER),
    ],
    ids=lambda update: json.dumps(update["message"].get("text"), ensure_ascii=False),
)
def test_what_is_said_to_others_in_a_group_is_passed_over(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_messages_of_a_topic_that_the_bot_made_are_no_replies_to_it() -> None:
    made = message(9, FORUM, forum_topic_created={"name": "Khai sinh", "icon_color": 7322096}, **{"from": BOT})
    said = message(1, FORUM, text="chào cả nhà", message_thread_id=77, is_topic_message=True)
    said["message"]["reply_to_message"] = made["message"]

    assert read(said) is None


def test_a_topic_of_a_forum_is_a_conversation_of_its_own() -> None:
    assert one(SAMPLES["forum topic"]).conversation == "-1009876543210/77"


def test_a_thread_of_replies_outside_a_forum_is_the_groups_conversation() -> None:
    update = group_text(1, "/help", entity("bot_command", "/help", "/help"), message_thread_id=77)

    assert one(update).conversation == "-1001234567890"


def test_the_name_of_the_bot_is_not_guessed_before_it_is_known() -> None:
    unknown = Me(BOT_ID)

    assert read(SAMPLES["group mention"], unknown) is None
    assert read(SAMPLES["reply"], unknown) == one(SAMPLES["reply"])
