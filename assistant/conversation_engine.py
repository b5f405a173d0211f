"""The engine behind kept conversations: SQLite that waits briefly for its lock, or PostgreSQL."""

from __future__ import annotations

import time

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import OperationalError

LOCK_SECONDS = 1  # an answer that is ready must not wait long for somebody else's lock
WRITES_UNTIL = "motcua_writes_until"  # option of a SQLite connection that writes: when to give up waiting to begin
_CONNECT_SECONDS = 3
_LOCKED_RETRY_SECONDS = 0.005


def open_engine(url: URL) -> Engine:
    """Return the engine; nothing is connected yet."""
    if url.get_backend_name() != "sqlite":
        connect_args = {"connect_timeout": _CONNECT_SECONDS}
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=connect_args)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": LOCK_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # `_begin` begins transactions
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the DB-API's connection has no stub here
        cursor.execute("PRAGMA journal_mode=WAL")
        # A talk lost at a power cut costs one repeated question; waiting for the disk costs every answer.
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        until = connection.get_execution_options().get(WRITES_UNTIL)
        if until is None:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_to_write(connection, until)

    return engine


def _begin_to_write(connection: Connection, until: float) -> None:
    """Begin a transaction that holds the write lock from the start, trying until then (seconds, monotonic).

    One that reads first and wants to write later is refused at once where another wrote in between. SQLite's own wait
    sleeps longer each time, so that a worker that writes much would keep the others out.
    """
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() >= until:
                    raise
                time.sleep(_LOCKED_RETRY_SECONDS)
            else:
                return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000:d}")
