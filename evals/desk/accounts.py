"""Reviewers, their sessions, and how often somebody failed to log in."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from evals.desk.errors import ReviewerError
from evals.desk.passwords import SHORTEST_CHARS, hash_password, matches
from evals.desk.tables import FAILURES, REVIEWERS, SESSIONS

SESSION_SECONDS = 12 * 3600.0
WINDOW_SECONDS = 15 * 60.0  # failures older than this count no more
_BOTH, _ADDRESS, _NAME = 5, 30, 30  # failures within the window after which nobody is let in
_SLOWEST_SECONDS = 4.0
_NAME_PATTERN = re.compile(r"[^\W_](?:[\w .'-]{0,58}[\w.])?")


class Opened(Protocol):
    """A database that is open."""

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """Open a transaction that writes."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Open a transaction that reads."""


@dataclass(frozen=True)
class Trouble:
    """How failed log-ins stand: wait so long before the next answer, or let nobody in for a while."""

    wait_seconds: float = 0.0
    locked: bool = False


class Accounts:
    """Who may come to the desk."""

    def __init__(self, database: Opened, clock: Callable[[], float] = time.time) -> None:
        self._database, self.clock = database, clock

    def add(self, name: str, password: str) -> str:
        """Add a reviewer and return the name as it is kept.

        Raises:
            ReviewerError: The name is taken or no name, or the password is too short.
        """
        shown = " ".join(unicodedata.normalize("NFC", name).split())
        if not _NAME_PATTERN.fullmatch(shown):
            raise ReviewerError(f"{shown!r} is no name: up to 60 letters, digits, spaces and . ' - _")
        if len(password) < SHORTEST_CHARS:
            raise ReviewerError(f"the password is shorter than {SHORTEST_CHARS} characters")
        row = {"known_as": _known_as(shown), "name": shown, "password": hash_password(password)}
        with self._database.writing() as connection:
            if _row(connection, shown) is not None:
                raise ReviewerError(
                    f"there is a reviewer {shown!r} already. Remove it first: motcua eval reviewer remove"
                )
            connection.execute(sa.insert(REVIEWERS).values(added_at=self.clock(), **row))
        return shown

    def names(self) -> tuple[str, ...]:
        """Return the reviewers by name."""
        with self._database.reading() as connection:
            return tuple(connection.execute(sa.select(REVIEWERS.c.name).order_by(REVIEWERS.c.known_as)).scalars())

    def remove(self, name: str) -> None:
        """Let a reviewer in no more, and end their sessions; what they judged stays.

        Raises:
            ReviewerError: There is none of that name.
        """
        known_as = _known_as(name)
        with self._database.writing() as connection:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.known_as == known_as))
            if not connection.execute(sa.delete(REVIEWERS).where(REVIEWERS.c.known_as == known_as)).rowcount:
                raise ReviewerError(f"there is no reviewer {name!r}. See them with: motcua eval reviewer list")

    def trouble(self, name: str, address: str) -> Trouble:
        """Return how failed log-ins of this name, from this address, stand."""
        since = self.clock() - WINDOW_SECONDS
        counted = sa.select(FAILURES.c.who, sa.func.count()).where(FAILURES.c.at > since).group_by(FAILURES.c.who)
        whos = _whos(name, address)
        with self._database.reading() as connection:
            found = {who: int(count) for who, count in connection.execute(counted.where(FAILURES.c.who.in_(whos)))}
        both, by_name, by_address = (found.get(who, 0) for who in whos)
        locked = both >= _BOTH or by_name >= _NAME or by_address >= _ADDRESS
        worst = max(both, by_name // 4, by_address // 4)
        return Trouble(min(_SLOWEST_SECONDS, 0.25 * 2**worst) if worst else 0.0, locked)

    def log_in(self, name: str, password: str, address: str) -> str | None:
        """Return the token of a new session; None where name and password do not belong together."""
        now = self.clock()
        with self._database.reading() as connection:
            row = _row(connection, name)
        is_right = matches(password, row.password if row is not None else None)
        with self._database.writing() as connection:
            connection.execute(sa.delete(FAILURES).where(FAILURES.c.at < now - WINDOW_SECONDS))
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.expires_at < now))
            if not is_right or row is None:
                failed = [{"who": who, "at": now} for who in _whos(name, address)]
                connection.execute(sa.insert(FAILURES), failed)
                return None
            token = secrets.token_urlsafe(32)
            kept = {"token": hash_token(token), "known_as": row.known_as, "expires_at": now + SESSION_SECONDS}
            connection.execute(sa.insert(SESSIONS).values(**kept))
            connection.execute(sa.delete(FAILURES).where(FAILURES.c.who == _whos(name, address)[0]))
        return token

    def who(self, token: str) -> str | None:
        """Return the reviewer of a session; None where it is unknown or over."""
        wanted = sa.select(REVIEWERS.c.name).join(SESSIONS, SESSIONS.c.known_as == REVIEWERS.c.known_as)
        living = wanted.where(SESSIONS.c.token == hash_token(token), SESSIONS.c.expires_at > self.clock())
        with self._database.reading() as connection:
            name = connection.execute(living).scalar()
        return str(name) if name is not None else None

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.token == hash_token(token)))


def hash_token(token: str) -> str:
    """Return what is kept of a secret that a browser holds."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _known_as(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())[:120].replace("\0", "")


def _row(connection: sa.Connection, name: str) -> sa.Row[tuple[str, str, str, float]] | None:
    return connection.execute(sa.select(REVIEWERS).where(REVIEWERS.c.known_as == _known_as(name))).one_or_none()


def _whos(name: str, address: str) -> tuple[str, str, str]:
    known_as = _known_as(name)
    return hash_token(f"both {address} {known_as}"), hash_token(f"name {known_as}"), hash_token(f"from {address}")
