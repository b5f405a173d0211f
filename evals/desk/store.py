"""The desk's database: SQLite made durable, or PostgreSQL. What is saved is on disk before the page says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from evals.desk.accounts import Accounts
from evals.desk.drafts import Drafts
from evals.desk.errors import DeskStoreError
from evals.desk.judgements import Judgements
from evals.desk.tables import METADATA
from knowledge.catalogue_engine import create, shown, sqlite_path

_OPENING_LOCK = 6_012_2026  # any number that no other program locks in the same PostgreSQL database


class Database:
    """The tables of the desk over one engine."""

    def __init__(self, url: str) -> None:
        """Open it and create what is missing.

        Raises:
            DeskStoreError: It cannot be opened.
            CatalogueError: The URL cannot be used.
        """
        file = sqlite_path(url)
        if file is not None:  # its log takes its mode: what is deleted and what is secret stands there for a while
            with suppress(OSError):
                file.touch(0o600)
                file.chmod(0o600)
        self._engine = create(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _overwrite_what_is_deleted)
        self._writer = self._engine.execution_options(writes=True)
        self.url = shown(self._engine)
        try:
            with self.writing() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_OPENING_LOCK)))
                METADATA.create_all(connection)
        except DeskStoreError:
            self._engine.dispose()
            raise

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that is on disk when the block has ended, and undone where it raises.

        Raises:
            DeskStoreError: The database refuses.
        """
        with self._errors_mapped(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that reads.

        Raises:
            DeskStoreError: The database refuses.
        """
        with self._errors_mapped(), self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _errors_mapped(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:  # somebody else was faster: whoever wrote knows what that means
            raise
        except sa.exc.SQLAlchemyError as error:
            said = str(getattr(error, "orig", None) or type(error).__name__).strip().partition("\n")[0]
            raise DeskStoreError(self.url, said) from None  # its chain would carry what was to be written


class DeskStore:
    """Everything that the desk keeps."""

    def __init__(self, url: str) -> None:
        """Open the database; raises what `Database` does."""
        self._database = Database(url)
        self.accounts = Accounts(self._database)
        self.judgements = Judgements(self._database)
        self.drafts = Drafts(self._database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def _overwrite_what_is_deleted(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = ON")
