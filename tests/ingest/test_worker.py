"""A file that is slow, huge or fatal for its reader costs a refusal, and the next file is read."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.reading import How, read
from ingest.worker import Limits, Worker
from knowledge.records import Procedure

Write = Callable[..., Path]
_LONG = b"    - B\xc6\xb0\xe1\xbb\x9bc: n\xe1\xbb\x99p h\xe1\xbb\x93 s\xc6\xa1.\n" * 500_000


def _ask(worker: Worker, content: bytes) -> str:
    worker.submit(content, "a.txt")
    return worker.collect().code


def test_the_record_is_the_one_that_the_reader_makes(write: Write) -> None:
    content = write("1.000001").read_bytes()

    with Worker(How(), Limits()) as worker:
        worker.submit(content, "hộ tịch/a.txt")
        record = worker.collect()

    assert record == read(content, "hộ tịch/a.txt", How())


def test_a_refusal_comes_back_with_its_heading(write: Write) -> None:
    with Worker(How(), Limits()) as worker, pytest.raises(ReadError) as caught:
        _ask(worker, "Mã thủ tục: none\n".encode())

    assert caught.value.heading in {"Mã thủ tục", "Số quyết định"}


def test_a_slow_file_is_refused_and_the_next_one_is_read(write: Write) -> None:
    good = write("1.000001").read_bytes()

    with Worker(How(), Limits(seconds=1)) as worker:
        assert _ask(worker, good) == "1.000001"
        os.kill(_process_of(worker), signal.SIGSTOP)  # as slow as can be
        with pytest.raises(ReadError, match="too slow: not read within 1 s"):
            _ask(worker, good)

        assert _ask(worker, good) == "1.000001"


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_is_read(write: Write) -> None:
    good = write("1.000001").read_bytes()

    with Worker(How(), Limits(memory_bytes=96 * 1024**2)) as worker:
        with pytest.raises(ReadError, match="too much memory"):
            _ask(worker, _LONG)

        assert _ask(worker, good) == "1.000001"


def test_a_reader_that_dies_is_a_refusal_and_the_next_file_is_read(write: Write) -> None:
    good = write("1.000001").read_bytes()

    with Worker(How(), Limits()) as worker:
        assert _ask(worker, good) == "1.000001"
        os.kill(_process_of(worker), signal.SIGKILL)
        with pytest.raises(ReadError, match="its reader ended with exit code -9"):
            _ask(worker, good)

        assert _ask(worker, good) == "1.000001"


def test_no_process_is_left_behind(write: Write) -> None:
    with Worker(How(), Limits()) as worker:
        _ask(worker, write("1.000001").read_bytes())
        number = _process_of(worker)

    assert not Path(f"/proc/{number}").exists()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.integers(0, 2000), st.integers(0, 2000))
def test_whatever_the_bytes_the_reader_gives_a_record_or_a_refusal(
    write: Write, noise: bytes, start: int, length: int
) -> None:
    good = write("1.000001").read_bytes()

    for content in (noise, good[:start] + noise + good[start + length :]):
        outcome = _record_or_refusal(content)
        if isinstance(outcome, ReadError):
            assert (outcome.file, bool(outcome.reason), bool(outcome.advice)) == ("a.txt", True, True)
        else:
            assert outcome.source.file == "a.txt"


def _record_or_refusal(content: bytes) -> Procedure | ReadError:
    try:
        return read(content, "a.txt", How())
    except ReadError as refusal:
        return refusal


def _process_of(worker: Worker) -> int:
    assert worker._process is not None
    return worker._process.pid
