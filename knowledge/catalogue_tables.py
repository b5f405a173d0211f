"""The catalogue's tables, and one transaction's worth of changes to them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal

import sqlalchemy as sa

from knowledge.records import Procedure

Outcome = Literal["new", "changed", "unchanged"]

SCHEMA = 1
"""Number of this table layout; a database that was written with another one is refused."""

_CHUNK = 500  # codes in one IN (…), below every engine's limit of bound values
_COMPRESSION = 3  # level 6 saves 8 % more and takes 67 % longer, measured on 1,500 portal texts
_CODE = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")  # one order on both engines

META = sa.MetaData()
SETTINGS = sa.Table(
    "catalogue_settings",
    META,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
RECORDS = sa.Table(
    "procedures",
    META,
    sa.Column("code", _CODE, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),  # the newest version
    sa.Column("sha256", sa.String(64), nullable=False),  # of the source file
    sa.Column("digest", sa.String(64), nullable=False),  # of the record without its source
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("removed_at", sa.String(40), nullable=True),  # the tombstone
)
VERSIONS = sa.Table(
    "procedure_versions",
    META,
    sa.Column("code", _CODE, sa.ForeignKey("procedures.code"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("recorded_at", sa.String(40), nullable=False),
    sa.Column("decision_number", sa.Text, nullable=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("source_text", sa.LargeBinary, nullable=False),
)
LIVE = RECORDS.c.removed_at.is_(None)
NEWEST = RECORDS.join(VERSIONS, sa.and_(RECORDS.c.code == VERSIONS.c.code, RECORDS.c.number == VERSIONS.c.number))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to store, with the text that it was read from."""

    procedure: Procedure
    source_text: str
    origin: str = ""  # where the text lies, such as the absolute path of its file
    reading: str = ""  # how it was read; a caller that would read it otherwise reads it again


class Batch:
    """The changes of one transaction: gathered entry by entry, then written in a few statements."""

    def __init__(self, connection: sa.Connection, codes: Collection[str]) -> None:
        self._connection, self._now = connection, moment()
        self._records: dict[str, dict[str, Any]] = {}
        self._versions: dict[tuple[str, int], dict[str, Any]] = {}
        for chunk in chunks(codes):
            rows = connection.execute(sa.select(RECORDS).where(RECORDS.c.code.in_(chunk)))
            self._records.update((row["code"], dict(row)) for row in rows.mappings())
        self._stored: dict[str, int] = {code: record["number"] for code, record in self._records.items()}

    def add(self, record: dict[str, Any], version: dict[str, Any]) -> Outcome:
        """Take in one packed entry and return what it changes."""
        code, held = record["code"], self._records.get(record["code"])
        same_text = held is not None and held["sha256"] == record["sha256"]
        number = (held["number"] if held else 0) + (not same_text)
        record = record | {"number": number, "removed_at": None}
        if held == record:
            return "unchanged"
        self._records[code] = record
        self._versions[code, number] = version | {"code": code, "number": number, "recorded_at": self._now}
        if held is None or held["removed_at"] is not None:
            return "new"
        return "unchanged" if same_text and held["digest"] == record["digest"] else "changed"

    def write(self) -> None:
        """Write everything that was taken in."""
        touched = [self._records[code] for code in dict.fromkeys(code for code, _ in self._versions)]
        self._insert(RECORDS, [row for row in touched if row["code"] not in self._stored])
        self._update(RECORDS, [row for row in touched if row["code"] in self._stored])
        versions = self._versions.values()
        self._insert(VERSIONS, [row for row in versions if row["number"] > self._stored.get(row["code"], 0)])
        # The same text read anew keeps the day on which it was recorded.
        again = [row for row in versions if row["number"] <= self._stored.get(row["code"], 0)]
        self._update(VERSIONS, [{name: row[name] for name in row if name != "recorded_at"} for row in again])

    def _insert(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _update(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            keys = [column.name for column in table.primary_key]
            same = sa.and_(*(table.c[key] == sa.bindparam(f"key_{key}") for key in keys))
            values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in rows[0] if name not in keys}
            bound = [{(f"key_{n}" if n in keys else f"new_{n}"): row[n] for n in row} for row in rows]
            self._connection.execute(table.update().where(same).values(values), bound)


def pack(entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of one entry's record and of its version; the slow part, done before any lock."""
    procedure, source = entry.procedure, entry.procedure.source
    digest = hashlib.sha256(procedure.model_dump_json(exclude={"source"}).encode()).hexdigest()
    record = {"code": procedure.code, "sha256": source.sha256, "digest": digest, "system": source.system}
    decision = procedure.decision_number
    version = {
        "sha256": source.sha256,
        "decision_number": decision.plain.replace("\0", "") if decision else None,  # PostgreSQL stores no NUL
        "source": source.model_dump_json(),
        "record": zlib.compress(procedure.model_dump_json().encode(), _COMPRESSION),
        "source_text": zlib.compress(entry.source_text.encode(), _COMPRESSION),
    }
    return record | {"origin": entry.origin, "reading": entry.reading}, version


def bury(connection: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    """Put a tombstone on the live records that a condition names and return how many there were."""
    return connection.execute(RECORDS.update().where(LIVE, which).values(removed_at=moment())).rowcount


def chunks(codes: Iterable[str]) -> Iterator[list[str]]:
    """Yield the codes in lists short enough for one statement."""
    remaining = iter(codes)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def moment() -> str:
    """Return now in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
