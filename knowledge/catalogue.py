"""The system of record: every procedure and every version of it, in SQLite or PostgreSQL.

Records are known by their code, versions by the sha256 of the source text. Nothing is ever deleted: what is
removed keeps its versions behind a tombstone. Writers take turns, so that two ingests at once neither corrupt
nor repeat anything.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from pydantic import ValidationError

from knowledge.catalogue_engine import create, shown
from knowledge.catalogue_tables import (
    LIVE,
    META,
    NEWEST,
    RECORDS,
    SCHEMA,
    SETTINGS,
    VERSIONS,
    Batch,
    Entry,
    Outcome,
    bury,
    chunks,
    pack,
)
from knowledge.errors import CatalogueError
from knowledge.records import Procedure, Source

__all__ = ["Catalogue", "Entry", "Holding", "Outcome", "Version"]

_WRITERS_LOCK = 5_652_2026  # any number that no other program locks in the same PostgreSQL database


@dataclass(frozen=True, slots=True)
class Holding:
    """What the catalogue holds of one live record, without the record."""

    code: str
    sha256: str
    system: str
    origin: str
    reading: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, without the record."""

    number: int
    sha256: str
    recorded_at: datetime
    decision_number: str | None
    source: Source


class Catalogue:
    """Procedures and their versions; a context manager that closes itself."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine, self._writer = engine, engine.execution_options(writes=True)
        self.url = shown(engine)

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the catalogue at a SQLAlchemy URL, its tables created where missing.

        Raises:
            CatalogueError: It cannot be opened, or a newer program wrote it.
            MissingExtra: The URL is PostgreSQL's and its driver is not installed.
        """
        catalogue = cls(create(url))
        try:
            catalogue._settle()
        except CatalogueError:
            catalogue.close()
            raise
        return catalogue

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        self.close()

    def put(self, procedure: Procedure, source_text: str, origin: str = "") -> Outcome:
        """Store one record and return what that changed; see `put_many`."""
        return self.put_many([Entry(procedure, source_text, origin)])[0]

    def put_many(self, entries: Iterable[Entry], replacing: str | None = None) -> list[Outcome]:
        """Store records in one transaction and return what each one changed, in order.

        Another text makes a new version. The same text read into another record (by a better reader) replaces
        the newest version's record and counts as changed; the same text and record change nothing. What was
        removed comes back as new.

        Args:
            entries: Later ones win over earlier ones of the same code.
            replacing: Records of this source system are removed in the same transaction.
        """
        batch = [pack(entry) for entry in entries]
        with self._writing() as connection:
            if replacing is not None:
                bury(connection, RECORDS.c.system == replacing)
            changes = Batch(connection, [record["code"] for record, _ in batch])
            outcomes = [changes.add(record, version) for record, version in batch]
            changes.write()
        return outcomes

    def remove(self, codes: Collection[str]) -> int:
        """Put a tombstone on the live records of these codes and return how many there were."""
        with self._writing() as connection:
            return sum(bury(connection, RECORDS.c.code.in_(chunk)) for chunk in chunks(codes))

    def holdings(self, system: str | None = None) -> list[Holding]:
        """Return what is live, in code order, of one source system or of all."""
        wanted = LIVE if system is None else sa.and_(LIVE, RECORDS.c.system == system)
        columns = [RECORDS.c[name] for name in Holding.__dataclass_fields__]
        rows = self._rows(sa.select(*columns).where(wanted).order_by(RECORDS.c.code))
        return [Holding(*row) for row in rows]

    def hashes(self) -> dict[str, str]:
        """Return the sha256 of the source text by origin, of all live records."""
        return {holding.origin: holding.sha256 for holding in self.holdings()}

    def count(self) -> int:
        """Return how many records are live."""
        return int(self._rows(sa.select(sa.func.count()).select_from(RECORDS).where(LIVE))[0][0])

    def fingerprint(self) -> str:
        """Return a sha256 that changes whenever a live record or its source text does."""
        columns = (RECORDS.c.code, RECORDS.c.sha256, RECORDS.c.digest)
        rows = self._rows(sa.select(*columns).where(LIVE).order_by(RECORDS.c.code))
        return hashlib.sha256("\n".join(" ".join(row) for row in rows).encode()).hexdigest()

    def procedures(self) -> Iterator[tuple[Procedure, str]]:
        """Yield the newest version of each live record with its text, in code order, as of one moment."""
        columns = (VERSIONS.c.code, VERSIONS.c.record, VERSIONS.c.source_text)
        query = sa.select(*columns).select_from(NEWEST).where(LIVE).order_by(RECORDS.c.code)
        with self._mapped(), self._engine.connect() as connection:
            for code, record, text in connection.execution_options(yield_per=100).execute(query):
                yield self._unpacked(code, record), zlib.decompress(text).decode("utf-8")

    def get(self, code: str) -> Procedure | None:
        """Return the newest version of a live record; None where there is none."""
        query = sa.select(VERSIONS.c.record).select_from(NEWEST).where(LIVE, RECORDS.c.code == code)
        return next((self._unpacked(code, row[0]) for row in self._rows(query)), None)

    def versions(self, code: str) -> list[Version]:
        """Return all versions of a record, oldest first, whether it is live or removed."""
        columns = [VERSIONS.c[name] for name in Version.__dataclass_fields__]
        rows = self._rows(sa.select(*columns).where(VERSIONS.c.code == code).order_by(VERSIONS.c.number))
        return [
            Version(number, sha256, datetime.fromisoformat(day), decision, Source.model_validate_json(source))
            for number, sha256, day, decision, source in rows
        ]

    def version(self, code: str, number: int) -> Procedure | None:
        """Return one version of a record, live or removed; None where there is none of that number."""
        query = sa.select(VERSIONS.c.record).where(VERSIONS.c.code == code, VERSIONS.c.number == number)
        return next((self._unpacked(code, row[0]) for row in self._rows(query)), None)

    def _rows(self, query: sa.Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        with self._mapped(), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def _settle(self) -> None:
        """Create what is missing and check the layout."""
        with self._writing() as connection:
            META.create_all(connection)
            query = sa.select(SETTINGS.c.value).where(SETTINGS.c.name == "schema")
            found = connection.execute(query).scalar()
            if found is None:
                connection.execute(SETTINGS.insert().values(name="schema", value=str(SCHEMA)))
        if found is not None and int(found) != SCHEMA:
            reason = f"its tables have layout {found}, this program knows {SCHEMA}; install the matching version"
            raise CatalogueError(self.url, reason)

    def _unpacked(self, code: str, record: bytes) -> Procedure:
        try:
            return Procedure.model_validate_json(zlib.decompress(record))
        except (ValidationError, zlib.error) as error:
            reason = f"its record {code} cannot be read ({type(error).__name__}); ingest the file again"
            raise CatalogueError(self.url, reason) from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """One transaction at a time, in all programs together."""
        with self._mapped(), self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS_LOCK)))
            yield connection

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise CatalogueError(self.url, reason) from error
