"""Snapshots: published whole or not at all, refused when damaged, and the same for the same content."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_world import TITLES, FakeEncoder, procedure, small_world

from knowledge.errors import DamagedSnapshot, DiskFull, NoSnapshot, SnapshotError, SnapshotMismatch
from knowledge.manifest import FILES, Manifest, lexicon_digest
from knowledge.records import Procedure
from knowledge.records_file import Summary
from knowledge.snapshot import SnapshotInfo, build_snapshot, open_snapshot

ROOT = Path(__file__).parents[2]


def build(home: Path, count: int = 12, encoder: str = "fake-1") -> SnapshotInfo:
    return build_snapshot(home, small_world()[:count], FakeEncoder(encoder))


def names(home: Path) -> set[str]:
    return {path.name for path in (home / "snapshots").iterdir() if not path.name.startswith(".")} - {"current"}


def test_records_and_texts_come_back_as_they_went_in(tmp_path: Path) -> None:
    info = build(tmp_path)

    snapshot = open_snapshot(tmp_path, FakeEncoder())

    assert snapshot.name == info.name
    assert snapshot.degraded_reason is None
    assert snapshot.codes == tuple(TITLES)
    for record, source in small_world():
        assert snapshot.procedure(record.code) == record
        assert snapshot.source_text(record.code) == source
    assert snapshot.procedure("9.999999") is None
    assert snapshot.source_text("9.999999") is None


def test_info_counts_what_was_built(tmp_path: Path) -> None:
    info = build(tmp_path, count=2)

    held = sum(path.stat().st_size for path in info.path.iterdir() if path.name != "manifest.json")
    assert (info.procedures, info.bytes) == (2, held)
    assert info.passages > 2
    assert info.path == tmp_path / "snapshots" / info.name


def test_summaries_are_plain_rows_in_code_order(tmp_path: Path) -> None:
    record, text = procedure("2.000001", "Thủ tục  đa\u0306ng ký", level=None, jurisdiction="Huế")
    build_snapshot(tmp_path, [(record, text), *small_world()[:1]], FakeEncoder())

    summaries = open_snapshot(tmp_path, FakeEncoder()).summaries

    assert [summary.code for summary in summaries] == ["1.000001", "2.000001"]
    assert summaries[1] == Summary("2.000001", "Thủ tục đăng ký", "", "Lĩnh vực thử", "Ủy ban nhân dân cấp xã", "Huế")


def test_of_two_records_with_one_code_the_last_counts(tmp_path: Path) -> None:
    pairs = [procedure("1.000001", "Tên cũ"), procedure("1.000001", "Tên mới")]

    build_snapshot(tmp_path, pairs, FakeEncoder())

    assert [row.title for row in open_snapshot(tmp_path, FakeEncoder()).summaries] == ["Tên mới"]


def test_the_same_content_has_the_same_hash_in_any_order_and_another_has_another(tmp_path: Path) -> None:
    first = build(tmp_path)
    turned = build_snapshot(tmp_path, reversed(small_world()), FakeEncoder())
    fewer = build(tmp_path, count=11)
    encoded = build(tmp_path, encoder="fake-2")

    hashes = [info.name.rsplit("-", 1)[1] for info in (first, turned, fewer, encoded)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_nothing_published_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="motcua build"):
        open_snapshot(tmp_path, FakeEncoder())


def test_no_record_is_refused_and_leaves_the_live_snapshot(tmp_path: Path) -> None:
    live = build(tmp_path)

    with pytest.raises(SnapshotError, match="no records"):
        build_snapshot(tmp_path, [], FakeEncoder())

    assert open_snapshot(tmp_path, FakeEncoder()).name == live.name


def test_another_encoder_is_refused_by_name(tmp_path: Path) -> None:
    build(tmp_path)

    with pytest.raises(SnapshotMismatch) as caught:
        open_snapshot(tmp_path, FakeEncoder("fake-2"))

    assert (caught.value.built_with, caught.value.wanted) == ("fake-1", "fake-2")


def test_the_current_snapshot_and_the_one_before_are_kept(tmp_path: Path) -> None:
    built = [build(tmp_path, count).name for count in (1, 2, 3)]

    assert names(tmp_path) == set(built[1:])
    assert open_snapshot(tmp_path, FakeEncoder()).name == built[2]


def truncate(folder: Path) -> None:
    file = folder / "records.bin"
    file.write_bytes(file.read_bytes()[:-1])


def change(folder: Path) -> None:
    file = folder / "passages.weights.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def remove(folder: Path) -> None:
    (folder / "titles.faiss").unlink()


def garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def lead_manifest_out(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told["files"]["../../current"] = [1, "0"]
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


def raise_format(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(told | {"format": 999}), encoding="utf-8")


def name_no_files(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(told | {"files": {}}), encoding="utf-8")


def drop_an_entry_and_spoil_its_file(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del told["files"]["titles.faiss"]
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "titles.faiss").write_bytes(b"no index")


DAMAGES = {
    truncate: "records.bin has",
    change: "passages.weights.npy was changed",
    remove: "titles.faiss cannot be read",
    garble_manifest: "manifest cannot be read",
    lead_manifest_out: "leads out of the folder",
    raise_format: "format 999",
    name_no_files: "manifest was changed",
    drop_an_entry_and_spoil_its_file: "manifest was changed",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_snapshot_is_refused_and_the_one_before_serves(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    before, current = build(tmp_path, 2), build(tmp_path, 3)
    damage(current.path)

    snapshot = open_snapshot(tmp_path, FakeEncoder())

    assert snapshot.name == before.name
    assert DAMAGES[damage] in str(snapshot.degraded_reason)
    assert snapshot.codes == tuple(TITLES)[:2]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_without_a_snapshot_before_is_named(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    damage(build(tmp_path).path)

    with pytest.raises(DamagedSnapshot, match=DAMAGES[damage]):
        open_snapshot(tmp_path, FakeEncoder())


def test_an_unreadable_pointer_falls_back_to_the_newest_and_the_next_build_heals_it(tmp_path: Path) -> None:
    build(tmp_path, 1)
    newest = build(tmp_path, 2)
    (tmp_path / "snapshots" / "current").write_text("[", encoding="utf-8")

    served = open_snapshot(tmp_path, FakeEncoder())

    assert served.name == newest.name
    assert "pointer" in str(served.degraded_reason)
    healed = build(tmp_path, 3)
    assert open_snapshot(tmp_path, FakeEncoder()).name == healed.name
    assert open_snapshot(tmp_path, FakeEncoder()).degraded_reason is None


def test_a_missing_pointer_serves_the_newest_and_the_next_build_keeps_it(tmp_path: Path) -> None:
    build(tmp_path, 1)
    newest = build(tmp_path, 2)
    (tmp_path / "snapshots" / "zz-not-a-snapshot").mkdir()
    (tmp_path / "snapshots" / "current").unlink()

    served = open_snapshot(tmp_path, FakeEncoder())

    assert served.name == newest.name
    assert served.degraded_reason == "the pointer to the current snapshot is missing"
    healed = build(tmp_path, 3)
    assert names(tmp_path) == {newest.name, healed.name, "zz-not-a-snapshot"}
    assert open_snapshot(tmp_path, FakeEncoder()).degraded_reason is None


def test_the_files_of_a_snapshot_are_exactly_the_known_ones(tmp_path: Path) -> None:
    folder = build(tmp_path).path

    assert {path.name for path in folder.iterdir()} == {*FILES, "manifest.json"}


def forge(home: Path, info: SnapshotInfo, **changes: object) -> Path:
    """Change a published snapshot's manifest, and name the folder and the pointer to fit it."""
    folder = info.path
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | changes
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    files = {name: tuple(entry) for name, entry in told["files"].items()}
    fitting = Manifest(**(told | {"files": files})).content_hash
    forged = folder.with_name(f"{info.name.rsplit('-', 1)[0]}-{fitting}")
    folder.rename(forged)
    (home / "snapshots" / "current").write_text(json.dumps([forged.name]), encoding="utf-8")
    return forged


