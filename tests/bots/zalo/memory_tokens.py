"""A store of tokens in memory, which any number of threads share, and what the tests of tokens have in common."""

from __future__ import annotations

import threading
from collections.abc import Callable

from fake_zalo import APP_ID, APP_SECRET, OA_ID, FakeZalo

from bots.zalo.oa_tokens import Held, Tokens
from bots.zalo.oauth import OAuth, Pair

START = 1_789_000_000.0
LIFE_SECONDS = 90_000


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self, seconds: float = START) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


class MemoryTokenStore:
    """Keeps pairs and leases; remembers what was asked of it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._lock = now, threading.Lock()
        self.held: dict[str, Held] = {}
        self.leases: dict[str, tuple[str, float]] = {}
        self.asked: list[str] = []

    def read(self, account: str) -> Held | None:
        return self.held.get(account)

    def put(self, account: str, pair: Pair) -> None:
        with self._lock:
            before = self.held.get(account)
            self.held[account] = Held(pair, before.version + 1 if before else 1)
            self.leases.pop(account, None)

    def replace(self, account: str, version: int, pair: Pair) -> bool:
        return self._changed(account, version, "replace", Held(pair, version + 1))

    def bury(self, account: str, version: int, reason: str) -> bool:
        held = self.held[account]
        return self._changed(account, version, "bury", Held(held.pair, version, reason))

    def lease(self, account: str, owner: str, seconds: float) -> bool:
        with self._lock:
            holder, until = self.leases.get(account, (owner, 0.0))
            if holder != owner and self._now() < until:
                self.asked.append("lease refused")
                return False
            self.leases[account] = (owner, self._now() + seconds)
            return True

    def release(self, account: str, owner: str) -> None:
        with self._lock:
            if self.leases.get(account, ("", 0.0))[0] == owner:
                del self.leases[account]

    def _changed(self, account: str, version: int, what: str, held: Held) -> bool:
        with self._lock:
            self.asked.append(what)
            if self.held[account].version != version:
                return False
            self.held[account] = held
            return True


def first_pair(zalo: FakeZalo, obtained_at: float = START) -> Pair:
    """Return the pair that the fake knows at the start."""
    return Pair(zalo.access, zalo.refresh, obtained_at, LIFE_SECONDS)


def tokens_over(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock, *, secret: str = APP_SECRET) -> Tokens:
    """Return the tokens of the fake's account."""
    oauth = OAuth(APP_ID, secret, zalo.url, now=clock)
    return Tokens(OA_ID, store, oauth.refresh, now=clock, poll_seconds=0.01)
