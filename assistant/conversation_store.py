"""Conversations in SQLite or PostgreSQL, so that they survive a restart and are shared by workers.

An id is a secret that opens its conversation, and some channels make it from a person's own: only its hash is kept.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic_core import from_json
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.conversation import Conversation
from assistant.conversation_engine import LOCK_SECONDS, WRITES_UNTIL, open_engine
from assistant.errors import ConversationStoreError
from assistant.privacy import redact
from assistant.transcript import KEPT, SaidTurn, Transcript

_METADATA = MetaData()
_CONVERSATIONS = Table(
    "conversations",
    _METADATA,
    Column("id", String(64), primary_key=True),  # SHA-256 of the conversation's id
    Column("state", Text, nullable=False),
    Column("touched_at", Float, nullable=False, index=True),  # seconds since 1970, UTC
)
_TURNS = Table(
    "turns",
    _METADATA,
    Column("turn_id", String(64), primary_key=True),
    Column("conversation", String(64), nullable=False, index=True),  # as `conversations.id`
    Column("number", Integer, nullable=False),
    Column("said", Text, nullable=False),  # a `SaidTurn`, redacted
    Column("rating", Integer),
)
_SWEEP_SECONDS = 600


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
        self._alone = threading.Lock()  # SQLite lets one write at a time, and those who wait are served in no order
        try:
            self._engine = open_engine(self._url)
            _METADATA.create_all(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise self._refused(error) from error

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None where it is unknown or has expired."""
        with self._errors_mapped(), self._engine.connect() as connection:
            found = self._living(connection, conversation_id)
        return _read(conversation_id, found[0]) if found else None

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        """Keep the conversation and what was just said in it, both or neither; expired ones are swept now and then."""
        with self._errors_mapped(), self._writing() as connection:
            self._sweep(connection)
            _put(connection, conversation)
            if turn is not None:
                _add(connection, conversation.id, turn)

    def export(self, conversation_id: str) -> Transcript | None:
        """Return what is kept of the conversation; None where it is unknown or has expired."""
        turns = select(_TURNS.c.said, _TURNS.c.rating).where(_TURNS.c.conversation == _key(conversation_id))
        with self._errors_mapped(), self._engine.connect() as connection:
            found = self._living(connection, conversation_id)
            rows = connection.execute(turns.order_by(_TURNS.c.number, _TURNS.c.turn_id)).all() if found else ()
        if not found:
            return None
        said = [_said(row.said, row.rating) for row in rows]
        return Transcript(
            conversation_id=conversation_id,
            expires_at=datetime.fromtimestamp(found[1] + self._keep_seconds, UTC),
            turns=tuple(said),
            remembered=_read(conversation_id, found[0]),
        )

    def turn_ids(self, conversation_id: str) -> tuple[str, ...]:
        """Return the ids of the conversation's turns, expired or not."""
        wanted = select(_TURNS.c.turn_id).where(_TURNS.c.conversation == _key(conversation_id))
        with self._errors_mapped(), self._engine.connect() as connection:
            return tuple(connection.execute(wanted.order_by(_TURNS.c.number)).scalars())

    def forget(self, conversation_id: str) -> bool:
        """Delete the conversation with its turns, also from SQLite's log; whether anything of it was kept."""
        key = _key(conversation_id)
        with self._errors_mapped():
            with self._writing() as connection:
                turns = connection.execute(delete(_TURNS).where(_TURNS.c.conversation == key)).rowcount
                talks = connection.execute(delete(_CONVERSATIONS).where(_CONVERSATIONS.c.id == key)).rowcount
            if self._url.get_backend_name() == "sqlite":
                with self._engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(turns or talks)

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        """Make the conversation again what it was, without the turns that came later; None: there was none."""
        later = _TURNS.c.number > (before.turns if before is not None else 0)
        with self._errors_mapped(), self._writing() as connection:
            connection.execute(delete(_TURNS).where(_TURNS.c.conversation == _key(conversation_id), later))
            if before is not None:
                _put(connection, before)
            else:
                connection.execute(delete(_CONVERSATIONS).where(_CONVERSATIONS.c.id == _key(conversation_id)))

    def rate(self, turn_id: str, rating: int) -> bool:
        """Note what was thought of a turn; whether the turn is kept."""
        with self._errors_mapped(), self._writing() as connection:
            changed = connection.execute(update(_TURNS).where(_TURNS.c.turn_id == turn_id).values(rating=rating))
        return bool(changed.rowcount)

    def recent_turns(self, since: datetime) -> Iterator[SaidTurn]:
        """Yield the turns that were asked since then and are still kept, each talk's together and in order."""
        wanted = self._kept_turns(max(since.timestamp(), time.time() - self._keep_seconds))
        with self._errors_mapped(), self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(_TURNS.c.conversation, _TURNS.c.number)).all()
        for row in rows:
            turn = _said(row.said, row.rating, KEPT)
            if turn.asked_at >= since:
                yield turn

    def turn(self, turn_id: str) -> SaidTurn | None:
        """Return the turn; None where it is unknown, deleted or has expired."""
        wanted = self._kept_turns(time.time() - self._keep_seconds).where(_TURNS.c.turn_id == turn_id)
        with self._errors_mapped(), self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        return _said(row.said, row.rating) if row else None

    def turns_before(self, turn_id: str) -> tuple[SaidTurn, ...]:
        """Return what was said in the same talk before a turn, in order; nothing where it is not kept."""
        asked = select(_TURNS.c.conversation, _TURNS.c.number).where(_TURNS.c.turn_id == turn_id).subquery()
        wanted = self._kept_turns(time.time() - self._keep_seconds).where(
            _TURNS.c.conversation == asked.c.conversation, _TURNS.c.number < asked.c.number
        )
        with self._errors_mapped(), self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(_TURNS.c.number)).all()
        return tuple(_said(row.said, row.rating) for row in rows)

    def last_turn_ids(self) -> frozenset[str]:
        """Return the id of the last turn of every talk that is kept: nothing was said after it."""
        last = select(_TURNS.c.conversation, func.max(_TURNS.c.number).label("number"))
        ends = last.group_by(_TURNS.c.conversation).subquery()
        joined = (_TURNS.c.conversation == ends.c.conversation) & (_TURNS.c.number == ends.c.number)
        with self._errors_mapped(), self._engine.connect() as connection:
            return frozenset(connection.execute(select(_TURNS.c.turn_id).join(ends, joined)).scalars())

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _living(self, connection: Connection, conversation_id: str) -> tuple[str, float] | None:
        """Return the state and when it was last touched; None where the conversation is unknown or has expired."""
        wanted = select(_CONVERSATIONS.c.state, _CONVERSATIONS.c.touched_at).where(
            _CONVERSATIONS.c.id == _key(conversation_id),
            _CONVERSATIONS.c.touched_at > time.time() - self._keep_seconds,
        )
        row = connection.execute(wanted).one_or_none()
        return (row.state, row.touched_at) if row else None

    def _kept_turns(self, touched_after: float) -> Select[tuple[str, int | None]]:
        talks = _TURNS.join(_CONVERSATIONS, _CONVERSATIONS.c.id == _TURNS.c.conversation)
        wanted = select(_TURNS.c.said, _TURNS.c.rating).select_from(talks)
        return wanted.where(_CONVERSATIONS.c.touched_at > touched_after)

    def _sweep(self, connection: Connection) -> None:
        now = time.time()
        if now - self._swept_at > _SWEEP_SECONDS:
            self._swept_at = now
            expired = _CONVERSATIONS.c.touched_at < now - self._keep_seconds
            connection.execute(
                delete(_TURNS).where(_TURNS.c.conversation.in_(select(_CONVERSATIONS.c.id).where(expired)))
            )
            connection.execute(delete(_CONVERSATIONS).where(expired))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Open a transaction that writes, in SQLite one at a time; whoever waits too long is refused as by a lock."""
        if self._url.get_backend_name() != "sqlite":
            with self._engine.begin() as connection:
                yield connection
            return
        until = time.monotonic() + LOCK_SECONDS
        if not self._alone.acquire(timeout=LOCK_SECONDS):
            raise ConversationStoreError(self._shown, "database is locked")
        try:
            with self._engine.connect() as connection:
                connection.execution_options(**{WRITES_UNTIL: until})
                with connection.begin():
                    yield connection
        finally:
            self._alone.release()

    @contextmanager
    def _errors_mapped(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._refused(error) from None  # its chain would carry what was to be written

    def _refused(self, error: Exception) -> ConversationStoreError:
        said = str(getattr(error, "orig", None) or type(error).__name__).strip().partition("\n")[0]
        return ConversationStoreError(self._shown, redact(said))

    @property
    def _shown(self) -> str:
        return self._url.render_as_string(hide_password=True)


def _key(conversation_id: str) -> str:
    return hashlib.sha256(conversation_id.encode("utf-8", "replace")).hexdigest()


def _read(conversation_id: str, state: str) -> Conversation | None:
    try:
        return Conversation.model_validate(from_json(state) | {"id": conversation_id})
    except (ValueError, TypeError):  # written by another version: as good as unknown, and the next save replaces it
        return None


def _said(said: str, rating: int | None, context: str | None = None) -> SaidTurn:
    return SaidTurn.model_validate_json(said, context=context).model_copy(update={"rating": rating})


def _put(connection: Connection, conversation: Conversation) -> None:
    key = _key(conversation.id)
    values = {"state": conversation.model_dump_json(exclude={"id"}), "touched_at": time.time()}
    changed = connection.execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == key).values(**values))
    if changed.rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(_CONVERSATIONS).values(id=key, **values))
    except IntegrityError:  # another worker made the row between the two statements
        connection.execute(update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == key).values(**values))


def _add(connection: Connection, conversation_id: str, turn: SaidTurn) -> None:
    said = turn.model_dump_json(exclude={"rating"})
    connection.execute(
        insert(_TURNS).values(turn_id=turn.turn_id, conversation=_key(conversation_id), number=turn.number, said=said)
    )