def test_a_snapshot_of_another_lexicon_is_refused_by_name(tmp_path: Path) -> None:
    forged = forge(tmp_path, build(tmp_path), lexicon="0123456789ab")

    with pytest.raises(SnapshotMismatch, match=r"lexicon '0123456789ab'.*Run: motcua build") as caught:
        open_snapshot(tmp_path, FakeEncoder())

    assert (caught.value.path, caught.value.built_with, caught.value.wanted) == (
        forged,
        "0123456789ab",
        lexicon_digest(),
    )


def test_a_manifest_that_leaves_a_file_out_is_refused_even_where_the_name_fits(tmp_path: Path) -> None:
    info = build(tmp_path)
    told = json.loads((info.path / "manifest.json").read_text(encoding="utf-8"))
    del told["files"]["titles.faiss"]
    forge(tmp_path, info, files=told["files"])

    with pytest.raises(DamagedSnapshot, match=r"does not name titles\.faiss"):
        open_snapshot(tmp_path, FakeEncoder())


@pytest.mark.parametrize("file", ["titles.faiss", "passages.keys.npy", "summaries.json", "records.bin"])
def test_files_that_their_library_refuses_are_damage(tmp_path: Path, file: str) -> None:
    info = build(tmp_path)
    (info.path / file).write_bytes(b"")
    told = json.loads((info.path / "manifest.json").read_text(encoding="utf-8"))
    forge(tmp_path, info, files=told["files"] | {file: [0, hashlib.sha256(b"").hexdigest()]})

    with pytest.raises(DamagedSnapshot, match="its files cannot be read"):
        open_snapshot(tmp_path, FakeEncoder())


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("144080 requested and 111584 written"),
        RuntimeError("Error in void faiss::fwrite: write error in titles.faiss: 3 != 4 (No space left on device)"),
    ],
    ids=["system", "numpy", "faiss"],
)
def test_a_build_on_a_full_disk_says_so_and_leaves_the_live_snapshot(tmp_path: Path, error: Exception) -> None:
    live = build(tmp_path)

    def no_room(stage: str, done: int, total: int) -> None:
        if stage == "index":
            raise error

    with pytest.raises(DiskFull, match=r"is full.*free space"):
        build_snapshot(tmp_path, small_world(), FakeEncoder(), on_progress=no_room)

    assert open_snapshot(tmp_path, FakeEncoder()).name == live.name


