"""The folder of snapshots: temporary folders, the pointer to the current one, and what is kept.

`snapshots/current` names the current snapshot and the one before it. It is replaced in one rename, after all that it
names is on the disk: whatever happens in between, readers find either the old state or the new.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from knowledge.errors import DamagedSnapshot, NoSnapshot

_POINTER = "current"
_LOCK = ".lock"
_BUILDING = ".building-"
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")


def shelf_of(home: Path) -> Path:
    """Return the folder of snapshots under a home."""
    return home / "snapshots"


def published(home: Path) -> tuple[str, ...]:
    """Return the names of the current snapshot and the one before it, as far as there are any.

    Raises:
        NoSnapshot: Nothing has been published yet.
        DamagedSnapshot: The pointer cannot be read.
    """
    pointer = shelf_of(home) / _POINTER
    try:
        names = json.loads(pointer.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoSnapshot(home) from error
    except (OSError, ValueError) as error:
        raise DamagedSnapshot(pointer, f"the pointer cannot be read ({error})") from error
    if not isinstance(names, list) or not names or not all(_is_name(name) for name in names):
        raise DamagedSnapshot(pointer, "the pointer names no snapshot")
    return tuple(names)


def complete(home: Path) -> tuple[str, ...]:
    """Return the names of all snapshots that were renamed into place, newest first; other folders are passed over."""
    shelf = shelf_of(home)
    if not shelf.is_dir():
        return ()
    names = (path.name for path in shelf.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))
    return tuple(sorted(names, reverse=True))


def publish(home: Path, built: Path, name: str) -> Path:
    """Rename a finished folder into place, point to it, and remove what is older than the one before it.

    Returns:
        Where it now is.
    """
    shelf = shelf_of(home)
    _sync_tree(built)
    with _locked(shelf):
        before = _published_or_newest(home)
        place = shelf / name
        built.rename(place)
        sync_folder(shelf)
        names = [name, *before[:1]]
        _point(shelf, names)
        for old in complete(home):
            if old not in names:
                shutil.rmtree(shelf / old)
    return place


@contextmanager
def building(home: Path) -> Iterator[Path]:
    """Give an empty folder beside the snapshots, locked while the process lives; it is gone afterwards."""
    shelf = shelf_of(home)
    shelf.mkdir(parents=True, exist_ok=True)
    folder = shelf / f"{_BUILDING}{uuid4().hex[:12]}"
    with _locked(shelf):
        _sweep(shelf)
        folder.mkdir()
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        os.close(held)
        if folder.exists():
            shutil.rmtree(folder)


def sweep(home: Path) -> None:
    """Remove temporary folders whose process is gone; those of a running build stay."""
    shelf = shelf_of(home)
    if any(shelf.glob(f"{_BUILDING}*")) and os.access(shelf, os.W_OK):
        with _locked(shelf):
            _sweep(shelf)


def sync_folder(folder: Path) -> None:
    """Return when the folder's entries are on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _sweep(shelf: Path) -> None:
    for folder in shelf.glob(f"{_BUILDING}*"):
        opened = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # its build is running
        finally:
            os.close(opened)
        shutil.rmtree(folder)


def _published_or_newest(home: Path) -> tuple[str, ...]:
    try:
        return published(home)
    except (NoSnapshot, DamagedSnapshot):
        return complete(home)[:1]  # the pointer is about to be replaced; keep the newest as the one before


def _point(shelf: Path, names: list[str]) -> None:
    fresh = shelf / f".{_POINTER}-{uuid4().hex[:12]}"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(names, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(shelf / _POINTER)
    sync_folder(shelf)


def _sync_tree(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name == Path(name).name and not name.startswith(".") and bool(name)


@contextmanager
def _locked(shelf: Path) -> Iterator[None]:
    with (shelf / _LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
