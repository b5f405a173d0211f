"""An update of Telegram becomes what happened, in the words of every channel."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bots.channel import UnreadableEvent
from bots.messages import Attachment, AttachmentKind, Incoming
from bots.telegram.addressed import Wording
from bots.telegram.api import Me

_ATTACHED: tuple[tuple[str, AttachmentKind], ...] = (
    ("animation", "video"),  # before `document`, which every animation is too
    ("video", "video"),
    ("video_note", "video"),
    ("voice", "audio"),
    ("audio", "audio"),
    ("live_photo", "image"),
    ("photo", "image"),
    ("document", "file"),
    ("sticker", "sticker"),
    ("venue", "location"),  # before `location`, which every venue is too
    ("location", "location"),
    ("contact", "contact"),
)
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def read_update(update: Any, me: Me) -> list[Incoming]:
    """Return what happened; empty for what concerns nobody here.

    Args:
        update: One update as Telegram's JSON.
        me: Who the bot is; in groups its name is not recognised before it is known.

    Raises:
        UnreadableEvent: It is no update.
    """
    if not isinstance(update, dict):
        raise UnreadableEvent("an update that is no JSON object")
    try:
        return _happened(Update.de_json(dict(update), None), me)
    except Exception as error:
        # Wild values surface anywhere in the library's classes, as whatever Python raises where they are used.
        raise UnreadableEvent(f"an update in an unknown shape ({type(error).__name__})") from None


def _happened(update: Update, me: Me) -> list[Incoming]:
    number = _integer(update.update_id)
    found: dict[str, Any] | None = None
    if update.message is not None:
        found = _message(update.message, me)
    elif update.callback_query is not None:
        found = _tap(update.callback_query)
    elif update.my_chat_member is not None:
        found = _membership(update.my_chat_member)
    if found is None:
        return []
    return [Incoming(channel="telegram", account=str(me.id), raw_id=str(number), order=number, **found)]


def _message(message: Message, me: Me) -> dict[str, Any] | None:
    writer = message.from_user
    if writer is None or writer.is_bot or message.chat.type not in {ChatType.PRIVATE, *_GROUPS}:
        return None
    wording = Wording(message, me)
    if message.chat.type != ChatType.PRIVATE and not wording.is_to_us:
        return None
    attached = next((kind for name, kind in _ATTACHED if getattr(message, name)), None)
    if attached is not None:
        found: dict[str, Any] = {"kind": "attachment", "attachments": (Attachment(kind=attached),)}
    elif message.text:
        found = {"kind": "text"}
    elif message.effective_attachment is not None:  # a poll, a game, dice
        found = {"kind": "unsupported"}
    else:  # a notice, such as of a pinned message
        return None
    return {**found, "text": wording.text, "sender": str(_integer(writer.id)), **_where(message.chat, _topic(message))}


def _tap(query: CallbackQuery) -> dict[str, Any] | None:
    if query.message is None or not query.data or query.from_user.is_bot:
        return None
    # Of a message that is too old Telegram tells only where it is.
    topic = _topic(query.message) if isinstance(query.message, Message) else None
    return {
        "kind": "tap",
        "tapped": query.data,
        "token": query.id,
        "sender": str(_integer(query.from_user.id)),
        **_where(query.message.chat, topic),
    }


def _membership(change: ChatMemberUpdated) -> dict[str, Any] | None:
    if change.chat.type not in {ChatType.PRIVATE, *_GROUPS}:
        return None
    before, after = _is_there(change.old_chat_member), _is_there(change.new_chat_member)
    if before == after:
        return None
    kind = "follow" if after else "unfollow"
    return {"kind": kind, "sender": str(_integer(change.from_user.id)), **_where(change.chat, None)}


def _is_there(member: ChatMember) -> bool:
    return member.status not in _GONE and getattr(member, "is_member", True)


def _topic(message: Message) -> int | None:
    """Return the topic; elsewhere the same field only numbers a thread of replies, to which nothing can be sent."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread is None else _integer(thread)


def _where(chat: Chat, topic: int | None) -> dict[str, Any]:
    place = str(_integer(chat.id))
    return {
        "conversation": place if topic is None else f"{place}/{topic}",
        "is_private": chat.type == ChatType.PRIVATE,
    }


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("an id that is no whole number")
    return value