def failing() -> Iterator[tuple[Procedure, str]]:
    yield small_world()[0]
    raise RuntimeError("the source broke")


def test_a_failing_build_leaves_the_live_snapshot_and_no_folder(tmp_path: Path) -> None:
    live = build(tmp_path)

    with pytest.raises(RuntimeError, match="the source broke"):
        build_snapshot(tmp_path, failing(), FakeEncoder())

    assert names(tmp_path) == {live.name}
    assert list((tmp_path / "snapshots").glob(".building-*")) == []


CRASH = """
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
import knowledge.{module} as module
from knowledge.snapshot import build_snapshot
from small_world import FakeEncoder, small_world
def crash(*args, **kwargs): os._exit(9)
module.{function} = crash
build_snapshot(Path(sys.argv[1]), small_world()[:3], FakeEncoder())
"""


@pytest.mark.parametrize(
    ("module", "function"),
    [("snapshot", "write_manifest"), ("snapshot", "publish"), ("shelf", "_sync_tree"), ("shelf", "_point")],
)
def test_a_crash_at_any_moment_leaves_the_old_one_serving(tmp_path: Path, module: str, function: str) -> None:
    live = build(tmp_path, 2)
    code = CRASH.format(root=str(ROOT), tests=str(Path(__file__).parent), module=module, function=function)

    crashed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, timeout=60)

    assert crashed.returncode == 9, crashed.stderr
    assert open_snapshot(tmp_path, FakeEncoder()).name == live.name
    assert list((tmp_path / "snapshots").glob(".building-*")) == []
    after = build(tmp_path, 4)
    assert open_snapshot(tmp_path, FakeEncoder()).name == after.name


def test_the_folder_of_a_running_build_is_not_swept(tmp_path: Path) -> None:
    build(tmp_path)
    seen: list[int] = []

    def look(stage: str, done: int, total: int) -> None:
        if stage == "index":
            open_snapshot(tmp_path, FakeEncoder())
            seen.append(len(list((tmp_path / "snapshots").glob(".building-*"))))

    build_snapshot(tmp_path, small_world(), FakeEncoder(), on_progress=look)

    assert set(seen) == {1}


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    build_snapshot(
        tmp_path,
        small_world()[:2],
        FakeEncoder(),
        on_progress=lambda stage, done, total: told.append((stage, done, total)),
    )

    assert told == [("records", 1, 0), ("records", 2, 0), *(("index", done, 3) for done in range(4))]


def test_an_open_snapshot_outlives_its_folder(tmp_path: Path) -> None:
    build(tmp_path, 3)
    snapshot = open_snapshot(tmp_path, FakeEncoder())

    for count in (4, 5):
        build(tmp_path, count)

    assert snapshot.name not in names(tmp_path)
    assert snapshot.procedure("1.000002") == small_world()[1][0]
    assert snapshot.index.search("khai sinh")[0].code == "1.000001"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so nothing is read-only to it")
def test_a_read_only_home_can_be_read(tmp_path: Path) -> None:
    build(tmp_path)
    shelf = tmp_path / "snapshots"
    (shelf / ".building-left-over").mkdir()
    shelf.chmod(0o555)

    assert open_snapshot(tmp_path, FakeEncoder()).codes == tuple(TITLES)

    shelf.chmod(0o755)
