"""Reads updates as the bot of the tests does."""

from __future__ import annotations

import json
from typing import Any

from telegram_updates import BOT_ID

from bots.messages import Incoming
from bots.telegram.api import Me
from bots.telegram.reading import read_update

US = Me(BOT_ID, "motcua_bot")


def read(update: dict[str, Any], me: Me = US) -> Incoming | None:
    """Return the one thing that an update says, if anything."""
    found = read_update(json.loads(json.dumps(update)), me)
    assert len(found) <= 1
    return found[0] if found else None


def one(update: dict[str, Any]) -> Incoming:
    """Return what an update says."""
    found = read(update)
    assert found is not None
    return found
