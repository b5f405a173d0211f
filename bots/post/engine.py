"""The post office's database: one thread writes, many writes a commit, and whoever asked learns when it is on disk."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog

from bots.channel import BotsError
from bots.post.tables import METADATA
from knowledge.catalogue_engine import create, shown, sqlite_path

_CLOSE_SECONDS = 3.0
_BUSY_MS = 1500  # a vendor wants its acknowledgement within two seconds; what is refused is delivered again
_AT_ONCE = 64  # writes in one transaction
_OPENING_LOCK = 5_652_2027  # any number that no other program locks in the same PostgreSQL database
_log = structlog.get_logger("motcua.post")
Result = TypeVar("Result")
Connection = sa.Connection
Work = Callable[[Connection], Result]


class PostError(BotsError):
    """The database of the channels cannot be used; whatever was to be kept is not."""

    def __init__(self, url: str, reason: str, *, passing: bool = True) -> None:
        """Note what happened; `passing` says that it may work when it is tried again."""
        super().__init__(f"the channels' database {url} cannot be used: {reason}")
        self.url, self.reason, self.passing = url, reason, passing


class Database:
    """Tables of the post office in SQLite (write-ahead log, fsync at every commit) or PostgreSQL."""

    def __init__(self, url: str) -> None:
        """Open it and create what is missing.

        Raises:
            PostError: It cannot be opened.
            CatalogueError: The URL cannot be used.
        """
        self._engine = create(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _make_private)
        self._writer = self._engine.execution_options(writes=True)
        self.url = shown(self._engine)
        self._closed = False
        self._queue: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        try:
            with self._writer.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_OPENING_LOCK)))
                METADATA.create_all(connection)
            if (file := sqlite_path(url)) is not None:
                file.chmod(0o600)
        except sa.exc.SQLAlchemyError as error:
            self._engine.dispose()
            raise self._refused(error) from None
        self._thread = threading.Thread(target=self._write_all, name="post", daemon=True)
        self._thread.start()

    def write(self, work: Work[Result]) -> Future[Result]:
        """Do the work in a transaction and return its future; it is done when it is on disk.

        Works that wait together share a commit; one that raises takes back its own changes only.
        """
        done: Future[Result] = Future()
        if self._closed:
            done.set_exception(PostError(self.url, "it is closed"))
        else:
            self._queue.put((work, done))
        return done

    def read(self, work: Work[Result]) -> Result:
        """Return what the work reads, in this thread.

        Raises:
            PostError: The database cannot be read.
        """
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except sa.exc.SQLAlchemyError as error:
            raise self._refused(error) from None

    def forget_log(self) -> None:
        """Let go of what was deleted also in SQLite's log; where somebody reads just now, the next time does it."""
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except connection.driver_connection.OperationalError as error:  # type: ignore[union-attr]  # sqlite3's own
            _log.info("log not emptied yet", reason=type(error).__name__)
        finally:
            connection.close()

    def close(self) -> None:
        """Finish what was asked for, within a few seconds, and close every connection."""
        self._closed = True
        self._queue.put(None)
        self._thread.join(_CLOSE_SECONDS)
        self._engine.dispose()

    def _write_all(self) -> None:
        open_still = True
        while open_still:
            asked = [self._queue.get()]
            while len(asked) < _AT_ONCE and not self._queue.empty():
                asked.append(self._queue.get())
            works = [one for one in asked if one is not None]
            open_still = len(works) == len(asked)
            self._commit([(work, done) for work, done in works if done.set_running_or_notify_cancel()])

    def _commit(self, works: list[tuple[Work[Any], Future[Any]]]) -> None:
        if not works:
            return
        begun = False
        try:
            with self._writer.begin() as connection:
                connection.execute(sa.text("SELECT 1"))  # the transaction, and SQLite's lock, begin with a statement
                begun = True
                outcomes = [_outcome(connection, work) for work, _ in works]
        except Exception as error:  # nothing of it was kept
            if begun and len(works) > 1:  # one of them may be what the database refuses: each by itself then
                for one in works:
                    self._commit([one])
                return
            refused = self._refused(error)
            for _, done in works:
                done.set_exception(refused)
            return
        for (_, done), (result, failure) in zip(works, outcomes, strict=True):
            if failure is None:
                done.set_result(result)
            else:
                is_sql = isinstance(failure, sa.exc.SQLAlchemyError)
                done.set_exception(self._refused(failure, passing=False) if is_sql else failure)

    def _refused(self, error: Exception, *, passing: bool = True) -> PostError:
        said = type(getattr(error, "orig", None) or error).__name__
        detail = str(getattr(error, "orig", "")).strip().partition("\n")[0]
        return PostError(self.url, detail or said, passing=passing)


def _make_private(connection: Any, _record: object) -> None:
    """Let SQLite overwrite what is deleted, and wait for another's lock only shortly."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")


def _outcome(connection: sa.Connection, work: Work[Any]) -> tuple[Any, Exception | None]:
    try:
        with connection.begin_nested():
            return work(connection), None
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
            raise  # a full disk or a lost server: nothing of this transaction can be trusted
        return None, error
    except Exception as error:
        return None, error
