"""Whether it is worth asking the language model: after several failures in a row it is left alone for a while.

A reply that comes late is a failure too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_FAILURES = 3
_REST_SECONDS = 30.0


class Breaker:
    """Counts failures; open, it lets one try through now and then."""

    def __init__(
        self,
        failures: int = _FAILURES,
        rest_seconds: float = _REST_SECONDS,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._rest_seconds, self._clock = failures, rest_seconds, clock
        self._failures, self._retry_at = 0, 0.0
        self._lock = threading.Lock()

    @property
    def resting(self) -> bool:
        """Whether the model is left alone."""
        return self._failures >= self._most and self._clock() < self._retry_at

    def allows(self) -> bool:
        """Whether to ask now; while it rests only one try in each rest is let through."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + self._rest_seconds
            return True

    def succeeded(self) -> None:
        """Note that a reply came in good time."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Note that none came, or late."""
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + self._rest_seconds
