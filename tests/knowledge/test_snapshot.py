"""Snapshots: published whole or not at all, refused when damaged, and the same for the same content."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_world import TITLES, FakeEncoder, build, names, procedure, small_world

from knowledge.errors import NoSnapshot, SnapshotError, SnapshotMismatch
from knowledge.records import Procedure
from knowledge.records_file import Summary
from knowledge.snapshot import build_snapshot, open_snapshot

ROOT = Path(__file__).parents[2]


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
