"""An ingest reads what changed, names what it cannot read, and loses nothing that it stored."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.quarantine import Quarantine
from ingest.reading import How
from ingest.starter import bring_starter, starter_folder
from ingest.sync import STARTER, Sync, Tally
from knowledge.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue."""
    with Catalogue.open(f"sqlite:///{tmp_path / 'catalogue.sqlite'}") as catalogue:
        yield catalogue


Ingest = Callable[..., Tally]


@pytest.fixture
def ingest(catalogue: Catalogue, tmp_path: Path, folder: Path) -> Ingest:
    """Ingest the folder, or other paths, and return the tally."""

    def ingest(*paths: Path, prune: bool = False, how: How = How()) -> Tally:  # noqa: B008 - immutable
        return Sync(catalogue, Quarantine(tmp_path), how).run(paths or (folder,), prune)

    return ingest


def _counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.new, tally.changed, tally.unchanged, len(tally.refused), tally.removed


def test_the_second_ingest_of_a_folder_changes_nothing(ingest: Ingest, write: Write, catalogue: Catalogue) -> None:
    write("1.000001"), write("1.000002")
    first = ingest()
    before = catalogue.fingerprint()

    second = ingest()

    assert (_counts(first), _counts(second)) == ((2, 0, 0, 0, 0), (0, 0, 2, 0, 0))
    assert (first.touched, second.touched) == (True, False)
    assert catalogue.fingerprint() == before


def test_a_changed_file_makes_a_new_version_and_keeps_the_old_one(
    ingest: Ingest, write: Write, catalogue: Catalogue
) -> None:
    write("1.000001", "Tên cũ"), write("1.000002")
    ingest()
    write("1.000001", "Tên mới")

    tally = ingest()

    titles = [catalogue.version("1.000001", number) for number in (1, 2)]
    assert _counts(tally) == (0, 1, 1, 0, 0)
    assert [record.title.plain for record in titles if record] == ["Tên cũ", "Tên mới"]


def test_the_source_is_kept_as_it_was_with_its_name_below_the_folder(
    ingest: Ingest, write: Write, catalogue: Catalogue
) -> None:
    path = write("1.000001", "Đăng ký", name="hộ tịch/a.txt")  # decomposed: not NFC

    ingest()

    ((record, text),) = catalogue.procedures()
    assert record.source.file == "hộ tịch/a.txt"
    assert text.encode() == path.read_bytes()
    assert all(text[quote.span.start : quote.span.end] == quote.text for _, quote in record.quotes())


def test_two_files_with_one_code_the_first_is_taken_and_the_second_refused(
    ingest: Ingest, write: Write, catalogue: Catalogue
) -> None:
    write("1.000001", "Tên a", name="a.txt"), write("1.000001", "Tên b", name="b.txt")

    tallies = [ingest(), ingest()]

    assert [_counts(tally) for tally in tallies] == [(1, 0, 0, 1, 0), (0, 0, 1, 1, 0)]
    assert [tally.refused[0].file for tally in tallies] == ["b.txt", "b.txt"]
    assert tallies[0].refused[0].reason == "duplicate: 1.000001 stands in a.txt too, with other text"
    record = catalogue.get("1.000001")
    assert record is not None
    assert record.title.plain == "Tên a"


def test_an_earlier_file_with_the_code_of_a_held_one_takes_its_place(
    ingest: Ingest, write: Write, catalogue: Catalogue
) -> None:
    write("1.000001", "Tên b", name="b.txt")
    ingest()
    write("1.000001", "Tên a", name="a.txt")

    tallies = [ingest(), ingest()]

    assert [_counts(tally) for tally in tallies] == [(0, 1, 0, 1, 0), (0, 0, 1, 1, 0)]
    record = catalogue.get("1.000001")
    assert record is not None
    assert record.title.plain == "Tên a"


def test_the_same_text_in_two_files_is_no_refusal(ingest: Ingest, write: Write) -> None:
    write("1.000001", name="a.txt"), write("1.000001", name="b.txt")

    assert _counts(ingest()) == (1, 0, 1, 0, 0)


def test_prune_removes_what_is_gone_from_this_folder_only(
    ingest: Ingest, write: Write, folder: Path, catalogue: Catalogue
) -> None:
    write("1.000001", name="a/1.txt"), write("1.000002", name="a/2.txt"), write("1.000003", name="b/3.txt")
    ingest()
    (folder / "a/2.txt").unlink(), (folder / "b/3.txt").unlink()

    tally = ingest(folder / "a", prune=True)

    assert _counts(tally) == (0, 0, 1, 0, 1)
    assert [held.code for held in catalogue.holdings()] == ["1.000001", "1.000003"]


def test_prune_removes_the_code_that_a_file_no_longer_holds(ingest: Ingest, write: Write, catalogue: Catalogue) -> None:
    write("1.000001", name="a.txt")
    ingest()
    write("1.000002", name="a.txt")

    tally = ingest(prune=True)

    assert _counts(tally) == (1, 0, 0, 0, 1)
    assert [held.code for held in catalogue.holdings()] == ["1.000002"]


