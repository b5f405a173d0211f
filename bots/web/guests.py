"""Pages of another room that the web door shows: it gives them an address, closes them, and knows no more of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from fastapi import APIRouter

from bots.web.rooms import Published

Snapshot = Callable[[], Published | None]  # None while the house opens


class Guest(Protocol):
    """Pages with an owner of their own."""

    @property
    def router(self) -> APIRouter:
        """Where the pages are."""

    def close(self) -> None:
        """Let go of what they hold; called once, after the last request."""


Invitation = Callable[[Snapshot], Guest]
"""Makes a guest of one application; called once, before the server starts."""
