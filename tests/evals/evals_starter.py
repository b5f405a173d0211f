"""A small real snapshot for evaluations: starter procedures with the shipped encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.readers.portal_text import read_portal_text
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, build_snapshot, open_snapshot

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"


def starter_snapshot(home: Path, count: int, phrasings: Mapping[str, Sequence[str]] | None = None) -> Snapshot:
    """Return a snapshot of the first starter procedures; phrasings as `build_snapshot` takes them."""
    encoder = load_encoder(None)
    sources = (
        (read_portal_text(file.read_bytes(), file.name, system="starter"), file.read_text(encoding="utf-8"))
        for file in sorted(STARTER.glob("*.txt"))[:count]
    )
    build_snapshot(home, sources, encoder, phrasings=phrasings)
    return open_snapshot(home, encoder)
