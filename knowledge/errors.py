"""The exception tree of the knowledge room. Messages say what happened and what to do.

KnowledgeError
├── CatalogueError
├── EncoderError
│   ├── MissingExtra
│   └── EncoderNotFound
└── SnapshotError
    ├── NoSnapshot
    ├── DamagedSnapshot
    ├── DiskFull
    └── SnapshotMismatch
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal


class KnowledgeError(Exception):
    """Anything that the knowledge room refuses; catch this one at a boundary."""


class CatalogueError(KnowledgeError):
    """The system of record cannot be opened, read or written."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"the catalogue at {url} cannot be used: {reason}. Check MOTCUA_HOME and MOTCUA_DATABASE_URL")
        self.url, self.reason = url, reason


class EncoderError(KnowledgeError):
    """An encoder cannot be loaded or used."""


class MissingExtra(EncoderError):
    """A setting asks for a part that is not installed."""

    def __init__(self, extra: str, wanted_for: str) -> None:
        super().__init__(f'{wanted_for} needs the extra {extra!r}. Run: pip install "motcua[{extra}]"')
        self.extra, self.wanted_for = extra, wanted_for


class EncoderNotFound(EncoderError):
    """The encoder that the settings name is neither a folder nor a model that can be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"encoder {name!r} cannot be loaded: {reason}. Set MOTCUA_ENCODER to a folder, or unset it")
        self.name, self.reason = name, reason


class DamagedModel(KnowledgeError):
    """A file of weights or phrases that ships with the package cannot be read."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} is damaged: {reason}. Install the package again, or make the file anew")
        self.file, self.reason = file, reason


class SnapshotError(KnowledgeError):
    """A snapshot cannot be served."""


class NoSnapshot(SnapshotError):
    """Nothing has been published yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"no snapshot is published under {home}. "
            "Run: motcua build (the starter corpus is used when nothing was ingested)"
        )
        self.home = home


class DamagedSnapshot(SnapshotError):
    """Files of a snapshot are missing or differ from its manifest."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"snapshot {path} is damaged: {reason}. Run: motcua build")
        self.path, self.reason = path, reason


class DiskFull(SnapshotError):
    """A snapshot does not fit on the disk."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the disk of {home} is full; what was published before is still served. "
            "Check the free space (motcua doctor), then run: motcua build"
        )
        self.home = home


class SnapshotMismatch(SnapshotError):
    """The published snapshot was built with another encoder, or with another lexicon."""

    def __init__(
        self, path: Path, built_with: str, wanted: str, part: Literal["encoder", "lexicon"] = "encoder"
    ) -> None:
        wish = "settings ask for" if part == "encoder" else "this version has"
        super().__init__(f"{path} was built with {part} {built_with!r}; {wish} {wanted!r}. Run: motcua build")
        self.path, self.built_with, self.wanted, self.part = path, built_with, wanted, part
