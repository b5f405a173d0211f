"""People on channels: a keyed hash, a sealed address, and what the channel has to remember of them."""

from __future__ import annotations

import hashlib
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.dialects import postgresql, sqlite

from assistant.records import Audience
from bots.messages import ChannelName, Incoming
from bots.post.tables import CODES, CONTACTS, MESSAGES, TICKET_WORDS, TICKETS, UPDATES
from bots.seal import Seal


class Asked(BaseModel):
    """What the assistant asked last about a turn, and waits for: why it was wrong, or one to five stars."""

    model_config = ConfigDict(frozen=True)

    what: Literal["thumb", "reason", "stars"]
    turn_id: str


class Memory(BaseModel):
    """What a channel remembers of a person beside the conversation."""

    model_config = ConfigDict(frozen=True)

    introduced: bool = False  # was told that this is a machine, and where the privacy note is
    audience: Audience = "citizen"
    place: str | None = None
    asked: Asked | None = None
    taps: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what stood behind the buttons of the last turns
    minute: int = 0  # of the last message, since 1970
    in_minute: int = 0  # messages in it


class Contact(BaseModel):
    """One person, or one group, on one channel."""

    model_config = ConfigDict(frozen=True)

    lane: str
    channel: ChannelName
    account: str
    address: str
    conversation_id: str
    memory: Memory = Memory()


def talk_of(conversation_id: str) -> str:
    """Return the hash by which a conversation is known here; its id is a secret that opens it."""
    return hashlib.sha256(conversation_id.encode("utf-8", "replace")).hexdigest()


def new_conversation_id() -> str:
    """Return an id that nobody can guess."""
    return f"c-{uuid4().hex}"


def fresh(contact: Contact) -> Contact:
    """Return the same person with a new conversation, of whom nothing is remembered."""
    return contact.model_copy(update={"conversation_id": new_conversation_id(), "memory": Memory()})


def lane_of(seal: Seal, incoming: Incoming) -> str:
    """Return the keyed hash of the conversation on its channel."""
    return seal.hashed("lane", incoming.channel, incoming.account, incoming.conversation)


def load(connection: sa.Connection, seal: Seal, lane: str) -> Contact | None:
    """Return the contact; None where it is unknown or was forgotten."""
    row = connection.execute(sa.select(CONTACTS).where(CONTACTS.c.lane == lane)).one_or_none()
    if row is None:
        return None
    try:
        memory = Memory.model_validate_json(row.memory)
    except ValidationError:  # written by another version
        memory = Memory()
    return Contact(
        lane=lane,
        channel=row.channel,
        account=row.account,
        address=seal.open(row.address),
        conversation_id=seal.open(row.conversation),
        memory=memory,
    )


def save(connection: sa.Connection, seal: Seal, contact: Contact, seen_at: float | None = None) -> None:
    """Keep the contact; `seen_at` is when the person last did something, None where this is not about that."""
    values = {
        "address": seal.close(contact.address),
        "conversation": seal.close(contact.conversation_id),
        "talk": talk_of(contact.conversation_id),
        "memory": contact.memory.model_dump_json(),
    }
    if seen_at is not None:
        values["seen_at"] = seen_at  # type: ignore[assignment]  # columns of several types
    changed = connection.execute(sa.update(CONTACTS).where(CONTACTS.c.lane == contact.lane).values(**values))
    if not changed.rowcount:
        fixed = {"lane": contact.lane, "channel": contact.channel, "account": contact.account}
        # another process may have met the same person in this moment
        connection.execute(insert_unless_there(connection, CONTACTS).values(**fixed, **{"seen_at": 0.0, **values}))


def insert_unless_there(connection: sa.Connection, table: sa.Table) -> Any:
    """Return an insert that does nothing where the row is there already."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def lanes_of(connection: sa.Connection, conversation_id: str) -> list[tuple[str, str]]:
    """Return where a conversation lives: lanes, each with its channel."""
    wanted = sa.select(CONTACTS.c.lane, CONTACTS.c.channel).where(CONTACTS.c.talk == talk_of(conversation_id))
    return [(row.lane, row.channel) for row in connection.execute(wanted.order_by(CONTACTS.c.lane))]


def forget(connection: sa.Connection, conversation_id: str, asked_on: str | None = None) -> int:
    """Delete all that the post office keeps of a conversation, and return how many rows that were.

    What came in behind the wish itself, on the lane where it was said (`asked_on`), stays to be answered.

    Of an update there stays that it was seen: a keyed hash of the vendor's number for it, so that a redelivery does
    nothing. Of a sent message nothing but that one was sent is kept anyway.
    """
    talk = talk_of(conversation_id)
    lanes = [lane for lane, _ in lanes_of(connection, conversation_id)]
    gone = forget_tickets(connection, conversation_id)
    gone += connection.execute(sa.delete(CONTACTS).where(CONTACTS.c.talk == talk)).rowcount
    for lane in lanes:
        gone += _forget_lane(connection, lane, keeps_new=lane == asked_on)
    return gone


def forget_tickets(connection: sa.Connection, conversation_id: str) -> int:
    """Delete the tickets and codes of a conversation, and return how many rows that were."""
    talk = talk_of(conversation_id)
    tickets = sa.select(TICKETS.c.id).where(TICKETS.c.talk == talk)
    gone = connection.execute(sa.delete(TICKET_WORDS).where(TICKET_WORDS.c.ticket.in_(tickets))).rowcount
    for table in (TICKETS, CODES):
        gone += connection.execute(sa.delete(table).where(table.c.talk == talk)).rowcount
    return gone


def has_waiting(connection: sa.Connection, lane: str) -> bool:
    """Whether something of this lane waits to be answered."""
    wanted = sa.select(UPDATES.c.id).where(UPDATES.c.lane == lane, UPDATES.c.state == "new").limit(1)
    return connection.execute(wanted).scalar() is not None


def _forget_lane(connection: sa.Connection, lane: str, *, keeps_new: bool) -> int:
    settled = {"lane": "", "incoming": "", "before": None, "error": None}
    kept = ("claimed", "new") if keeps_new else ("claimed",)
    waiting = sa.update(UPDATES).where(UPDATES.c.lane == lane, UPDATES.c.state.not_in(kept))
    gone = connection.execute(waiting.values(**settled, state="done")).rowcount
    unsent = sa.delete(MESSAGES).where(MESSAGES.c.lane == lane)
    return gone + connection.execute(unsent).rowcount
