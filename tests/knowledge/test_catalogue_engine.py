"""The catalogue's database is durable, and what cannot be used is one error that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.catalogue_engine import create
from knowledge.errors import CatalogueError
from knowledge.records import Procedure, Quote, Source, Span


def _record() -> Procedure:
    code = Quote(text="1.000001", span=Span(12, 20))
    source = Source(system="portal_text", file="a.txt", sha256="0" * 64)
    return Procedure(code="1.000001", code_quote=code, title=code, source=source)


def test_sqlite_fsyncs_every_commit_and_checks_foreign_keys(tmp_path: Path) -> None:
    engine = create(f"sqlite:///{tmp_path / 'c.sqlite'}")

    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    engine.dispose()

    assert pragmas == ["wal", 2, 1]


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "sqlite:////proc/no/such/place.sqlite"])
def test_what_cannot_be_opened_is_one_error_that_says_what_to_do(url: str) -> None:
    with pytest.raises(CatalogueError, match="Check MOTCUA_HOME and MOTCUA_DATABASE_URL"):
        Catalogue.open(url)


def test_a_password_never_stands_in_an_error() -> None:
    pytest.importorskip("psycopg")

    with pytest.raises(CatalogueError) as caught:
        Catalogue.open("postgresql://motcua:hushhush@127.0.0.1:1/none")

    assert "hushhush" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"not a database at all" * 100)

    with pytest.raises(CatalogueError, match="not a database"):
        Catalogue.open(f"sqlite:///{tmp_path / 'c.sqlite'}")


def test_a_catalogue_of_another_layout_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.sqlite'}"
    Catalogue.open(url).close()
    with sqlite3.connect(tmp_path / "c.sqlite") as connection:
        connection.execute("UPDATE catalogue_settings SET value = '99'")
    connection.close()

    with pytest.raises(CatalogueError, match="layout 99"):
        Catalogue.open(url)


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.sqlite'}"
    with Catalogue.open(url) as catalogue:
        catalogue.put(_record(), "Mã thủ tục: 1.000001")
    with sqlite3.connect(tmp_path / "c.sqlite") as connection:
        connection.execute("UPDATE procedure_versions SET record = x'00'")
    connection.close()

    with (
        Catalogue.open(url) as catalogue,
        pytest.raises(CatalogueError, match=r"record 1\.000001 cannot be read"),
    ):
        catalogue.get("1.000001")
