"""Records in memory, as a snapshot holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.record_fields import fields_of
from knowledge.records import Procedure
from knowledge.records_file import Summary, summarise


class Shelf:
    """The records given; remembers how often a field was read."""

    def __init__(self, held: Iterable[tuple[Procedure, str]]) -> None:
        self._held = {procedure.code: (procedure, text) for procedure, text in held}
        self.summaries: tuple[Summary, ...] = tuple(summarise(self._held[code][0]) for code in sorted(self._held))
        self.reads = 0

    @property
    def procedures(self) -> list[Procedure]:
        return [self._held[summary.code][0] for summary in self.summaries]

    def fields(self, code: str, names: Iterable[str]) -> dict[str, Any] | None:
        self.reads += 1
        return fields_of(self._held[code][0].model_dump_json(), names) if code in self._held else None

    def procedure(self, code: str) -> Procedure | None:
        return self._held[code][0] if code in self._held else None

    def source_text(self, code: str) -> str | None:
        return self._held[code][1] if code in self._held else None
