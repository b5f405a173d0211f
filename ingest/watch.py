"""Notice when files under a folder have changed and come to rest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ingest.files import find_files

Look = Mapping[Path, tuple[int, int]]
"""Every path under a folder with its time of change in ns and its size in bytes."""


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


def _look(folder: Path) -> Look:
    look: dict[Path, tuple[int, int]] = {}
    for found in find_files([folder]):
        try:
            status = os.lstat(found.path)
        except FileNotFoundError:
            continue  # gone since it was listed: the next look misses it too
        look[found.path] = status.st_mtime_ns, status.st_size
    return look
