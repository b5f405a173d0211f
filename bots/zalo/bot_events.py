"""Updates of the Zalo Bot Platform, from its webhook or from getUpdates, flat or wrapped.

Source:
    docs.zaloplatforms.com/docs/BOT; the flat form, `photo_url` and links as they were captured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots.channel import UnreadableEvent
from bots.messages import Attachment, AttachmentKind, Incoming, IncomingKind
from bots.zalo.values import JsonError, id_of, inner, milliseconds_of, parsed, raw_id, text_of

_TEXT, _LINK, _UNSUPPORTED = "message.text.received", "message.link.received", "message.unsupported.received"
_ATTACHED: Mapping[str, AttachmentKind] = {
    "message.image.received": "image",
    "message.sticker.received": "sticker",
    "message.voice.received": "audio",
    _LINK: "link",
}


def read_body(body: bytes, account: str) -> list[Incoming]:
    """Return what a webhook's request says; nothing for an empty one, with which Zalo probes the address.

    Raises:
        UnreadableEvent: It is no update, or one that we know without what it must have.
    """
    if not body.strip():
        return []
    try:
        value = parsed(body)
    except JsonError:
        raise UnreadableEvent("the body is no JSON") from None
    return read_update(value, account)


def read_update(value: object, account: str) -> list[Incoming]:
    """Return what an update says; nothing for an unknown event, another bot's words, and what has no conversation.

    Raises:
        UnreadableEvent: It is no update, or one that we know without what it must have.
    """
    if not isinstance(value, dict):
        raise UnreadableEvent("the update is no object")
    update = value.get("result", value)
    if not update or value.get("ok") is False:
        return []
    event = inner(update, "event_name")
    if not isinstance(event, str):
        raise UnreadableEvent("no event_name")
    message = inner(update, "message")
    if event not in (_TEXT, _UNSUPPORTED, *_ATTACHED) or inner(message, "from", "is_bot") is True:
        return []
    if id_of(inner(message, "chat", "id")) is None and event == _UNSUPPORTED:
        return []  # nobody to answer
    return [_incoming(event, message, account)]


def _incoming(event: str, message: Any, account: str) -> Incoming:
    chat, said_at = id_of(inner(message, "chat", "id")), milliseconds_of(inner(message, "date"))
    if chat is None or (said_at is None and event != _UNSUPPORTED):
        raise UnreadableEvent(f"{event} without a conversation or a time")
    sender = id_of(inner(message, "from", "id")) or chat
    kind, text, attachments = _content(event, message)
    return Incoming(
        channel="zalo-bot",
        account=account,
        raw_id=raw_id(event, id_of(inner(message, "message_id")), account, chat, sender, said_at),
        order=said_at or 0,
        kind=kind,
        sender=sender,
        conversation=chat,
        text=text,
        attachments=attachments,
        is_private=_is_private(inner(message, "chat", "chat_type"), chat, sender),
    )


def _content(event: str, message: Any) -> tuple[IncomingKind, str, tuple[Attachment, ...]]:
    """Return the kind, the words and the attachments; neither `photo` nor `photo_url` is fetched."""
    text = text_of(inner(message, "text")) or text_of(inner(message, "caption"))
    if event == _UNSUPPORTED:
        return "unsupported", "", ()
    if event == _TEXT or (event == _LINK and text.strip()):
        return "text", text, ()
    return "attachment", text, (Attachment(kind=_ATTACHED[event]),)


def _is_private(chat_type: object, chat: str, sender: str) -> bool:
    """Return whether nobody else reads along; where Zalo does not say, a conversation has its person's id."""
    return chat_type.upper() == "PRIVATE" if isinstance(chat_type, str) else chat == sender
