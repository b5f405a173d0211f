"""A backup is whole or refused, and restoring it never loses what was there."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from knowledge.backup import BackupError, back_up, restore
from knowledge.catalogue import Catalogue
from knowledge.records import Procedure, Quote, Source, Span


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a catalogue with one record in two versions."""
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    _put(url, "1.000001", "Tên cũ")
    _put(url, "1.000001", "Tên mới")
    return url


def _put(url: str, code: str, title: str) -> None:
    code_quote, title_quote = (Quote(text=text, span=Span(0, len(text))) for text in (code, title))
    source = Source(system="portal_text", file="a.txt", sha256=title.encode().hex().ljust(64, "0")[:64])
    with Catalogue.open(url) as catalogue:
        catalogue.put(Procedure(code=code, code_quote=code_quote, title=title_quote, source=source), title)


def _fingerprint(url: str) -> str:
    with Catalogue.open(url) as catalogue:
        return catalogue.fingerprint()


def test_what_is_restored_is_what_was_backed_up_with_all_versions(url: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"

    label = back_up(url, tmp_path, file)
    restored, kept = restore(other, tmp_path, file)

    assert (label, kept) == (restored, None)
    assert (label.procedures, label.fingerprint, label.snapshot) == (1, _fingerprint(url), None)
    with Catalogue.open(other) as catalogue:
        assert catalogue.fingerprint() == label.fingerprint
        assert [version.number for version in catalogue.versions("1.000001")] == [1, 2]


def test_a_backup_leaves_nothing_but_its_file_and_only_its_owner_reads_it(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    back_up(url, tmp_path, folder / "b.tar.gz")

    assert [path.name for path in folder.iterdir()] == ["b.tar.gz"]
    assert (folder / "b.tar.gz").stat().st_mode & 0o777 == 0o600


def test_a_backup_never_replaces_a_file(url: str, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_bytes(b"precious")

    with pytest.raises(BackupError, match="the file exists"):
        back_up(url, tmp_path, tmp_path / "b.tar.gz")

    assert (tmp_path / "b.tar.gz").read_bytes() == b"precious"


def test_restoring_over_records_needs_force_and_keeps_them(url: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(url, tmp_path, file)
    before = _fingerprint(url)
    _put(url, "1.000002", "Tên khác")
    after = _fingerprint(url)

    with pytest.raises(BackupError, match="holds 2 procedures; --force"):
        restore(url, tmp_path, file)
    _, kept = restore(url, tmp_path, file, force=True)

    assert _fingerprint(url) == before
    assert kept is not None
    restore(f"sqlite:///{tmp_path / 'third.sqlite'}", tmp_path, kept)
    assert _fingerprint(f"sqlite:///{tmp_path / 'third.sqlite'}") == after


def test_a_damaged_catalogue_is_moved_away_and_replaced(url: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    label = back_up(url, tmp_path, file)
    (tmp_path / "catalogue.sqlite").write_bytes(b"broken" * 1000)

    with pytest.raises(BackupError, match="damaged"):
        restore(url, tmp_path, file)
    _, kept = restore(url, tmp_path, file, force=True)

    assert _fingerprint(url) == label.fingerprint
    assert kept is not None
    assert (kept / "catalogue.sqlite").read_bytes() == b"broken" * 1000


@pytest.mark.parametrize("name", ["../evil.txt", "/tmp/evil.txt", "catalogue.sqlite"])
def test_an_archive_with_other_members_is_refused_and_writes_nothing(name: str, tmp_path: Path) -> None:
    file, home = tmp_path / "b.tar.gz", tmp_path / "in" / "home"
    with tarfile.open(file, "w:gz") as archive:
        for member in ("motcua-backup.json", "catalogue.sqlite", name):
            info = tarfile.TarInfo(member)
            info.size = 2
            archive.addfile(info, io.BytesIO(b"{}"))

    with pytest.raises(BackupError, match="holds other things"):
        restore(f"sqlite:///{home / 'catalogue.sqlite'}", home, file)

    assert list(home.iterdir()) == []
    assert not (tmp_path / "in" / "evil.txt").exists()


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for member in ("motcua-backup.json", "catalogue.sqlite"):
            info = tarfile.TarInfo(member)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)

    with pytest.raises(BackupError, match="holds other things"):
        restore(f"sqlite:///{tmp_path / 'c.sqlite'}", tmp_path, file)


def test_a_truncated_backup_is_refused_and_the_catalogue_stays(url: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(url, tmp_path, file)
    before = _fingerprint(url)
    content = file.read_bytes()

    for length in (0, 10, len(content) // 2, len(content) * 3 // 4):
        file.write_bytes(content[:length])
        with pytest.raises(BackupError):
            restore(url, tmp_path, file, force=True)

    assert _fingerprint(url) == before


def test_postgresql_is_backed_up_by_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        back_up("postgresql://localhost/x", tmp_path, tmp_path / "b.tar.gz")
