"""Short codes that carry a conversation from one channel to another: once, within ten minutes."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass

import sqlalchemy as sa

from bots.post.contacts import talk_of
from bots.post.tables import CODES
from bots.seal import Seal

LIFE_SECONDS = 600
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # spells no word and passes for nobody's number: it is never redacted
_LENGTH = 8  # 20 ** 8, some 34 bits, tried against codes that live for ten minutes
_SHAPE = re.compile(rf"([{_LETTERS}]{{4}})[\s-]*([{_LETTERS}]{{4}})", re.IGNORECASE)


@dataclass(frozen=True)
class Moved:
    """What a code stands for."""

    conversation_id: str
    lane: str | None  # the channel's conversation that it leaves; None: it comes from the web


def make(connection: sa.Connection, conversation_id: str, lane: str | None) -> str:
    """Return a new code for a conversation; an older one of it no longer works."""
    connection.execute(
        sa.delete(CODES).where(sa.or_(CODES.c.talk == talk_of(conversation_id), CODES.c.expires_at < time.time()))
    )
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    connection.execute(
        sa.insert(CODES).values(
            code=_key(letters),
            talk=talk_of(conversation_id),
            conversation=Seal(_sealing(letters)).close(conversation_id),
            lane=lane,
            expires_at=time.time() + LIFE_SECONDS,
        )
    )
    return f"{letters[:4]}-{letters[4:]}"


def take(connection: sa.Connection, typed: str) -> Moved | None:
    """Return what the code stands for and use it up; None where it is wrong, used or too old."""
    letters = read(typed)
    if letters is None:
        return None
    this = CODES.c.code == _key(letters)
    row = connection.execute(sa.select(CODES).where(this)).one_or_none()
    if row is None or not connection.execute(sa.delete(CODES).where(this)).rowcount or row.expires_at < time.time():
        return None
    return Moved(Seal(_sealing(letters)).open(row.conversation), row.lane)


def read(typed: str) -> str | None:
    """Return the eight letters of a code as it is typed: in any case, with or without its dash."""
    found = _SHAPE.fullmatch(typed.strip())
    return None if found is None else (found[1] + found[2]).upper()


def _key(letters: str) -> str:
    return hashlib.sha256(f"code {letters}".encode()).hexdigest()


def _sealing(letters: str) -> str:
    return f"conversation behind the code {letters}"
