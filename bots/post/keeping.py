"""How long the post office keeps what, and how its queues stand."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa

from bots.post.outbox import BEHIND, UNREACHABLE
from bots.post.tables import ACCOUNTS, CODES, CONTACTS, MESSAGES, TICKET_WORDS, TICKETS, UPDATES

SEEN_DAYS = 7.0  # that an update was seen: longer than any vendor delivers again
LETTERS_DAYS = 30.0  # dead letters, contacts that say nothing any more, and tickets


@dataclass(frozen=True)
class DeadLetter:
    """Something that was given up. `kind` is `update` or `message`; what it said is not shown."""

    kind: str
    id: int
    channel: str
    reason: str
    at: float  # seconds since 1970


@dataclass(frozen=True)
class Standing:
    """How the queues stand."""

    updates_open: int
    messages_open: int
    uncertain: int  # messages that may have arrived twice, of those that are still known
    tickets_open: int
    dead: tuple[DeadLetter, ...]  # the first ones of each kind
    dead_count: int  # all of them
    to_mend: int  # of those, what somebody can do something about
    paused: tuple[tuple[str, str, str], ...]  # channel, account, why
    oldest_seconds: float  # how long the oldest open message or update has waited

    @property
    def troubles(self) -> list[str]:
        """What an operator should look at, in English; empty where all is well."""
        told = [f"{channel} {account} sends nothing: {why}" for channel, account, why in self.paused]
        if self.to_mend:
            told.append(f"{self.to_mend} dead letters; see: motcua channels dead")
        return told


def sweep(connection: sa.Connection) -> int:
    """Delete what is older than it is kept for, and return how many rows that were."""
    now = time.time()
    seen, letters = now - SEEN_DAYS * 86400, now - LETTERS_DAYS * 86400
    old_tickets = sa.select(TICKETS.c.id).where(TICKETS.c.opened_at < letters)
    return sum(
        connection.execute(query).rowcount
        for query in (
            sa.delete(UPDATES).where(UPDATES.c.state == "done", UPDATES.c.done_at < seen),
            sa.delete(UPDATES).where(UPDATES.c.state == "dead", UPDATES.c.done_at < letters),
            sa.delete(MESSAGES).where(MESSAGES.c.state == "sent", MESSAGES.c.done_at < seen),
            sa.delete(MESSAGES).where(MESSAGES.c.state == "dead", MESSAGES.c.done_at < letters),
            sa.delete(TICKET_WORDS).where(TICKET_WORDS.c.ticket.in_(old_tickets)),
            sa.delete(TICKETS).where(TICKETS.c.opened_at < letters),
            sa.delete(CONTACTS).where(CONTACTS.c.seen_at < letters),
            sa.delete(CODES).where(CODES.c.expires_at < now),
        )
    )


def standing(connection: sa.Connection) -> Standing:
    """Return how the queues stand."""
    now = time.time()
    updates, messages = UPDATES.c.state.in_(("new", "claimed")), MESSAGES.c.state.in_(("waiting", "sending"))
    oldest = min(
        connection.execute(sa.select(sa.func.min(UPDATES.c.received_at)).where(updates)).scalar() or now,
        connection.execute(sa.select(sa.func.min(MESSAGES.c.made_at)).where(messages)).scalar() or now,
    )
    paused = sa.select(ACCOUNTS).where(ACCOUNTS.c.paused_until > now)
    return Standing(
        updates_open=_count(connection, UPDATES, updates),
        messages_open=_count(connection, MESSAGES, messages),
        uncertain=_count(connection, MESSAGES, MESSAGES.c.uncertain.is_(True)),
        tickets_open=_count(connection, TICKETS, TICKETS.c.closed_at.is_(None)),
        dead=(*_dead(connection, "update", UPDATES), *_dead(connection, "message", MESSAGES)),
        dead_count=sum(_count(connection, table, table.c.state == "dead") for table in (UPDATES, MESSAGES)),
        to_mend=_to_mend(connection),
        paused=tuple((row.channel, row.account, row.reason or "") for row in connection.execute(paused)),
        oldest_seconds=round(now - oldest, 1),
    )


def revive(connection: sa.Connection, kind: str, number: int) -> bool:
    """Let a dead letter be tried again; whether there was one."""
    table, state = (UPDATES, "new") if kind == "update" else (MESSAGES, "waiting")
    dead = sa.update(table).where(table.c.id == number, table.c.state == "dead")
    fresh = {"claims": 0} if kind == "update" else {"tries": 0}
    return bool(connection.execute(dead.values(state=state, not_before=0.0, done_at=None, **fresh)).rowcount)


def drop(connection: sa.Connection, kind: str, number: int) -> bool:
    """Delete a dead letter with what it said; whether there was one."""
    table = UPDATES if kind == "update" else MESSAGES
    return bool(connection.execute(sa.delete(table).where(table.c.id == number, table.c.state == "dead")).rowcount)


def _to_mend(connection: sa.Connection) -> int:
    """Count dead letters without those that nobody can mend: the person blocked the account or left."""
    lost = sa.or_(*(MESSAGES.c.error.startswith(begins, autoescape=True) for begins in (UNREACHABLE, BEHIND)))
    messages = sa.and_(MESSAGES.c.state == "dead", sa.not_(sa.func.coalesce(lost, sa.false())))
    return _count(connection, UPDATES, UPDATES.c.state == "dead") + _count(connection, MESSAGES, messages)


def _count(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(where)).scalar() or 0)


def _dead(connection: sa.Connection, kind: str, table: sa.Table) -> list[DeadLetter]:
    wanted = sa.select(table.c.id, table.c.channel, table.c.error, table.c.done_at).where(table.c.state == "dead")
    rows = connection.execute(wanted.order_by(table.c.id).limit(200))
    return [DeadLetter(kind, row.id, row.channel, row.error or "", row.done_at or 0.0) for row in rows]
