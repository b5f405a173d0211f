"""Which files an ingest reads, and what is refused before any reader sees it.

Only regular files inside the given folder are opened; links out of it or in a circle are refused by name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReadError

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Largest file that is read. Source: the largest of the portal's 5,652 texts has 0.2 MB."""

_READABLE = "Give the account that runs motcua the right to read it."


@dataclass(frozen=True, slots=True)
class Found:
    """One path to ingest: a file to read, or a refusal where it must not be read."""

    path: Path  # absolute; the file's one identity
    file: str  # relative to the ingested folder, as citations show it
    refusal: ReadError | None = None


def find_files(paths: Sequence[Path]) -> list[Found]:
    """Return every file under the paths once, each path's own in the order of their relative names.

    Hidden files and folders are left out; a path given by name is taken as it is, link or not.

    Raises:
        FileNotFoundError: One of the paths does not exist or is a link that leads back to itself.
    """
    found: dict[Path, Found] = {}
    for given in paths:
        path = _resolved(given)
        listed = _walk(path, path) if path.is_dir() else [Found(path, _relative(path, path.parent))]
        for item in sorted(listed, key=lambda item: item.file):
            found.setdefault(item.path, item)
    return [_checked(item) for item in found.values()]


def _resolved(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except RuntimeError as error:  # a circle of links, until Python 3.13
        raise FileNotFoundError(str(path)) from error


def read_file(found: Found) -> bytes:
    """Return the bytes of one file.

    Raises:
        ReadError: It cannot be read, is no regular file (any more), or is too large.
    """
    try:
        # O_NONBLOCK: where a pipe took the file's place since it was listed, opening must not wait.
        handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise ReadError(found.file, "", f"the file cannot be read ({error.strerror})", _READABLE) from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        _check_kind(found.file, status)
        _check_size(found.file, status.st_size)
        content = file.read(MAX_FILE_BYTES + 1)
    _check_size(found.file, len(content))
    return content


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    """Yield what lies in a folder and its subfolders, in no particular order."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        try:
            entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
        except OSError as error:
            file = _relative(folder, root)
            reason = f"the folder cannot be read ({error.strerror})"
            yield Found(folder, file, ReadError(file, "", reason, _READABLE))
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.is_symlink():
                yield from _link(path, root)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                yield Found(path, _relative(path, root))


def _link(path: Path, root: Path) -> Iterator[Found]:
    """Yield the refusal of a link; nothing for one whose target is read at its own place in the folder."""
    file = _relative(path, root)
    advice = "Put the file itself there, or ingest the link's target by its own path."
    try:
        target = path.resolve(strict=True)
    except FileNotFoundError:
        yield Found(path, file, ReadError(file, "", "a symbolic link whose target is missing", advice))
    except (OSError, RuntimeError):  # until Python 3.13, a circle of links is a RuntimeError
        yield Found(path, file, ReadError(file, "", "a symbolic link that leads back to itself", advice))
    else:
        if path.is_relative_to(target):
            reason = "a symbolic link loop: it leads to a folder that holds it"
            yield Found(path, file, ReadError(file, "", reason, advice))
        elif not target.is_relative_to(root):
            reason = "a symbolic link that leaves the ingested folder"
            yield Found(path, file, ReadError(file, "", reason, advice))


def _checked(found: Found) -> Found:
    """Return the item with a refusal where its name, kind or size forbids reading."""
    if found.refusal is not None:
        return found
    try:
        if "\ufffd" in found.file:
            advice = "Rename it: citations show file names."
            raise ReadError(found.file, "", "the file's name is not UTF-8", advice)
        status = os.lstat(found.path)
        _check_kind(found.file, status)
        _check_size(found.file, status.st_size)
    except ReadError as refusal:
        return Found(found.path, found.file, refusal)
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror})"
        return Found(found.path, found.file, ReadError(found.file, "", reason, _READABLE))
    return found


def _check_kind(file: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(file, "", "not a regular file", "Only regular files are read; move it elsewhere.")


def _check_size(file: str, size_bytes: int) -> None:
    if size_bytes > MAX_FILE_BYTES:
        sizes = f"{size_bytes / 1024**2:.0f} MB, at most {MAX_FILE_BYTES // 1024**2} MB are read"
        raise ReadError(file, "", f"too large: {sizes}", "Split it into one file a procedure.")


def _relative(path: Path, root: Path) -> str:
    """Return the path below a root with forward slashes; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
