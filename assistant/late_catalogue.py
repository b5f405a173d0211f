"""The catalogue as answering knows it: opened when somebody first asks for versions, for no answer needs it."""

from __future__ import annotations

import threading

from knowledge.catalogue import Catalogue, Version


class LateCatalogue:
    """A catalogue that a full disk or a read-only home keeps nobody from doing without."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: Catalogue | None = None
        self._lock = threading.Lock()

    def versions(self, code: str) -> list[Version]:
        """Return all versions of a record, oldest first; empty where it is not held.

        Raises:
            KnowledgeError: The catalogue cannot be opened or read.
        """
        with self._lock:
            if self._opened is None:
                self._opened = Catalogue.open(self._url)
            opened = self._opened
        return opened.versions(code)

    def close(self) -> None:
        """Close it if it was ever opened."""
        if self._opened is not None:
            self._opened.close()
