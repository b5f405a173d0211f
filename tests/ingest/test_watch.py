"""A watched folder is ingested when its files have come to rest, and published; Ctrl-C ends the watch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ingest.watch import Watcher, interruptible
from knowledge.built import read_note
from knowledge.catalogue import Catalogue
from knowledge.shelf import published

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]


def test_the_first_look_counts_and_the_second_does_not(folder: Path, write: Write) -> None:
    write("1.000001")
    watcher = Watcher(folder)

    assert [watcher.due(), watcher.due(), watcher.due()] == [True, False, False]


def test_a_file_that_is_still_being_written_is_waited_for(folder: Path, write: Write) -> None:
    watcher = Watcher(folder)
    watcher.due()
    path = write("1.000001")
    looks = []
    for size in (1, 2, 2, 2):
        path.write_bytes(b"x" * size)
        os.utime(path, ns=(size, size))
        looks.append(watcher.due())

    assert looks == [False, False, True, False]


def test_a_change_whose_ingest_failed_is_told_again(folder: Path, write: Write) -> None:
    write("1.000001")
    watcher = Watcher(folder)
    assert watcher.due()

    watcher.retry()

    assert [watcher.due(), watcher.due()] == [True, False]


def test_ctrl_c_is_remembered_where_the_exception_is_swallowed() -> None:
    with interruptible() as asked:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

        assert asked.is_set()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_removed_file_is_a_change(folder: Path, write: Write) -> None:
    path = write("1.000001")
    watcher = Watcher(folder)
    watcher.due()
    path.unlink()

    assert [watcher.due(), watcher.due()] == [False, True]


def test_watching_ingests_and_publishes_until_ctrl_c(folder: Path, write: Write, home: Path) -> None:
    write("1.000001", "Đăng ký kết hôn")
    program = "import typer, ingest.cli; app = typer.Typer(); ingest.cli.register(app); app()"
    command = [sys.executable, "-c", program, "watch", str(folder), "--every", "0.1"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _wait(lambda: _published(home) == 1)
        write("1.000002", "Đăng ký khai sinh")
        _wait(lambda: _published(home) == 2)
    finally:
        running.send_signal(signal.SIGINT)
        said, remarks = running.communicate(timeout=30)

    assert running.returncode == 0
    assert "Published snapshot" in said.decode()
    assert "No longer watching" in remarks.decode()
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        assert [held.code for held in catalogue.holdings()] == ["1.000001", "1.000002"]


def _published(home: Path) -> int:
    """How many snapshots are there, once the last one is finished."""
    note = read_note(home)
    names = published(home) if note else ()
    return len(names) if note and note.snapshot == names[0] else 0


def _wait(reached: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.05)
