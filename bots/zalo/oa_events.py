"""Events of a Zalo Official Account: whether one is Zalo's, and what it says.

Source:
    developers.zalo.me/docs/official-account/webhook (signature, events); bodies as they were captured.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import structlog

from bots.channel import UnreadableEvent
from bots.messages import Attachment, AttachmentKind, Incoming, IncomingKind
from bots.zalo.values import JsonError, id_of, inner, milliseconds_of, parsed, raw_id, text_of

SIGNATURE = "x-zevent-signature"
_PREFIX = "mac="
_ATTACHED: Mapping[str, AttachmentKind] = {
    "user_send_image": "image",
    "user_send_gif": "image",
    "user_send_link": "link",
    "user_send_audio": "audio",
    "user_send_video": "video",
    "user_send_sticker": "sticker",
    "user_send_location": "location",
    "user_send_file": "file",
    "user_send_business_card": "contact",
}
_MANAGED: Mapping[str, IncomingKind] = {
    "follow": "follow",
    "unfollow": "unfollow",
    "user_click_chatnow": "follow",
    "user_withdraw": "withdraw",
}
_OUR_SIDE = "oa_send_"
_NOT_WITH_ONE_PERSON = ("oa_send_group_", "oa_send_anonymous_", "oa_send_consent")
_log = structlog.get_logger("motcua.zalo")


def is_genuine(headers: Mapping[str, str], body: bytes, first_terms: tuple[str, ...], secret: str) -> bool:
    """Return whether the request was signed with this secret; never raises.

    Args:
        headers: Names in lower case.
        body: As it came, to the byte: the signature is of these bytes.
        first_terms: What the hashed text may begin with: the app's id as documented, or the account's id.
        secret: The OA Secret Key, which is not the App Secret.

    Source:
        developers.zalo.me/docs/official-account/webhook/tong-quan: sha256(appId + data + timeStamp + OAsecretKey),
        a plain hash and no HMAC.
    """
    try:
        said = id_of(inner(parsed(body), "timestamp"))
    except JsonError:
        return False
    given = headers.get(SIGNATURE, "").strip().lower().removeprefix(_PREFIX).strip()
    if said is None or not secret or not given:
        return False
    proof = given.encode("utf-8", "surrogatepass")  # as bytes: text that is not ASCII cannot be compared
    wanted = [_mac(term, body, said, secret) for term in first_terms if term]
    matches = [hmac.compare_digest(proof, mac.encode()) for mac in wanted]
    if any(matches):
        _log.debug("zalo oa signature", first_term=("app", "account")[min(matches.index(True), 1)])
    return any(matches)


def read_event(body: bytes, oa_id: str) -> tuple[list[Incoming], bool]:
    """Return what happened, and whether it happened to this account; an app has one webhook for all its accounts.

    Raises:
        UnreadableEvent: It is no event, or one that we know without what it must have.
    """
    try:
        value = parsed(body)
    except JsonError:
        raise UnreadableEvent("the body is no JSON") from None
    event = inner(value, "event_name")
    if not isinstance(event, str):
        raise UnreadableEvent("no event_name")
    if event == "user_send_text" or event in _ATTACHED:
        account, heard = id_of(inner(value, "recipient", "id")), _said
    elif event.startswith(_OUR_SIDE) and not event.startswith(_NOT_WITH_ONE_PERSON):
        account, heard = id_of(inner(value, "sender", "id")), _sent
    elif event in _MANAGED:
        # an erasure may come without the account's id; a person's id belongs to one account anyway
        account, heard = id_of(inner(value, "oa_id")) or (oa_id if event == "user_withdraw" else None), _managed
    else:
        return [], True
    if account is None:
        raise UnreadableEvent("no id of the account")
    return (heard(event, value, oa_id), True) if account == oa_id else ([], False)


def _said(event: str, value: Any, oa_id: str) -> list[Incoming]:
    """Return what a person sent. A tap on a button comes as a text, which is what stood behind the button."""
    text, kind = text_of(inner(value, "message", "text")), _ATTACHED.get(event)
    user = id_of(inner(value, "sender", "id"))
    if kind is None:
        return [_incoming("text", event, value, oa_id, user, text=text)]
    if kind == "location":
        return [_incoming("attachment", event, value, oa_id, user, attachments=(Attachment(kind=kind, label=text),))]
    return [_incoming("attachment", event, value, oa_id, user, text=text, attachments=(Attachment(kind=kind),))]


def _sent(event: str, value: Any, oa_id: str) -> list[Incoming]:
    """Return what an officer typed in Zalo's console; the echo of our own sending has no admin and is nothing."""
    admin = id_of(inner(value, "sender", "admin_id"))
    if admin is None:
        return []
    user, text = id_of(inner(value, "recipient", "id")), text_of(inner(value, "message", "text"))
    return [_incoming("staff", event, value, oa_id, user, sender=admin, text=text)]


def _managed(event: str, value: Any, oa_id: str) -> list[Incoming]:
    user = id_of(inner(value, "follower", "id")) or id_of(inner(value, "user_id"))
    user = user or id_of(inner(value, "sender", "id"))
    return [_incoming(_MANAGED[event], event, value, oa_id, user)]


def _incoming(
    kind: IncomingKind, event: str, value: Any, oa_id: str, user: str | None, *, sender: str | None = None, **rest: Any
) -> Incoming:
    said_at = milliseconds_of(inner(value, "timestamp"))
    if user is None or said_at is None:
        raise UnreadableEvent(f"{event} without a person or a time")
    return Incoming(
        channel="zalo-oa",
        account=oa_id,
        raw_id=raw_id(event, id_of(inner(value, "message", "msg_id")), oa_id, user, said_at),
        order=said_at,
        kind=kind,
        sender=sender or user,
        conversation=user,
        **rest,
    )


def _mac(first_term: str, body: bytes, timestamp: str, secret: str) -> str:
    return hashlib.sha256(first_term.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
