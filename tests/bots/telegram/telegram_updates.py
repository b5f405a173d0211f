"""Updates as Telegram sends them, with made-up people."""

from __future__ import annotations

from typing import Any

BOT_ID, BOT_NAME = 7000000001, "motcua_bot"
PERSON: dict[str, Any] = {"id": 501, "is_bot": False, "first_name": "Mai", "language_code": "vi"}
BOT: dict[str, Any] = {"id": BOT_ID, "is_bot": True, "first_name": "Một Cửa", "username": BOT_NAME}
PRIVATE: dict[str, Any] = {"id": 501, "first_name": "Mai", "type": "private"}
GROUP: dict[str, Any] = {"id": -1001234567890, "title": "Tổ dân phố 5", "type": "supergroup"}
FORUM: dict[str, Any] = {**GROUP, "id": -1009876543210, "is_forum": True}
CHANNEL: dict[str, Any] = {"id": -1005550001111, "title": "Tin phường", "type": "channel"}
SENT_AT = 1_790_000_000


def message(number: int, chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    """Return an update with a message of Mai."""
    return {
        "update_id": number,
        "message": {"message_id": number + 7, "from": PERSON, "chat": chat, "date": SENT_AT, **content},
    }


def entity(kind: str, words: str, of: str, **more: Any) -> dict[str, Any]:
    """Return an entity over some words of a text, counted as Telegram counts."""
    before = of[: of.index(words)]
    return {"type": kind, "offset": units(before), "length": units(words), **more}


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def group_text(number: int, text: str, *entities: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an update with a message of Mai in the group."""
    return message(number, GROUP, text=text, entities=list(entities), **more)


def tap(number: int, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """Return an update with a tap on a button under a message of the bot."""
    under = {"message_id": 40, "from": BOT, "chat": chat, "date": SENT_AT, "text": "1. Đăng ký khai sinh"}
    query = {"id": "4382bfdwdsb323b2d9", "from": PERSON, "message": under, "chat_instance": "-87", "data": "op:ab12:1"}
    return {"update_id": number, "callback_query": {**query, **more}}


def membership(number: int, before: str, after: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    """Return an update that says that somebody blocked, unblocked, added or removed the bot."""

    def member(status: str) -> dict[str, Any]:
        more: dict[str, Any] = {"until_date": 0} if status == "kicked" else {}
        return {"user": BOT, "status": status, **more}

    change = {
        "chat": chat,
        "from": PERSON,
        "date": SENT_AT,
        "old_chat_member": member(before),
        "new_chat_member": member(after),
    }
    return {"update_id": number, "my_chat_member": change}


PHOTO = [{"file_id": "AgACAg", "file_unique_id": "AQAD", "file_size": 1200, "width": 90, "height": 67}]
FILE = {"file_id": "BQACAg", "file_unique_id": "AgAD", "file_name": "don.pdf", "mime_type": "application/pdf"}
VOICE = {"file_id": "AwACAg", "file_unique_id": "AgBC", "duration": 3, "mime_type": "audio/ogg"}
AUDIO = {"file_id": "CQACAg", "file_unique_id": "AgCD", "duration": 200, "title": "Ghi âm"}
VIDEO = {"file_id": "BAACAg", "file_unique_id": "AgDE", "width": 640, "height": 360, "duration": 9}
VIDEO_NOTE = {"file_id": "DQACAg", "file_unique_id": "AgEF", "length": 240, "duration": 5}
STICKER = {
    "file_id": "CAACAg",
    "file_unique_id": "AgFG",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}
LOCATION = {"latitude": 21.028511, "longitude": 105.804817}
VENUE = {"location": LOCATION, "title": "UBND phường Cửa Nam", "address": "Hà Nội"}
CONTACT = {"phone_number": "+84900000001", "first_name": "Mai", "user_id": 501}

SAMPLES: dict[str, dict[str, Any]] = {
    "private text": message(1, text="Làm giấy khai sinh cần gì?"),
    "group mention": group_text(2, "@motcua_bot khai sinh", entity("mention", "@motcua_bot", "@motcua_bot khai sinh")),
    "reply": group_text(3, "còn lệ phí?", reply_to_message=message(90, GROUP, text="…", **{"from": BOT})["message"]),
    "command with @bot": group_text(
        4, "/thutuc@motcua_bot khai tử", entity("bot_command", "/thutuc@motcua_bot", "/thutuc@motcua_bot khai tử")
    ),
    "callback query": tap(5),
    "edited": {"update_id": 6, "edited_message": {**message(6, text="sửa")["message"], "edit_date": SENT_AT + 9}},
    "photo with caption": message(7, photo=PHOTO, caption="Giấy này dùng được không?"),
    "location": message(8, location=LOCATION),
    "sticker": message(9, sticker=STICKER),
    "voice": message(10, voice=VOICE),
    "my_chat_member": membership(11, "member", "kicked"),
    "forum topic": message(
        12,
        FORUM,
        text="/help",
        entities=[{"type": "bot_command", "offset": 0, "length": 5}],
        is_topic_message=True,
        message_thread_id=77,
    ),
    "channel post": {
        "update_id": 13,
        "channel_post": {"message_id": 3, "chat": CHANNEL, "sender_chat": CHANNEL, "date": SENT_AT, "text": "tin"},
    },
    "unknown kind": {"update_id": 14, "something_of_next_year": {"id": "x"}},
}
