"""Hand-overs: a person asked for an officer, who reads what was said, redacted, and answers on the same channel."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from assistant.privacy import redact
from bots.post.tables import TICKET_WORDS, TICKETS

SaidBy = Literal["person", "officer", "system"]
Cause = Literal["asked", "console"]
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no word, and nothing that looks like a number of somebody's
LISTED_AT_MOST = 200


class TicketWords(BaseModel):
    """One thing that was said while the ticket was open."""

    model_config = ConfigDict(frozen=True)

    said_by: SaidBy
    name: str | None = None
    text: str
    at: datetime


class Ticket(BaseModel):
    """One hand-over. `transcript` is what was said to the assistant before, redacted, the oldest first."""

    model_config = ConfigDict(frozen=True)

    id: str
    channel: str
    state: Literal["open", "closed"]
    cause: Cause
    opened_at: datetime
    silent_until: datetime
    closed_at: datetime | None
    transcript: tuple[dict[str, str], ...] = ()
    words: tuple[TicketWords, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether the assistant is silent for it now."""
        return self.state == "open" and self.silent_until > datetime.now(UTC)


def open_one(
    connection: sa.Connection,
    talk: str,
    lane: str | None,
    channel: str,
    *,
    hours: float,
    cause: Cause = "asked",
    transcript: Sequence[dict[str, str]] = (),
) -> Ticket:
    """Return the conversation's open ticket, a new one where there is none."""
    if connection.dialect.name == "postgresql":  # two wishes at once are one ticket
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(talk))))
    known = current(connection, talk)
    if known is not None:
        return known
    now = time.time()
    number = f"MC-{_random(4)}-{_random(2)}"
    told = json.dumps([{name: redact(text) for name, text in turn.items()} for turn in transcript], ensure_ascii=False)
    connection.execute(
        sa.insert(TICKETS).values(
            id=number,
            talk=talk,
            lane=lane,
            channel=channel,
            opened_at=now,
            silent_until=now + hours * 3600,
            cause=cause,
            transcript=told,
        )
    )
    return _told(connection.execute(sa.select(TICKETS).where(TICKETS.c.id == number)).one())


def current(connection: sa.Connection, talk: str) -> Ticket | None:
    """Return the ticket for which the assistant is silent in a conversation; None where it is not."""
    wanted = sa.select(TICKETS).where(
        TICKETS.c.talk == talk, TICKETS.c.closed_at.is_(None), TICKETS.c.silent_until > time.time()
    )
    row = connection.execute(wanted.order_by(TICKETS.c.opened_at.desc()).limit(1)).one_or_none()
    return None if row is None else _told(row)


def latest(connection: sa.Connection, talk: str) -> Ticket | None:
    """Return the last ticket of a conversation with what was said, open or not; None where there never was one."""
    wanted = sa.select(TICKETS).where(TICKETS.c.talk == talk).order_by(TICKETS.c.opened_at.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _with_words(connection, row)


def all_of(connection: sa.Connection, talk: str) -> list[Ticket]:
    """Return every ticket of a conversation with what was said, the oldest first."""
    rows = connection.execute(sa.select(TICKETS).where(TICKETS.c.talk == talk).order_by(TICKETS.c.opened_at))
    return [_with_words(connection, row) for row in rows.all()]


def read(connection: sa.Connection, number: str) -> Ticket | None:
    """Return the ticket with what was said; None where there is none of that number."""
    row = connection.execute(sa.select(TICKETS).where(TICKETS.c.id == number)).one_or_none()
    return None if row is None else _with_words(connection, row)


def listed(connection: sa.Connection, *, only_open: bool, page: int = 1) -> list[Ticket]:
    """Return a page of tickets without what was said: those that wait, the oldest first; then others, newest first."""
    waits = sa.and_(TICKETS.c.closed_at.is_(None), TICKETS.c.silent_until > time.time())
    order = (sa.case((waits, 0), else_=1), sa.case((waits, TICKETS.c.opened_at), else_=-TICKETS.c.opened_at))
    wanted = sa.select(TICKETS).order_by(*order)
    if only_open:
        wanted = wanted.where(waits)
    return [_told(row) for row in connection.execute(wanted.limit(LISTED_AT_MOST).offset((page - 1) * LISTED_AT_MOST))]


def lane_of(connection: sa.Connection, number: str) -> str | None:
    """Return where an answer to a ticket goes; None for the web, whose page asks for it."""
    return connection.execute(sa.select(TICKETS.c.lane).where(TICKETS.c.id == number)).scalar()


def say(connection: sa.Connection, number: str, said_by: SaidBy, text: str, name: str | None = None) -> None:
    """Add what was said. A person's words are redacted; an officer's are the office's own and stay."""
    kept = redact(text) if said_by == "person" else text
    kept = kept.replace("\0", "").encode("utf-8", "replace").decode()
    values = {"ticket": number, "said_by": said_by, "name": name, "text": kept, "said_at": time.time()}
    connection.execute(sa.insert(TICKET_WORDS).values(**values))


def follow(connection: sa.Connection, talk: str, lane: str | None, channel: str) -> None:
    """Let a conversation's open tickets follow it to another channel."""
    this = sa.update(TICKETS).where(TICKETS.c.talk == talk, TICKETS.c.closed_at.is_(None))
    connection.execute(this.values(lane=lane, channel=channel))


def prolong(connection: sa.Connection, number: str, hours: float) -> None:
    """Keep the assistant silent for so many hours from now."""
    this = sa.update(TICKETS).where(TICKETS.c.id == number, TICKETS.c.closed_at.is_(None))
    connection.execute(this.values(silent_until=time.time() + hours * 3600))


def close(connection: sa.Connection, number: str) -> bool:
    """Close the ticket; whether it was open."""
    this = sa.update(TICKETS).where(TICKETS.c.id == number, TICKETS.c.closed_at.is_(None))
    return bool(connection.execute(this.values(closed_at=time.time())).rowcount)


def _with_words(connection: sa.Connection, row: sa.Row[Any]) -> Ticket:
    wanted = sa.select(TICKET_WORDS).where(TICKET_WORDS.c.ticket == row.id).order_by(TICKET_WORDS.c.id)
    said = (
        TicketWords(said_by=one.said_by, name=one.name, text=one.text, at=_time(one.said_at))
        for one in connection.execute(wanted)
    )
    return _told(row).model_copy(update={"words": tuple(said)})


def _told(row: sa.Row[Any]) -> Ticket:
    return Ticket(
        id=row.id,
        channel=row.channel,
        state="open" if row.closed_at is None else "closed",
        cause=row.cause,
        opened_at=_time(row.opened_at),
        silent_until=_time(row.silent_until),
        closed_at=None if row.closed_at is None else _time(row.closed_at),
        transcript=tuple(json.loads(row.transcript)),
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _random(letters: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))
