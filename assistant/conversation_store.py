"""Conversations in SQLite or PostgreSQL, so that they survive a restart and are shared by workers."""

from __future__ import annotations

import time

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Float,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.conversation import Conversation
from assistant.errors import ConversationStoreError

_METADATA = MetaData()
_CONVERSATIONS = Table(
    "conversations",
    _METADATA,
    Column("id", String(64), primary_key=True),
    Column("state", Text, nullable=False),
    Column("touched_at", Float, nullable=False, index=True),  # seconds since 1970, UTC
)
_SWEEP_SECONDS = 600
_LOCK_SECONDS = 1  # an answer that is ready must not wait long for somebody else's lock
_CONNECT_SECONDS = 3


class SqlConversations:
    """A `ConversationStore` over one database."""

    def __init__(self, url: str, keep_hours: float) -> None:
        """Open the store and create its table.

        Raises:
            ConversationStoreError: The database cannot be opened.
        """
        self._keep_seconds = keep_hours * 3600
        self._url = make_url(url)
        self._swept_at = 0.0
        try:
            self._engine = _engine(self._url)
            _METADATA.create_all(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise self._refused(error) from error

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None where it is unknown or has expired."""
        wanted = select(_CONVERSATIONS.c.state).where(
            _CONVERSATIONS.c.id == conversation_id, _CONVERSATIONS.c.touched_at > time.time() - self._keep_seconds
        )
        try:
            with self._engine.connect() as connection:
                state = connection.execute(wanted).scalar_one_or_none()
        except SQLAlchemyError as error:
            raise self._refused(error) from error
        if state is None:
            return None
        try:
            return Conversation.model_validate_json(state)
        except ValidationError:  # written by another version: as good as unknown, and the next save replaces it
            return None

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation; expired ones are swept now and then."""
        try:
            with self._engine.begin() as connection:
                self._sweep(connection)
                _put(connection, conversation)
        except SQLAlchemyError as error:
            raise self._refused(error) from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _sweep(self, connection: Connection) -> None:
        now = time.time()
        if now - self._swept_at > _SWEEP_SECONDS:
            self._swept_at = now
            connection.execute(delete(_CONVERSATIONS).where(_CONVERSATIONS.c.touched_at < now - self._keep_seconds))

    def _refused(self, error: Exception) -> ConversationStoreError:
        said = str(getattr(error, "orig", None) or type(error).__name__).strip().partition("\n")[0]
        return ConversationStoreError(self._url.render_as_string(hide_password=True), said)


def _put(connection: Connection, conversation: Conversation) -> None:
    values = {"state": conversation.model_dump_json(), "touched_at": time.time()}
    changed = connection.execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == conversation.id).values(**values))
    if changed.rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(_CONVERSATIONS).values(id=conversation.id, **values))
    except IntegrityError:  # another worker made the row between the two statements
        connection.execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == conversation.id).values(**values))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS})
    engine = create_engine(url, connect_args={"timeout": _LOCK_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the DB-API's connection has no stub here
        cursor.execute("PRAGMA journal_mode=WAL")
        # A talk lost at a power cut costs one repeated question; waiting for the disk costs every answer.
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    return engine
