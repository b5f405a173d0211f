"""Connections to the two engines that the catalogue runs on: SQLite, made durable, and PostgreSQL."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from knowledge.errors import CatalogueError, MissingExtra

_BUSY_SECONDS = 30
_CONNECT_SECONDS = 10
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}")


def create(url: str) -> sa.Engine:
    """Return an engine for a SQLAlchemy URL; nothing is connected yet, but SQLite's folder is made.

    Raises:
        CatalogueError: The URL or the folder cannot be used.
        MissingExtra: The URL is PostgreSQL's and its driver is not installed.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise CatalogueError("the URL in the settings", "it is no SQLAlchemy URL") from error
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend in {"postgresql", "postgres"}:
        return _postgresql(parsed)
    reason = f"only sqlite and postgresql are supported, not {backend!r}"
    raise CatalogueError(parsed.render_as_string(hide_password=True), reason)


def shown(engine: sa.Engine) -> str:
    """Return the engine's URL as it may be printed, without its password."""
    return engine.url.render_as_string(hide_password=True)


def _postgresql(url: sa.URL) -> sa.Engine:
    url = url.set(drivername="postgresql+psycopg")
    try:
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS})
    except ModuleNotFoundError as error:
        raise MissingExtra("postgres", "a PostgreSQL catalogue") from error


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"its folder cannot be made ({error.strerror})"
            raise CatalogueError(url.render_as_string(), reason) from error
    engine = sa.create_engine(url.set(drivername="sqlite"), connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: Any, _record: object) -> None:
    """Set a new SQLite connection up: write-ahead log, fsync at every commit, foreign keys."""
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for attempt in range(_BUSY_SECONDS * 10):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except connection.OperationalError:
            # SQLite does not wait for its busy timeout while another program makes the same switch.
            if attempt + 1 == _BUSY_SECONDS * 10:
                raise
            time.sleep(0.1)


def _begin(connection: sa.Connection) -> None:
    """Take SQLite's one write lock at once where a transaction will write, so that none fails half way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite URL; None where it is in memory or another engine."""
    parsed = sa.make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))
