"""Seeded chance that gives the same draws on every machine and in every version of Python."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that a text decides: the same seed draws the same."""

    def __init__(self, seed: str) -> None:
        self._seed, self._drawn = seed.encode("utf-8", "replace"), 0

    def share(self) -> float:
        """Return the next number, at least 0 and under 1."""
        digest = hashlib.sha256(b"%s#%d" % (self._seed, self._drawn)).digest()
        self._drawn += 1
        return (int.from_bytes(digest[:8], "big") >> 11) / (1 << 53)

    def below(self, limit: int) -> int:
        """Return the next whole number from 0 to under `limit`."""
        return int(self.share() * limit)

    def pick(self, several: Sequence[T]) -> T:
        """Return one of several."""
        return several[self.below(len(several))]

    def shuffled(self, several: Sequence[T]) -> list[T]:
        """Return all of them in a drawn order."""
        mixed = list(several)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed


def rank(seed: str, name: str) -> str:
    """Return a key that puts names into a drawn order when they are sorted by it."""
    return hashlib.sha256(f"{seed}#{name}".encode("utf-8", "replace")).hexdigest()
