"""All records and source texts of a snapshot in one compressed file, each read only when it is asked for."""

from __future__ import annotations

import json
import mmap
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.lexical import mapped
from knowledge.record_fields import fields_of
from knowledge.records import Procedure
from knowledge.vietnamese import clean

_BLOB, _OFFSETS, _SUMMARIES = "records.bin", "records.offsets.npy", "summaries.json"
_COMPRESSION = 4
_HELD = 256


@dataclass(frozen=True, slots=True)
class Summary:
    """A procedure in one row of a list: plain NFC strings, empty where the source is silent.

    `level` is "ministry", "province" or "commune"; `agency` the one that carries the procedure out.
    """

    code: str
    title: str
    level: str
    field: str
    agency: str
    jurisdiction: str


def summarise(procedure: Procedure) -> Summary:
    """Return the row of a procedure."""
    field, agency = procedure.field, procedure.agencies.implementing
    return Summary(
        code=procedure.code,
        title=clean(procedure.title.plain),
        level=procedure.level or "",
        field=clean(field.plain) if field else "",
        agency=clean(agency.plain) if agency else "",
        jurisdiction=procedure.jurisdiction,
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """A record and its source text, compressed, with its row."""

    summary: Summary
    record: bytes
    source: bytes


def pack(procedure: Procedure, source_text: str) -> Packed:
    """Return the record made ready for the file; equal records give equal bytes."""
    record = zlib.compress(procedure.model_dump_json().encode("utf-8"), _COMPRESSION)
    source = zlib.compress(source_text.encode("utf-8"), _COMPRESSION)
    return Packed(summarise(procedure), record, source)


def write_records(folder: Path, packed: Sequence[Packed]) -> None:
    """Write the records into the folder, in the order given."""
    sizes = [len(part) for item in packed for part in (item.record, item.source)]
    with (folder / _BLOB).open("wb") as file:
        for item in packed:
            file.write(item.record)
            file.write(item.source)
    np.save(folder / _OFFSETS, np.cumsum([0, *sizes], dtype=np.int64))
    rows = [astuple(item.summary) for item in packed]
    (folder / _SUMMARIES).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


class RecordsFile:
    """The records of one snapshot; safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        rows = json.loads((folder / _SUMMARIES).read_text(encoding="utf-8"))
        self.summaries = tuple(Summary(*row) for row in rows)
        self._numbers = {summary.code: number for number, summary in enumerate(self.summaries)}
        self._offsets = mapped(folder / _OFFSETS)
        with (folder / _BLOB).open("rb") as file:
            self._blob = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._held: OrderedDict[str, Procedure] = OrderedDict()
        self._lock = threading.Lock()

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of that code; None where there is none."""
        with self._lock:
            if code in self._held:
                self._held.move_to_end(code)
                return self._held[code]
        raw = self._read(code, 0)
        if raw is None:
            return None
        record = Procedure.model_validate_json(raw)
        with self._lock:
            self._held[code] = record
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        return record

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised text that the record was read from; None where there is no such code."""
        raw = self._read(code, 1)
        return None if raw is None else raw.decode("utf-8")

    def fields(self, code: str, names: Iterable[str]) -> dict[str, Any] | None:
        """Return top-level fields of a record as JSON has them, without building it; None where there is none."""
        raw = self._read(code, 0)
        return None if raw is None else fields_of(raw.decode("utf-8"), names)

    def _read(self, code: str, part: int) -> bytes | None:
        number = self._numbers.get(code)
        if number is None:
            return None
        begin, end = (int(place) for place in self._offsets[2 * number + part : 2 * number + part + 2])
        return zlib.decompress(self._blob[begin:end])
