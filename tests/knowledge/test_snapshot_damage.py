"""Damage to a snapshot is found, named, and never served; the newest one that is whole serves in its place."""

from __future__ import annotations

import errno
import hashlib
import json
from pathlib import Path

import pytest
from small_world import TITLES, FakeEncoder, build, names, small_world

from knowledge.errors import DamagedSnapshot, DiskFull, SnapshotMismatch
from knowledge.manifest import FILES, Manifest, lexicon_digest
from knowledge.snapshot import SnapshotInfo, build_snapshot, open_snapshot


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
