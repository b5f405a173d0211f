"""The starter procedures on a shelf."""

from __future__ import annotations

import pytest
from officer_shelf import Shelf

from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder
from knowledge.records_file import Summary


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """Every procedure of the starter corpus."""
    contents = [(path.name, path.read_bytes()) for path in sorted(starter_folder().glob("*.txt"))]
    return Shelf((read_portal_text(content, name), content.decode("utf-8")) for name, content in contents)


@pytest.fixture(scope="session")
def rows(shelf: Shelf) -> tuple[Summary, ...]:
    """One row a procedure."""
    return shelf.summaries
