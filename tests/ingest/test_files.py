"""Only regular files inside the folder are read; everything else is a refusal that names itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.files import MAX_FILE_BYTES, Found, find_files, read_file


def _reasons(found: list[Found]) -> dict[str, str]:
    return {item.file: item.refusal.reason for item in found if item.refusal is not None}


def _read(found: list[Found]) -> list[str]:
    return [item.file for item in found if item.refusal is None]


def test_files_come_sorted_with_names_relative_to_their_folder(folder: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", "c.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")

    found = find_files([folder])

    assert _read(found) == ["a.txt", "b/1.txt", "b/2.txt", "c.txt"]
    assert [item.path for item in found] == [(folder / item.file).resolve() for item in found]


def test_a_file_that_two_paths_lead_to_comes_once(folder: Path) -> None:
    (folder / "a.txt").write_text("x")

    found = find_files([folder / "a.txt", folder, folder])

    assert [item.file for item in found] == ["a.txt"]


def test_hidden_files_are_left_out(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("x")
    (folder / ".a.txt").write_text("x")

    assert find_files([folder]) == []


def test_a_path_that_is_not_there_is_said_at_once(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find_files([folder / "none"])


def test_a_circle_of_links_is_refused_and_the_rest_is_found(folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    (folder / "up").symlink_to(folder)

    found = find_files([folder])

    assert _read(found) == ["a.txt"]
    assert _reasons(found) == {
        "one": "a symbolic link that leads back to itself",
        "two": "a symbolic link that leads back to itself",
        "up": "a symbolic link loop: it leads to a folder that holds it",
    }


def test_links_that_leave_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (folder / "file.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "gone.txt")

    found = find_files([folder])

    assert _reasons(found) == {
        "file.txt": "a symbolic link that leaves the ingested folder",
        "gone.txt": "a symbolic link whose target is missing",
    }


def test_a_link_inside_the_folder_is_no_second_file(folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    (folder / "b.txt").symlink_to(folder / "a.txt")

    assert _read(find_files([folder])) == ["a.txt"]
    assert _reasons(find_files([folder])) == {}


def test_a_pipe_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")

    found = find_files([folder])

    assert _reasons(found) == {"pipe.txt": "not a regular file"}
    with pytest.raises(ReadError, match="not a regular file"):
        read_file(Found(folder / "pipe.txt", "pipe.txt"))


def test_a_file_of_100_mb_is_refused_before_reading(folder: Path) -> None:
    with (folder / "big.txt").open("wb") as file:
        file.truncate(100 * 1024**2)

    assert _reasons(find_files([folder])) == {"big.txt": "too large: 100 MB, at most 20 MB are read"}


def test_a_file_that_has_grown_since_it_was_listed_is_refused(folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    (found,) = find_files([folder])
    with (folder / "a.txt").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)

    with pytest.raises(ReadError, match="too large"):
        read_file(found)


def test_a_file_that_became_a_link_since_it_was_listed_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (folder / "a.txt").write_text("x")
    (found,) = find_files([folder])
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(ReadError, match="cannot be read"):
        read_file(found)


def test_a_name_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / os.fsdecode(b"m\xe3.txt")).write_text("x")

    assert _reasons(find_files([folder])) == {"m\ufffd.txt": "the file's name is not UTF-8"}


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that everybody may list, while this process has no special rights."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    root = os.geteuid() == 0
    (path / "closed.txt").write_text("x")
    (path / "closed").mkdir()
    (path / "open.txt").write_text("x")
    (path / "closed.txt").chmod(0)
    (path / "closed").chmod(0)
    if root:
        os.seteuid(65534)
    yield path
    if root:
        os.seteuid(0)
    (path / "closed").chmod(0o755)
    shutil.rmtree(path)


def test_what_may_not_be_read_is_refused_by_name(nobody: Path) -> None:
    found = find_files([nobody])

    assert _reasons(found) == {"closed": "the folder cannot be read (Permission denied)"}
    with pytest.raises(ReadError, match=r"closed\.txt: the file cannot be read \(Permission denied\)"):
        read_file(next(item for item in found if item.file == "closed.txt"))
