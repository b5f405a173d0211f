"""Wakes those who wait for work: at once for what this process put in, soon for what another one did."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """Rings for whoever listens; may be rung from any thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def ring(self) -> None:
        """Tell everyone that something may have to be worked on."""
        for listener in tuple(self._listeners):
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at each ring; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


class Waker:
    """Counts wakes, so that none that comes between a look and a wait is missed. Made in a running event loop."""

    def __init__(self, bell: Bell, look_seconds: float) -> None:
        """Wake at each ring, and after `look_seconds` in any case."""
        self._look_seconds, self._woken = look_seconds, asyncio.Event()
        self.now = 0
        self._loop = asyncio.get_running_loop()
        self.close = bell.listen(self._rung)

    def wake(self) -> None:
        """Let everyone who waits look again; from the event loop only."""
        self.now += 1
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def wait(self, seen: int) -> None:
        """Return when something may have come since `seen`."""
        if self.now != seen:
            return
        try:
            await asyncio.wait_for(self._woken.wait(), self._look_seconds)
        except TimeoutError:
            return

    def _rung(self) -> None:
        self._loop.call_soon_threadsafe(self.wake)
