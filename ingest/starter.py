"""The starter corpus that ships with the program, for a catalogue that holds nothing real yet."""

from __future__ import annotations

from pathlib import Path

import knowledge
from ingest.quarantine import Quarantine
from ingest.reading import How
from ingest.sync import STARTER, Progress, Sync, Tally
from knowledge.catalogue import Catalogue


def starter_folder() -> Path:
    """Return the folder of the starter corpus, one portal text a procedure."""
    return Path(knowledge.__file__).resolve().parent / "starter" / "procedures"


def bring_starter(catalogue: Catalogue, quarantine: Quarantine, on_progress: Progress | None = None) -> Tally | None:
    """Ingest the starter corpus where no real record is held, and return what that did; None where one is.

    Raises:
        FileNotFoundError: The installation lacks the starter corpus.
    """
    if any(holding.system != STARTER for holding in catalogue.holdings()):
        return None
    how = How(kind="portal-text", system=STARTER)
    return Sync(catalogue, quarantine, how, on_progress=on_progress).run([starter_folder()], prune=True)
