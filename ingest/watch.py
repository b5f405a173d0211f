"""Notice when files under a folder have changed and come to rest."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from ingest.files import find_files

Look = Mapping[Path, tuple[int, int]]
"""Every path under a folder with its time of change in ns and its size in bytes."""


@contextmanager
def interruptible() -> Iterator[Event]:
    """Give an event that Ctrl-C and SIGTERM set before they raise KeyboardInterrupt.

    A library's clean-up may swallow the exception at an unlucky moment; the event stays.
    """
    asked = Event()

    def stop(*_: object) -> None:
        asked.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Watcher:
    """Says whether a folder should be ingested now; it never ingests by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: Look | None = None
        self._done: Look | None = None

    def due(self) -> bool:
        """Return whether the files differ from the last time that this said so, and are no longer changing.

        A file that is still being copied would be read cut off: what changed counts at the first look that
        finds it as the look before did. The very first look counts at once.

        Raises:
            FileNotFoundError: The folder is gone.
        """
        look = _look(self._folder)
        at_rest = self._last is None or self._last == look
        self._last = look
        if not at_rest or look == self._done:
            return False
        self._done = look
        return True

    def retry(self) -> None:
        """Forget that the last change was told, so that it is told again at the next look."""
        self._done = None


def _look(folder: Path) -> Look:
    look: dict[Path, tuple[int, int]] = {}
    for found in find_files([folder]):
        try:
            status = os.lstat(found.path)
        except FileNotFoundError:
            continue  # gone since it was listed: the next look misses it too
        look[found.path] = status.st_mtime_ns, status.st_size
    return look
