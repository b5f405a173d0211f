"""Errors end a command in one line that says what to do; a full disk is named, whichever library met it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import typer

from knowledge.errors import CatalogueError, DiskFull, KnowledgeError
from knowledge.terminal import errors_reported, told

FULL = [
    OSError(errno.ENOSPC, "No space left on device", "/home/quarantine"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    OSError("144080 requested and 111584 written"),
    CatalogueError("sqlite:///x", "database or disk is full"),
    CatalogueError("sqlite:///x", "disk I/O error"),
]


@pytest.mark.parametrize("error", FULL, ids=lambda error: str(error)[:30])
def test_a_full_disk_is_called_one(error: Exception) -> None:
    line = told(error)

    assert line.startswith("the disk is full (")
    assert "Check the free space" in line
    assert "MOTCUA_DATABASE_URL" not in line


def test_other_errors_keep_their_words() -> None:
    for error in (CatalogueError("sqlite:///x", "database is locked"), DiskFull(Path("/x")), OSError("odd")):
        assert told(error) == str(error)


def test_a_full_disk_behind_an_error_is_found() -> None:
    error = KnowledgeError("it cannot be written")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    assert told(error).startswith("the disk is full (it cannot be written)")


def test_an_error_ends_the_command_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, errors_reported(OSError):
        raise OSError("odd")

    assert ended.value.exit_code == 1
    assert capsys.readouterr().err == "motcua: odd\n"
