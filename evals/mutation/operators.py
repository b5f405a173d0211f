"""What an operator is: one realistic fault of such a product, as a pure function over a reply or a question."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from assistant.records import Question
from evals.transcripts import Reply

T = TypeVar("T")


class Neighbours(Protocol):
    """Other replies to borrow from."""

    def neighbour(self, code: str, facet: str | None = None) -> Reply | None:
        """Return an answer on a procedure near `code` and never on `code`, on that facet where one is named."""

    def about(self, code: str, besides: str | None = None) -> Reply | None:
        """Return an answer on the procedure `code` itself, on another facet than `besides`."""


@dataclass(frozen=True)
class Place:
    """Where a fault strikes: a choice that depends on `seed` alone, the message, and whom to borrow from."""

    seed: str
    message: str
    neighbours: Neighbours

    def choose(self, among: Sequence[T]) -> T:
        """Return one of them, always the same one for the same place and choices; there has to be one."""
        return among[self.number(len(among))]

    def number(self, below: int) -> int:
        """Return a number from 0 to `below` - 1, always the same one for the same place and bound."""
        digest = hashlib.sha256(f"{self.seed}|{below}".encode("utf-8", "replace")).digest()
        return random.Random(int.from_bytes(digest[:8], "big")).randrange(below)


@dataclass(frozen=True)
class Operator:
    """One fault of an answer.

    `mutate` returns None where the reply holds nothing that this fault could break. `concerns` names facets, of which
    only answers are broken, and behaviours, of which every reply is.
    """

    name: str
    what_breaks: str
    concerns: frozenset[str]
    mutate: Callable[[Reply, Place], Reply | None]

    def apply(self, reply: Reply, place: Place) -> Reply | None:
        """Return the broken reply; None where the fault does not concern it or changes nothing."""
        on_facet = reply.behavior == "answer" and reply.facet in self.concerns
        if not on_facet and reply.behavior not in self.concerns:
            return None
        broken = self.mutate(reply, place)
        return None if broken == reply else broken


@dataclass(frozen=True)
class QuestionOperator:
    """One fault between the person and the assistant: `mutate` returns an equal question where it breaks nothing."""

    name: str
    what_breaks: str
    mutate: Callable[[Question, Place], Question]


FACETS = frozenset(
    ("documents", "fee", "time", "where", "steps", "conditions", "legal", "result", "online", "form", "overview")
)
BEHAVIORS = frozenset(("answer", "clarify", "refuse", "greet", "warn", "handoff", "list", "error"))
