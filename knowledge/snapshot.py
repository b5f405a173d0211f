"""Snapshots: one immutable, published build of records and indexes. Readers hold exactly one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from knowledge.bodies import Bodies, build_bodies
from knowledge.dense import DenseIndex, build_dense
from knowledge.disk import is_full
from knowledge.encoder import Encoder
from knowledge.errors import DamagedSnapshot, DiskFull, NoSnapshot, SnapshotError, SnapshotMismatch
from knowledge.manifest import FORMAT, Manifest, lexicon_digest, measure, read_manifest, verify, write_manifest
from knowledge.passages import Passage, cut
from knowledge.phrased import PhrasedViews, build_phrased
from knowledge.phrasings import phrasings_by_code
from knowledge.records import Procedure
from knowledge.records_file import Packed, RecordsFile, Summary, pack, write_records
from knowledge.search import HybridIndex, Listing
from knowledge.shelf import building, complete, publish, published, shelf_of, sweep
from knowledge.titles import TitleViews, build_titles, core

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0: not known)."""

Check = Callable[[Path, str], None]
"""Called with a finished snapshot's folder and name before it is published; it may raise."""

_TITLE_VECTORS = "titles.faiss"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What was built: where it is, how much it holds, how long it took, and how large it is on the disk."""

    name: str
    path: Path
    procedures: int
    passages: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open snapshot. `degraded_reason` says why it is not the current one; None when it is."""

    name: str
    codes: tuple[str, ...]
    index: HybridIndex
    summaries: tuple[Summary, ...]
    created: str
    degraded_reason: str | None
    _records: RecordsFile = field(repr=False)

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of that code; None where the snapshot has none."""
        return self._records.procedure(code)

    def fields(self, code: str, names: Iterable[str]) -> dict[str, Any] | None:
        """Return top-level fields of a record as JSON has them; None where the snapshot has no such code."""
        return self._records.fields(code, names)

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised text that the record was read from; None where the snapshot has no such code."""
        return self._records.source_text(code)


Phrasings = Mapping[str, Sequence[str]]


def build_snapshot(
    home: Path,
    sources: Iterable[tuple[Procedure, str]],
    encoder: Encoder,
    *,
    phrasings: Phrasings | None = None,
    on_progress: Progress | None = None,
    before_publishing: Check | None = None,
) -> SnapshotInfo:
    """Build a snapshot beside the live one and publish it; on any error the live one stays.

    Args:
        home: Folder of everything that is written.
        sources: Records with the texts they were read from; of records with one code the last counts.
        phrasings: How people ask for each procedure, by code; None: those that ship.
        before_publishing: Called with the finished snapshot's folder and name; what it raises keeps the live one.

    Raises:
        SnapshotError: There is no record to build from.
        DiskFull: It does not fit on the disk.
    """
    try:
        said = phrasings_by_code() if phrasings is None else phrasings
        return _build(home, sources, encoder, said, on_progress or _tell_nobody, before_publishing or _pass)
    except (OSError, RuntimeError) as error:
        if not is_full(error):
            raise
        raise DiskFull(home) from error


def _build(
    home: Path,
    sources: Iterable[tuple[Procedure, str]],
    encoder: Encoder,
    phrasings: Phrasings,
    tell: Progress,
    check: Check,
) -> SnapshotInfo:
    started = time.monotonic()
    packed, passages = _gather(sources, tell)
    if not packed:
        raise SnapshotError("there are no records to build a snapshot from. Run: motcua ingest PATH")
    with building(home) as folder:
        tell("index", 0, 3)
        write_records(folder, packed)
        count = _write_indexes(folder, packed, passages, encoder, phrasings, tell)
        created = datetime.now(UTC)
        lexicon, held = lexicon_digest(), measure(folder)
        manifest = Manifest(FORMAT, encoder.name, lexicon, created.isoformat(), len(packed), count, held)
        write_manifest(folder, manifest)
        name = manifest.name
        check(folder, name)
        path = publish(home, folder, name)
    size = sum(size for size, _ in manifest.files.values())
    return SnapshotInfo(name, path, len(packed), count, time.monotonic() - started, size)


def open_snapshot(home: Path, encoder: Encoder) -> Snapshot:
    """Return the current snapshot, or the one before it when the current one is damaged.

    Raises:
        NoSnapshot: Nothing has been published yet.
        DamagedSnapshot: The current snapshot is damaged, and so is the one before it, or there is none.
        SnapshotMismatch: The current snapshot was built with another encoder or another lexicon.
    """
    sweep(home)
    names, pointer_damage = _names(home)
    try:
        return _open(home, names[0], encoder, pointer_damage)
    except DamagedSnapshot as damage:
        if _names(home)[0][0] != names[0]:  # another was published, and this one removed, since the pointer was read
            return open_snapshot(home, encoder)
        return _open_an_older(home, names[1:], encoder, damage)


