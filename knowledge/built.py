"""A note of which state of the catalogue the published snapshot was built from."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.encoder import load_encoder
from knowledge.snapshot import Check, Progress, SnapshotInfo, build_snapshot


@dataclass(frozen=True, slots=True)
class BuildNote:
    """The snapshot that was built last, and the catalogue's fingerprint at that moment."""

    snapshot: str
    fingerprint: str


def build_from(
    catalogue: Catalogue,
    home: Path,
    encoder: str | None,
    on_progress: Progress,
    before_publishing: Check | None = None,
) -> SnapshotInfo:
    """Build and publish a snapshot of the catalogue, and note what it was built from.

    Args:
        home: Folder of everything that is written.
        encoder: Folder or hub name; None: the shipped one.
        on_progress: Called with a stage, how much of it is done, and how much there is.
        before_publishing: Called with the finished snapshot's folder and name; what it raises keeps the live one.

    Raises:
        KnowledgeError: The catalogue, the encoder or the snapshot cannot be used; the live snapshot stays.
    """
    count = catalogue.count()
    fingerprint = catalogue.fingerprint()  # before the build: an ingest meanwhile makes the snapshot outdated

    def tell(stage: str, done: int, total: int) -> None:
        on_progress(stage, done, total or count)

    info = build_snapshot(
        home, catalogue.procedures(), load_encoder(encoder), on_progress=tell, before_publishing=before_publishing
    )
    beside = _place(home).with_suffix(".new")
    beside.write_text(json.dumps(asdict(BuildNote(info.name, fingerprint))), encoding="utf-8")
    os.replace(beside, _place(home))
    return info


def read_note(home: Path) -> BuildNote | None:
    """Return the note of the last build; None where there is none that can be read."""
    try:
        return BuildNote(**json.loads(_place(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # as good as none: whoever asks builds again


def is_current(catalogue: Catalogue, home: Path) -> bool:
    """Return whether the last build was made from what the catalogue says now."""
    note = read_note(home)
    return note is not None and note.fingerprint == catalogue.fingerprint()


def _place(home: Path) -> Path:
    return home / "built.json"
