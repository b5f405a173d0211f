"""What came in: kept once, worked on in the vendor's order within a conversation, by one worker at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic_core import from_json

from bots.channel import BotsError
from bots.messages import Incoming
from bots.post import contacts
from bots.post.contacts import Contact
from bots.post.tables import CONTACTS, MESSAGES, UPDATES, WORKERS
from bots.seal import Seal, WrongKeyError

SETTLE_SECONDS = 0.15  # what is delivered out of order within this time is still worked on in order
CLAIMS_AT_MOST = 20  # an update that killed its worker so often is a dead letter
_CLAIM_LOCK = 5_652_2028  # any number that no other program locks in the same PostgreSQL database
_FARTHEST = 2**63 - 1  # what a column of 64 bits holds
_HIDDEN = {"sender", "conversation", "raw_id"}


class LostClaimError(BotsError):
    """Another worker took this over, because this one was taken for dead; nothing of its work counts."""


@dataclass(frozen=True)
class Claimed:
    """An update that this worker works on. `before` is set on a second try: the conversation as it was before."""

    id: int
    incoming: Incoming
    contact: Contact
    claims: int
    before: str | None


def add(connection: sa.Connection, seal: Seal, incomings: Sequence[Incoming]) -> int:
    """Keep what came in, and return how much of it is new; the contact is made where it is unknown."""
    now, new = time.time(), 0
    for incoming in incomings:
        lane = contacts.lane_of(seal, incoming)
        values = {
            "known_by": seal.hashed("update", incoming.channel, incoming.account, incoming.raw_id),
            "lane": lane,
            "channel": incoming.channel,
            "account": incoming.account,
            "position": max(-_FARTHEST, min(incoming.order, _FARTHEST)),
            "state": "new",
            "claims": 0,
            "incoming": incoming.model_dump_json(exclude=_HIDDEN, exclude_defaults=True),
            "received_at": now,
            "not_before": now + SETTLE_SECONDS,
        }
        if connection.execute(contacts.insert_unless_there(connection, UPDATES).values(**values)).rowcount:
            new += 1
            _meet(connection, seal, lane, incoming, now)
    return new


def _meet(connection: sa.Connection, seal: Seal, lane: str, incoming: Incoming, now: float) -> None:
    """Note that the person of the lane did something; a new contact where it is unknown."""
    seen = sa.update(CONTACTS).where(CONTACTS.c.lane == lane).values(seen_at=now)
    if not connection.execute(seen).rowcount:
        contacts.save(connection, seal, _new_contact(lane, incoming), seen_at=now)


def _new_contact(lane: str, incoming: Incoming) -> Contact:
    return Contact(
        lane=lane,
        channel=incoming.channel,
        account=incoming.account,
        address=incoming.conversation,
        conversation_id=contacts.new_conversation_id(),
    )


def keep_alive(connection: sa.Connection, worker: str, until: float) -> int:
    """Say that this worker lives, give back what dead ones held, and return how much that was.

    What a dead worker was sending may have reached the vendor: such a message is marked uncertain and sent again.
    """
    changed = connection.execute(sa.update(WORKERS).where(WORKERS.c.id == worker).values(alive_until=until))
    if not changed.rowcount:
        connection.execute(sa.insert(WORKERS).values(id=worker, alive_until=until))
    connection.execute(sa.delete(WORKERS).where(WORKERS.c.alive_until < time.time()))
    living = sa.select(WORKERS.c.id)
    lost = sa.update(UPDATES).where(UPDATES.c.state == "claimed", UPDATES.c.holder.not_in(living))
    back = connection.execute(lost.values(state="new", holder=None)).rowcount
    sending = sa.update(MESSAGES).where(MESSAGES.c.state == "sending", MESSAGES.c.holder.not_in(living))
    return back + connection.execute(sending.values(state="waiting", holder=None, uncertain=True)).rowcount


def retire(connection: sa.Connection, worker: str) -> None:
    """Give back what this worker still holds and forget it; it sends nothing any more."""
    held = sa.update(UPDATES).where(UPDATES.c.state == "claimed", UPDATES.c.holder == worker)
    connection.execute(held.values(state="new", holder=None, claims=UPDATES.c.claims - 1))
    sending = sa.update(MESSAGES).where(MESSAGES.c.state == "sending", MESSAGES.c.holder == worker)
    connection.execute(sending.values(state="waiting", holder=None, uncertain=True))
    connection.execute(sa.delete(WORKERS).where(WORKERS.c.id == worker))


def claim(
    connection: sa.Connection, seal: Seal, worker: str, channels: Sequence[tuple[str, str]], limit: int
) -> list[Claimed]:
    """Take the next updates, at most one of each conversation: the first that is not done.

    Args:
        connection: In a transaction that writes.
        seal: Opens addresses.
        worker: Who takes them.
        channels: Channels and accounts that this worker can answer on.
        limit: How many at most.
    """
    if not channels or limit < 1:
        return []
    if connection.dialect.name == "postgresql":  # two workers must not each take one of the same conversation
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    other = UPDATES.alias()
    earlier = sa.or_(
        other.c.position < UPDATES.c.position,
        sa.and_(other.c.position == UPDATES.c.position, other.c.id < UPDATES.c.id),
    )
    ahead = sa.exists().where(
        other.c.lane == UPDATES.c.lane,
        sa.or_(other.c.state == "claimed", sa.and_(other.c.state == "new", earlier)),
    )
    wanted = sa.select(UPDATES).where(
        UPDATES.c.state == "new",
        UPDATES.c.not_before <= time.time(),
        sa.tuple_(UPDATES.c.channel, UPDATES.c.account).in_(channels),
        sa.not_(ahead),
    )
    rows = connection.execute(wanted.order_by(UPDATES.c.id).limit(limit)).all()
    return [taken for row in rows if (taken := _take(connection, seal, worker, row)) is not None]


def _take(connection: sa.Connection, seal: Seal, worker: str, row: sa.Row[tuple[object, ...]]) -> Claimed | None:
    this = sa.update(UPDATES).where(UPDATES.c.id == row.id)
    try:
        contact = contacts.load(connection, seal, row.lane)
        address = contact.address if contact is not None else ""
        incoming = Incoming.model_validate({**_read(row.incoming), "raw_id": "", "conversation": address})
    except (WrongKeyError, ValueError) as error:  # one row that cannot be read must not stop all others
        connection.execute(this.values(state="dead", error=_reason(error), done_at=time.time()))
        return None
    if contact is None:
        connection.execute(this.values(state="done", incoming="", lane="", done_at=time.time()))
        return None
    if row.claims >= CLAIMS_AT_MOST:
        connection.execute(this.values(state="dead", error=f"after {row.claims} claims", done_at=time.time()))
        return None
    connection.execute(this.values(state="claimed", holder=worker, claims=row.claims + 1))
    return Claimed(row.id, incoming, contact, row.claims + 1, row.before)


def _reason(error: Exception) -> str:
    """Return why a row cannot be read, without quoting it."""
    return str(error) if isinstance(error, WrongKeyError) else f"it cannot be read: {type(error).__name__}"


def _read(incoming: str) -> dict[str, object]:
    kept: dict[str, object] = from_json(incoming)
    return kept


def note_before(connection: sa.Connection, worker: str, update_id: int, before: str) -> None:
    """Keep the conversation as it is before the assistant hears this update.

    Raises:
        LostClaimError: It is another worker's by now.
    """
    _settle(connection, worker, update_id, before=before)


def put_back(connection: sa.Connection, worker: str, update_id: int, after_seconds: float, reason: str) -> None:
    """Let it be tried again later."""
    later = time.time() + after_seconds
    _settle(connection, worker, update_id, state="new", holder=None, not_before=later, error=reason[:200])


def finish(connection: sa.Connection, worker: str, update_id: int, *, dead: str | None = None) -> None:
    """Note that it is worked off; nothing of what it said is kept, but of a dead letter (`dead` says why).

    Raises:
        LostClaimError: It is another worker's by now: whatever else is in this transaction must not count.
    """
    if dead is not None:
        _settle(connection, worker, update_id, state="dead", holder=None, error=dead[:200], done_at=time.time())
        return
    blank = {"incoming": "", "before": None, "error": None, "lane": ""}
    _settle(connection, worker, update_id, state="done", holder=None, done_at=time.time(), **blank)


def _settle(connection: sa.Connection, worker: str, update_id: int, **values: object) -> None:
    mine = sa.update(UPDATES).where(UPDATES.c.id == update_id, UPDATES.c.state == "claimed", UPDATES.c.holder == worker)
    if not connection.execute(mine.values(**values)).rowcount:
        raise LostClaimError("this update is another worker's by now")