def _names(home: Path) -> tuple[tuple[str, ...], str | None]:
    """Return the snapshots to try, best first, and what is wrong with the pointer if anything is."""
    try:
        return published(home), None
    except (NoSnapshot, DamagedSnapshot) as damage:
        names = complete(home)
        if not names:
            raise
        reason = "the pointer to the current snapshot is missing" if isinstance(damage, NoSnapshot) else str(damage)
        _log.warning("snapshot_pointer_damaged", reason=reason, serving=names[0])
        return names, reason


def open_built(folder: Path, encoder: Encoder) -> Snapshot:
    """Return the snapshot of a finished folder, published or not, under the name that it has or will have.

    Raises:
        DamagedSnapshot: It cannot be read.
        SnapshotMismatch: It was built with another encoder or another lexicon.
    """
    manifest = read_manifest(folder, named=False)
    return _open_folder(folder, manifest, encoder, None)


def _pass(_folder: Path, _name: str) -> None:
    """Let every snapshot be published."""


def _tell_nobody(_stage: str, _done: int, _total: int) -> None:
    """Take progress that nobody asked for."""


def _open_an_older(home: Path, names: Sequence[str], encoder: Encoder, damage: DamagedSnapshot) -> Snapshot:
    for name in names:
        try:
            older = _open(home, name, encoder, str(damage))
        except (DamagedSnapshot, SnapshotMismatch) as error:
            _log.warning("older_snapshot_unusable", name=name, reason=str(error))
            continue
        _log.warning("serving_an_older_snapshot", name=name, reason=str(damage))
        return older
    raise damage


def _open(home: Path, name: str, encoder: Encoder, degraded_reason: str | None) -> Snapshot:
    folder = shelf_of(home) / name
    return _open_folder(folder, read_manifest(folder), encoder, degraded_reason)


def _open_folder(folder: Path, manifest: Manifest, encoder: Encoder, degraded_reason: str | None) -> Snapshot:
    if manifest.encoder != encoder.name:
        raise SnapshotMismatch(folder, manifest.encoder, encoder.name)
    if manifest.lexicon != lexicon_digest():
        raise SnapshotMismatch(folder, manifest.lexicon, lexicon_digest(), "lexicon")
    verify(folder, manifest)
    try:
        return _load(folder, manifest, encoder, degraded_reason)
    except (OSError, RuntimeError, ValueError, TypeError, LookupError, EOFError) as error:
        # numpy, FAISS, mmap and json each refuse in their own way what was built by something else.
        raise DamagedSnapshot(folder, f"its files cannot be read ({error!r})") from error


def _load(folder: Path, manifest: Manifest, encoder: Encoder, degraded_reason: str | None) -> Snapshot:
    records = RecordsFile(folder)
    titles, bodies = TitleViews.load(folder), Bodies.load(folder)
    vectors = DenseIndex.load(folder / _TITLE_VECTORS)
    index = HybridIndex(_listing(records.summaries), titles, vectors, PhrasedViews.load(folder), bodies, encoder)
    codes = tuple(summary.code for summary in records.summaries)
    return Snapshot(manifest.name, codes, index, records.summaries, manifest.created, degraded_reason, records)


def _gather(sources: Iterable[tuple[Procedure, str]], tell: Progress) -> tuple[list[Packed], list[list[Passage]]]:
    """Return records and passages in code order; only compressed records are held, for there may be many."""
    held: dict[str, tuple[Packed, list[Passage]]] = {}
    for done, (procedure, source_text) in enumerate(sources, start=1):
        held[procedure.code] = (pack(procedure, source_text), cut(procedure))
        tell("records", done, 0)
    pairs = [held[code] for code in sorted(held)]
    return [packed for packed, _ in pairs], [passages for _, passages in pairs]


def _write_indexes(
    folder: Path,
    packed: Sequence[Packed],
    passages: Sequence[Sequence[Passage]],
    encoder: Encoder,
    phrasings: Phrasings,
    tell: Progress,
) -> int:
    """Write titles and bodies; return the number of passages."""
    titles = [item.summary.title for item in packed]
    build_titles(titles).save(folder)
    tell("index", 1, 3)
    build_dense(encoder.encode_passages([core(title) for title in titles])).save(folder / _TITLE_VECTORS)
    build_phrased([item.summary.code for item in packed], titles, phrasings, encoder).save(folder)
    tell("index", 2, 3)
    bodies = build_bodies(passages, encoder)
    bodies.save(folder)
    tell("index", 3, 3)
    return bodies.passages


def _listing(summaries: Sequence[Summary]) -> Listing:
    return Listing(
        codes=tuple(summary.code for summary in summaries),
        titles=tuple(summary.title for summary in summaries),
        levels=tuple(summary.level or None for summary in summaries),
        jurisdictions=tuple(summary.jurisdiction for summary in summaries),
        fields=tuple(summary.field for summary in summaries),
        agencies=tuple(summary.agency for summary in summaries),
    )
