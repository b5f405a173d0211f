"""A local Zalo that is spoken to over HTTP."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # whatever the import mode: tests here share fake_zalo

from fake_zalo import FakeZalo


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    """A running fake of both of Zalo's services."""
    with FakeZalo() as fake:
        yield fake
