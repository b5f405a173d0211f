"""A running fake of Telegram for each test that asks for one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # whatever the import mode: tests here share fake_telegram

from fake_telegram import FakeTelegram, running


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """The fake; its `url` goes where Telegram's address would."""
    with running() as fake:
        yield fake
