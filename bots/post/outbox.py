"""What goes out: in order within a conversation, tried again as the vendor's answer wants it, never lost silently."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bots.messages import ChannelName, Part
from bots.post.contacts import Contact, insert_unless_there
from bots.post.inbox import LostClaimError
from bots.post.tables import ACCOUNTS, MESSAGES
from bots.seal import Seal, WrongKeyError

GIVEN_UP_AFTER_SECONDS = 24 * 3600.0  # an answer of yesterday helps nobody, and vendors close their windows
UNREACHABLE = "the person cannot be reached"  # how the reasons of such dead letters begin
BEHIND = "what stands before it could not be sent"
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 1.0, 600.0
_UNSENT = ("waiting", "sending")


@dataclass(frozen=True)
class Outgoing:
    """A message that this worker sends."""

    id: int
    channel: ChannelName
    account: str
    address: str
    part: Part
    tries: int  # before this one
    uncertain: bool
    made_at: float  # seconds since 1970


def wait_seconds(tries: int) -> float:
    """Return how long to wait after so many tries: twice as long each time, ten minutes at most."""
    return min(_FIRST_WAIT_SECONDS * 2.0 ** (tries - 1), _LONGEST_WAIT_SECONDS)


def put(
    connection: sa.Connection, seal: Seal, contact: Contact, parts: Sequence[Part], answers: int | None = None
) -> None:
    """Keep messages to a contact; they are sent in this order, after all that waits already."""
    for number, part in enumerate(parts):
        connection.execute(
            sa.insert(MESSAGES).values(
                lane=contact.lane,
                channel=contact.channel,
                account=contact.account,
                answers=answers,
                number=number,
                address=seal.close(contact.address),
                part=seal.close(part.model_dump_json()),
                state="waiting",
                made_at=time.time(),
            )
        )


def claim(
    connection: sa.Connection, seal: Seal, worker: str, channels: Sequence[tuple[str, str]], limit: int
) -> list[Outgoing]:
    """Take the next messages, of each conversation the first that is not sent; paused accounts wait."""
    if not channels or limit < 1:
        return []
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(5_652_2029)))
    now, other = time.time(), MESSAGES.alias()
    ahead = sa.exists().where(other.c.lane == MESSAGES.c.lane, other.c.state.in_(_UNSENT), other.c.id < MESSAGES.c.id)
    paused = sa.exists().where(
        ACCOUNTS.c.channel == MESSAGES.c.channel,
        ACCOUNTS.c.account == MESSAGES.c.account,
        ACCOUNTS.c.paused_until > now,
    )
    wanted = sa.select(MESSAGES).where(
        MESSAGES.c.state == "waiting",
        MESSAGES.c.not_before <= now,
        sa.tuple_(MESSAGES.c.channel, MESSAGES.c.account).in_(channels),
        sa.not_(ahead),
        sa.not_(paused),
    )
    rows = connection.execute(wanted.order_by(MESSAGES.c.id).limit(limit)).all()
    return [taken for row in rows if (taken := _take(connection, seal, worker, row)) is not None]


def _take(connection: sa.Connection, seal: Seal, worker: str, row: sa.Row[Any]) -> Outgoing | None:
    this = sa.update(MESSAGES).where(MESSAGES.c.id == row.id)
    try:
        address, part = seal.open(row.address), Part.model_validate_json(seal.open(row.part))
    except (WrongKeyError, ValueError) as error:  # one row that cannot be read must not stop all others
        reason = str(error) if isinstance(error, WrongKeyError) else f"it cannot be read: {type(error).__name__}"
        connection.execute(this.values(state="dead", error=reason, done_at=time.time()))
        return None
    connection.execute(this.values(state="sending", holder=worker))
    return Outgoing(row.id, row.channel, row.account, address, part, row.tries, row.uncertain, row.made_at)


def sent(connection: sa.Connection, worker: str, message_id: int, vendor_id: str) -> None:
    """Note that the vendor took it; its words and address are not kept.

    Raises:
        LostClaimError: Another worker has it by now, and will send it again, marked uncertain.
    """
    blank = {"lane": "", "address": b"", "part": b"", "error": None}
    _settle(connection, worker, message_id, state="sent", vendor_id=vendor_id[:200], done_at=time.time(), **blank)


def later(connection: sa.Connection, worker: str, message: Outgoing, reason: str, after: float, maybe: bool) -> None:
    """Let it be tried again after so many seconds, `maybe` marking that the vendor may have taken it; or give it up."""
    tries = message.tries + 1
    if time.time() - message.made_at > GIVEN_UP_AFTER_SECONDS:
        give_up(connection, worker, message.id, f"a day old, after {tries} tries: {reason}")
        return
    values = {"tries": tries, "not_before": time.time() + after, "error": reason[:200]}
    _settle(connection, worker, message.id, state="waiting", uncertain=message.uncertain or maybe, **values)


def hold(connection: sa.Connection, worker: str, message: Outgoing, reason: str) -> None:
    """Let it wait until its account is mended: that is no try."""
    _settle(connection, worker, message.id, state="waiting", error=reason[:200])


def give_up(connection: sa.Connection, worker: str, message_id: int, reason: str) -> None:
    """Make it a dead letter, and with it what else answers the same: half an answer helps nobody."""
    now = time.time()
    _settle(connection, worker, message_id, state="dead", error=reason[:200], done_at=now)
    row = connection.execute(sa.select(MESSAGES.c.answers).where(MESSAGES.c.id == message_id)).one()
    if row.answers is not None:
        rest = sa.update(MESSAGES).where(MESSAGES.c.answers == row.answers, MESSAGES.c.state == "waiting")
        connection.execute(rest.values(state="dead", error=BEHIND, done_at=now))


def pause(connection: sa.Connection, channel: str, account: str, seconds: float, reason: str) -> None:
    """Send nothing from this account for so many seconds."""
    this = sa.and_(ACCOUNTS.c.channel == channel, ACCOUNTS.c.account == account)
    values = {"paused_until": time.time() + seconds, "reason": reason[:200]}
    if not connection.execute(sa.update(ACCOUNTS).where(this).values(**values)).rowcount:
        insert = insert_unless_there(connection, ACCOUNTS)
        connection.execute(insert.values(channel=channel, account=account, **values))


def resume(connection: sa.Connection, channel: str, account: str) -> None:
    """Let the account send again."""
    this = sa.and_(ACCOUNTS.c.channel == channel, ACCOUNTS.c.account == account)
    connection.execute(sa.update(ACCOUNTS).where(this).values(paused_until=0.0))


def _settle(connection: sa.Connection, worker: str, message_id: int, **values: object) -> None:
    mine = sa.update(MESSAGES).where(
        MESSAGES.c.id == message_id, MESSAGES.c.state == "sending", MESSAGES.c.holder == worker
    )
    if not connection.execute(mine.values(holder=None, **values)).rowcount:
        raise LostClaimError("this message is another worker's by now")
