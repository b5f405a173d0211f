"""Bring the catalogue in line with files: read what changed, keep what did not, name what cannot be read.

A file is known by its sha256, so that an unchanged one costs one look. What is read is committed in batches,
in order: whatever stops an ingest, everything committed stays, and the same command goes on from there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import ReadError
from ingest.files import Found, find_files, read_file
from ingest.quarantine import Quarantine, Refusal
from ingest.reading import How
from ingest.worker import Limits, Worker
from knowledge.catalogue import Catalogue, Entry, Holding

STARTER = "starter"
"""The source system of the records that ship with the program; real ones replace them."""

Progress = Callable[[int, int], None]
"""Called with how many files are done and how many there are."""

_BATCH = 200
_AS_FOUND, _USUAL = How(), Limits()


@dataclass
class Tally:
    """What an ingest has done so far; correct at any moment, also after an interruption."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0  # by prune
    starter_replaced: int = 0
    refused: list[Refusal] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def accepted(self) -> int:
        """How many files hold a record that the catalogue has."""
        return self.new + self.changed + self.unchanged

    @property
    def touched(self) -> bool:
        """Whether the catalogue says anything else than before."""
        return self.new + self.changed + self.removed > 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """One path and what came of it: a record to store, a record that is held, or a refusal."""

    found: Found
    sha256: str | None
    result: Entry | Holding | ReadError


class Sync:
    """One ingest into one catalogue; `run` it once."""

    def __init__(
        self,
        catalogue: Catalogue,
        quarantine: Quarantine,
        how: How = _AS_FOUND,
        limits: Limits = _USUAL,
        on_progress: Progress | None = None,
    ) -> None:
        self.tally = Tally()
        self._catalogue, self._quarantine = catalogue, quarantine
        self._how, self._limits, self._on_progress = how, limits, on_progress or (lambda *_: None)
        self._holdings: dict[str, Holding] = {}
        self._claims: dict[str, tuple[Found, str]] = {}  # code -> the first file with it, and its sha256
        self._pending: list[Entry] = []

    def run(self, paths: Sequence[Path], prune: bool = False) -> Tally:
        """Ingest files and folders and return what that did.

        Args:
            paths: In order of precedence: of two files with one code, the first is taken, the other refused.
            prune: Also remove records whose file is gone from these folders, unless nothing could be read.

        Raises:
            FileNotFoundError: One of the paths does not exist.
            CatalogueError: The catalogue cannot be written; what was committed stays.
            WorkerError: No reader process can be started.
        """
        started = time.monotonic()
        found = find_files(paths)
        self._holdings = {holding.origin: holding for holding in self._catalogue.holdings()}
        looked_at: set[Path] = set()
        try:
            with Worker(self._how, self._limits) as worker:
                for done, seen in enumerate(self._look(found, worker), start=1):
                    self._take(seen)
                    looked_at.add(seen.found.path)
                    self._on_progress(done, len(found))
            self._commit()
            if prune and self.tally.accepted:
                self._prune([path.resolve() for path in paths if path.is_dir()], found)
            looked_at.update(path.resolve() for path in paths)
        finally:
            self._quarantine.replace(looked_at, self.tally.refused)
            self.tally.seconds = round(time.monotonic() - started, 3)
        return self.tally

    def _look(self, found: Sequence[Found], worker: Worker) -> Iterator[_Seen]:
        """Yield what becomes of every path, in order; while one file is stored, the worker reads the next."""
        reading: tuple[Found, bytes] | None = None
        for item in found:
            glance = self._glance(item)
            collected = self._collect(*reading, worker) if reading else None
            reading = None
            if isinstance(glance, bytes):
                worker.submit(glance, item.file)
                reading = item, glance
            if collected is not None:
                yield collected
            if isinstance(glance, _Seen):
                yield glance
        if reading is not None:
            yield self._collect(*reading, worker)

    def _glance(self, item: Found) -> bytes | _Seen:
        """Return the bytes that have to be read, or what is known of the file without reading them."""
        if item.refusal is not None:
            return _Seen(item, None, item.refusal)
        try:
            key = self._how.key(item.file)
            content = read_file(item)
        except ReadError as error:
            return _Seen(item, None, error)
        held = self._holdings.get(str(item.path))
        if held is not None and held.reading == key and held.sha256 == _sha256(content):
            return _Seen(item, held.sha256, held)
        return content

    def _collect(self, item: Found, content: bytes, worker: Worker) -> _Seen:
        sha256 = _sha256(content)
        try:
            procedure = worker.collect()
        except ReadError as error:
            return _Seen(item, sha256, error)
        text = content.decode("utf-8")
        return _Seen(item, sha256, Entry(procedure, text, str(item.path), self._how.key(item.file)))

    def _take(self, seen: _Seen) -> None:
        """Count one path and store its record with the next batch."""
        result, sha256 = seen.result, seen.sha256 or ""
        if isinstance(result, ReadError):
            self._refuse(seen, result)
            return
        code = result.code if isinstance(result, Holding) else result.procedure.code
        first, first_sha256 = self._claims.setdefault(code, (seen.found, sha256))
        if first is not seen.found and first_sha256 != sha256:
            reason = f"duplicate: {code} stands in {first.file} too, with other text"
            self._refuse(seen, ReadError(seen.found.file, "Mã thủ tục", reason, "Keep one of the two files."))
        elif first is not seen.found or isinstance(result, Holding):
            self.tally.unchanged += 1
        else:
            self._pending.append(result)
            if len(self._pending) == _BATCH:
                self._commit()

    def _refuse(self, seen: _Seen, error: ReadError) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        path = str(seen.found.path)
        refusal = Refusal(error.file, error.heading, error.reason, error.advice, path, seen.sha256, now)
        self.tally.refused.append(refusal)

    def _commit(self) -> None:
        """Store what is pending in one transaction; the first real records send the starter records away."""
        if not self._pending:
            return
        replacing = None if self._how.system == STARTER else STARTER
        outcomes = self._catalogue.put_many(self._pending, replacing)
        self._pending.clear()
        self.tally.new += outcomes.count("new")
        self.tally.changed += outcomes.count("changed")
        self.tally.unchanged += outcomes.count("unchanged")
        if replacing:
            held = self._holdings.values()
            self.tally.starter_replaced = sum(holding.system == replacing for holding in held)

    def _prune(self, folders: Sequence[Path], found: Sequence[Found]) -> None:
        """Remove the records of the folders whose file is gone or holds another procedure now."""
        there = {item.path for item in found}
        closed = {item.path for item in found if item.refusal is not None}  # a folder that we may not list
        codes = {first.path: code for code, (first, _) in self._claims.items()}
        gone = []
        for holding in self._catalogue.holdings():
            path = Path(holding.origin)
            within = any(path.is_relative_to(folder) for folder in folders)
            missing = path not in there and closed.isdisjoint(path.parents)
            if within and (missing or codes.get(path, holding.code) != holding.code):
                gone.append(holding.code)
        self.tally.removed = self._catalogue.remove(gone)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