def test_prune_keeps_the_record_of_a_file_that_is_damaged(ingest: Ingest, write: Write, catalogue: Catalogue) -> None:
    write("1.000001"), write("1.000002")
    ingest()
    write("1.000002").write_bytes(b"")

    tally = ingest(prune=True)

    assert _counts(tally) == (0, 0, 1, 1, 0)
    assert catalogue.count() == 2


def test_prune_of_a_folder_where_nothing_can_be_read_removes_nothing(
    ingest: Ingest, write: Write, catalogue: Catalogue
) -> None:
    write("1.000001")
    ingest()
    write("1.000001").unlink()

    tally = ingest(prune=True)

    assert tally.removed == 0
    assert catalogue.count() == 1


def test_without_prune_a_file_that_is_gone_keeps_its_record(ingest: Ingest, write: Write, catalogue: Catalogue) -> None:
    write("1.000001"), write("1.000002")
    ingest()
    write("1.000002").unlink()

    assert _counts(ingest()) == (0, 0, 1, 0, 0)
    assert catalogue.count() == 2


def test_another_jurisdiction_reads_the_same_files_again(ingest: Ingest, write: Write, catalogue: Catalogue) -> None:
    write("1.000001")
    ingest()

    tally = ingest(how=How(jurisdiction="Lào Cai"))

    record = catalogue.get("1.000001")
    assert _counts(tally) == (0, 1, 0, 0, 0)
    assert record is not None
    assert record.jurisdiction == "Lào Cai"
    assert len(catalogue.versions("1.000001")) == 1


def test_a_mended_file_leaves_the_list_of_the_refused(ingest: Ingest, write: Write, tmp_path: Path) -> None:
    bad = write("1.000001", name="x/a.txt")
    other = write("1.000002", name="y/b.txt")
    bad.write_bytes(b""), other.write_bytes(b"")
    ingest()
    write("1.000001", name="x/a.txt")

    ingest(bad.parent)

    (left,) = Quarantine(tmp_path).refusals()
    assert (left.file, left.reason, left.path) == ("y/b.txt", "the file is empty", str(other))
    assert (left.advice, bool(left.time)) == ("Fetch it again and ingest it again.", True)
    assert left.sha256 == hashlib.sha256(b"").hexdigest()


def test_starter_records_leave_when_real_ones_come(
    ingest: Ingest, write: Write, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_starter(catalogue, Quarantine(tmp_path))
    started_with = len(list(starter_folder().glob("*.txt")))
    assert len(catalogue.holdings(STARTER)) == catalogue.count() == started_with
    write("1.000001")

    tally = ingest()

    assert tally.starter_replaced == started_with
    assert [held.code for held in catalogue.holdings()] == ["1.000001"]
    assert bring_starter(catalogue, Quarantine(tmp_path)) is None


def test_a_refused_folder_leaves_the_starter_records_alone(
    ingest: Ingest, write: Write, catalogue: Catalogue, tmp_path: Path
) -> None:
    bring_starter(catalogue, Quarantine(tmp_path))
    write("1.000001").write_bytes(b"")

    tally = ingest()

    assert (tally.accepted, tally.starter_replaced) == (0, 0)
    assert catalogue.count() == len(catalogue.holdings(STARTER)) > 0


_COMMAND = "import typer, ingest.cli; app = typer.Typer(); ingest.cli.register(app); app()"


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_an_ingest_that_is_stopped_loses_nothing_stored_and_the_next_one_completes(
    write: Write, folder: Path, home: Path, number: int, exit_code: int
) -> None:
    for file in range(500):
        write(f"1.{file:06}")
    command = [sys.executable, "-c", _COMMAND, "ingest", str(folder)]
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while (stored := catalogue.count()) < 200 and running.poll() is None:
            time.sleep(0.005)
        os.kill(running.pid, number)
        _, said = running.communicate(timeout=30)

        kept = catalogue.count()
        again = Sync(catalogue, Quarantine(home)).run([folder])

        assert running.returncode == exit_code
        assert b"run the same command again to go on" in said or number == signal.SIGKILL
        assert 200 <= stored <= kept < 500
        assert _counts(again) == (500 - kept, 0, kept, 0, 0)
        assert {len(catalogue.versions(held.code)) for held in catalogue.holdings()} == {1}


def test_the_real_corpus_has_no_refusal(ingest: Ingest, shared: Path, catalogue: Catalogue) -> None:
    folder = shared / "corpora" / "portal_text"
    some = sorted(folder.glob("*.txt"))[::40]

    tally = ingest(*some)

    assert _counts(tally) == (len(some), 0, 0, 0, 0)
    assert [(record.code, text) for record, text in catalogue.procedures()] == [
        (path.stem, path.read_bytes().decode()) for path in some
    ]
