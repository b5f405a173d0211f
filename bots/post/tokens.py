"""The token pairs of Official Accounts, sealed, with the lease under which one process at a time renews one."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import sqlalchemy as sa

from bots.post.engine import Connection, Database
from bots.post.tables import TOKENS
from bots.seal import Seal
from bots.zalo.oa_tokens import Held
from bots.zalo.oauth import Pair


class SqlTokens:
    """A `TokenStore` in the post office's database; every call returns when its change is on disk."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database, self._seal = database, seal

    def read(self, account: str) -> Held | None:
        """Return what is kept; None for an account that was never given a pair."""
        row = self._database.read(
            lambda connection: connection.execute(sa.select(TOKENS).where(TOKENS.c.account == account)).one_or_none()
        )
        if row is None or row.pair is None:
            return None
        return Held(Pair(**json.loads(self._seal.open(row.pair))), row.version, row.dead)

    def put(self, account: str, pair: Pair) -> None:
        """Keep an operator's pair, alive, with the next version, and under nobody's lease."""

        def work(connection: Connection) -> None:
            _known(connection, account)
            changes = {"pair": self._closed(pair), "dead": None, "holder": None, "held_until": 0.0}
            this = sa.update(TOKENS).where(TOKENS.c.account == account)
            connection.execute(this.values(version=TOKENS.c.version + 1, **changes))

        self._database.write(work).result()

    def replace(self, account: str, version: int, pair: Pair) -> bool:
        """Keep a renewed pair with the next version; False, and nothing done, where the version is another."""
        changes = {"pair": self._closed(pair), "dead": None, "version": version + 1}
        return self._change(TOKENS.c.account == account, TOKENS.c.version == version, **changes)

    def bury(self, account: str, version: int, reason: str) -> bool:
        """Mark the pair of this version as dead; False, and nothing done, where the version is another."""
        return self._change(TOKENS.c.account == account, TOKENS.c.version == version, dead=reason[:200])

    def lease(self, account: str, owner: str, seconds: float) -> bool:
        """Give the right to renew; False where another owner's lease has not run out."""

        def work(connection: Connection) -> bool:
            _known(connection, account)
            now = time.time()
            free = sa.or_(TOKENS.c.holder.is_(None), TOKENS.c.holder == owner, TOKENS.c.held_until < now)
            this = sa.update(TOKENS).where(TOKENS.c.account == account, free)
            return bool(connection.execute(this.values(holder=owner, held_until=now + seconds)).rowcount)

        return self._database.write(work).result()

    def release(self, account: str, owner: str) -> None:
        """Give the lease back; nothing is done where it is another owner's."""
        self._change(TOKENS.c.account == account, TOKENS.c.holder == owner, holder=None, held_until=0.0)

    def _change(self, *where: sa.ColumnElement[bool], **changes: object) -> bool:
        def work(connection: Connection) -> bool:
            return bool(connection.execute(sa.update(TOKENS).where(*where).values(**changes)).rowcount)

        return self._database.write(work).result()

    def _closed(self, pair: Pair) -> bytes:
        return self._seal.close(json.dumps(asdict(pair)))


def _known(connection: Connection, account: str) -> None:
    """Make the account's row where there is none."""
    known = sa.select(TOKENS.c.account).where(TOKENS.c.account == account)
    if connection.execute(known).scalar() is None:
        connection.execute(sa.insert(TOKENS).values(account=account, version=0, held_until=0.0))
