"""One file that holds a consistent copy of the SQLite catalogue, and the way back from it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.catalogue_engine import sqlite_path
from knowledge.errors import CatalogueError, KnowledgeError, SnapshotError
from knowledge.shelf import published

FORMAT = 1
"""Raised with every change of what a backup holds."""

_LABEL, _DATABASE = "motcua-backup.json", "catalogue.sqlite"
_LABEL_BYTES = 65_536


class BackupError(KnowledgeError):
    """A backup cannot be made or used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says of itself."""

    format: int
    created: str  # UTC, ISO 8601
    procedures: int
    fingerprint: str
    snapshot: str | None  # the snapshot that was published then; it is built anew, never stored


def back_up(url: str, home: Path, file: Path) -> Label:
    """Write a backup of the catalogue, consistent also while others write, and return its label.

    Raises:
        BackupError: The file exists, or the catalogue is not SQLite, or there is none.
        CatalogueError: The catalogue cannot be read.
    """
    database = _database(url, file)
    if not database.exists():
        raise BackupError(file, f"there is no catalogue at {database} to back up. Run: motcua ingest PATH")
    if file.exists():
        raise BackupError(file, "the file exists; name another one")
    with _work_beside(file) as folder:
        copy = folder / _DATABASE
        _copy(database, copy)
        with Catalogue.open(f"sqlite:///{copy}") as catalogue:
            count, fingerprint = catalogue.count(), catalogue.fingerprint()
        label = Label(FORMAT, datetime.now(UTC).isoformat(), count, fingerprint, _published(home))
        (folder / _LABEL).write_text(json.dumps(asdict(label)), encoding="utf-8")
        packed = folder / "packed"
        with tarfile.open(packed, "w:gz", compresslevel=1) as archive:  # what is inside is compressed already
            for name in (_LABEL, _DATABASE):
                archive.add(folder / name, arcname=name)
        with packed.open("rb") as written:
            os.fsync(written.fileno())
        packed.chmod(0o600)
        os.replace(packed, file)
    return label


def restore(url: str, home: Path, file: Path, force: bool = False) -> tuple[Label, Path | None]:
    """Put a backup's catalogue in the place of the present one.

    Args:
        force: Also where the present catalogue holds records, or is damaged; it is kept under another name.

    Returns:
        The backup's label, and where the present catalogue is kept; None where it held nothing.

    Raises:
        BackupError: The file is no sound backup, or force would be needed and is not given.
        CatalogueError: The catalogue cannot be written.
    """
    database = _database(url, file)
    home.mkdir(parents=True, exist_ok=True)
    with _work_beside(home / "restore") as folder:
        label = _unpack(file, folder)
        kept = _make_room(url, home, file, force)
        _copy(folder / _DATABASE, database)
    return label, kept


def _make_room(url: str, home: Path, file: Path, force: bool) -> Path | None:
    """Keep the present catalogue under another name and return it; None where there is nothing to keep."""
    kept = home / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    try:
        with Catalogue.open(url) as present:
            held = present.count()
    except CatalogueError as error:
        if not force:
            reason = f"the present catalogue is damaged ({error.reason}); --force moves it away and goes on"
            raise BackupError(file, reason) from error
        return _moved_away(_database(url, file), kept)
    if not held:
        return None
    if not force:
        raise BackupError(file, f"the catalogue holds {held:,} procedures; --force keeps a backup and goes on")
    archive = kept.with_name(f"{kept.name}.tar.gz")
    back_up(url, home, archive)
    return archive


def _moved_away(database: Path, kept: Path) -> Path:
    """Move a damaged database and its logs into a folder of their own and return it."""
    kept.mkdir()
    for path in database.parent.glob(f"{database.name}*"):
        path.rename(kept / path.name)
    return kept


def _unpack(file: Path, folder: Path) -> Label:
    """Unpack a backup into the folder and return its label, after checking both."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            label = _checked_members(archive, file, folder)
    except (OSError, tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise BackupError(file, f"it is no backup that can be read ({error})") from error
    try:
        with Catalogue.open(f"sqlite:///{folder / _DATABASE}") as catalogue:
            found = catalogue.fingerprint()
    except CatalogueError as error:
        raise BackupError(file, f"its catalogue is damaged ({error.reason})") from error
    if found != label.fingerprint:
        raise BackupError(file, "its catalogue is not the one that its label describes")
    return label


def _checked_members(archive: tarfile.TarFile, file: Path, folder: Path) -> Label:
    """Write the two members to the folder, whatever else the archive would like to write elsewhere."""
    first = list(islice(archive, 3))  # a hostile archive may go on for ever
    members = {member.name: member for member in first}
    if len(first) != 2 or set(members) != {_LABEL, _DATABASE} or not all(member.isreg() for member in members.values()):
        raise BackupError(file, f"it holds other things than a backup does: {', '.join(sorted(members))[:200]}")
    if members[_DATABASE].size > shutil.disk_usage(folder).free:
        raise BackupError(file, "there is not enough free disk to unpack it")
    opened = archive.extractfile(members[_LABEL])
    label = Label(**json.loads(opened.read(_LABEL_BYTES) if opened else b""))
    if label.format != FORMAT:
        raise BackupError(file, f"it has format {label.format}, this version reads format {FORMAT}")
    source = archive.extractfile(members[_DATABASE])
    with (folder / _DATABASE).open("wb") as target:
        shutil.copyfileobj(source, target) if source else None
    return label


def _copy(source: Path, target: Path) -> None:
    """Copy one SQLite database over another in one transaction, also while either is in use."""
    try:
        reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        with closing(reading), closing(sqlite3.connect(target, timeout=30)) as writing:
            reading.backup(writing)
    except sqlite3.Error as error:
        raise CatalogueError(str(source), f"it cannot be copied to {target} ({error})") from error


def _database(url: str, file: Path) -> Path:
    database = sqlite_path(url)
    if database is None:
        raise BackupError(file, "only a SQLite catalogue is backed up this way. For PostgreSQL run: pg_dump")
    return database


def _published(home: Path) -> str | None:
    try:
        return published(home)[0]
    except SnapshotError:
        return None


@contextmanager
def _work_beside(file: Path) -> Iterator[Path]:
    """Give a folder on the file's own disk, so that the finished file is only renamed."""
    with tempfile.TemporaryDirectory(prefix=".motcua-", dir=file.resolve().parent) as name:
        yield Path(name)
