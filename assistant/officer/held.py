"""What the desk needs of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from knowledge.records import Procedure
from knowledge.records_file import Summary


class Held(Protocol):
    """The records that are held: rows of all of them, single fields of any, and whole records with their sources."""

    @property
    def summaries(self) -> Sequence[Summary]:
        """One row a procedure, in code order."""

    def fields(self, code: str, names: Iterable[str]) -> dict[str, Any] | None:
        """Return top-level fields of a record as JSON has them; None where there is no such code."""

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of that code; None where there is none."""

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised text that the record was read from; None where there is no such code."""
