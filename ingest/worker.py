"""A process of its own that reads untrusted files, with limits on memory and time.

A file that breaks the limits costs its worker, never the ingest: the next file gets a new one.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from ingest.errors import IngestError, ReadError
from ingest.reading import How, read
from knowledge.records import Procedure

_START_SECONDS = 60
_OUT_OF_MEMORY = 3  # exit code
_MAX_REPLY_BYTES = 256 * 1024 * 1024
_CHILD = "import sys; from ingest.worker import serve; serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))"
_RECORD, _REFUSED, _READY = b"+", b"-", b"!"
_SMALLER = "Look into it by hand: a procedure's text has well under 1 MB."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Source: the slowest of the portal's 5,652 texts takes 0.03 s and under 100 MB."""

    seconds: int = 20
    memory_bytes: int = 1024 * 1024 * 1024


class WorkerError(IngestError):
    """The process that reads files does not start."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the process that reads files does not start (exit code {exit_code}). Run: motcua doctor")
        self.exit_code = exit_code


class Worker:
    """Reads one file after another in another process; a context manager that ends it.

    `submit` a file, then `collect` its record: in between, the caller is free to do something else.
    """

    def __init__(self, how: How, limits: Limits) -> None:
        self._how, self._limits = how, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[bytes, bytes] | None = None
        self._file, self._deadline = "", 0.0

    def __enter__(self) -> Self:
        """Return itself; no process is started before the first file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.stop()

    def submit(self, content: bytes, file: str) -> None:
        """Hand over one file, whose record `collect` returns.

        Raises:
            WorkerError: The process does not start.
        """
        connection = self._connection or self._start()
        self._file, self._deadline = file, time.monotonic() + self._limits.seconds
        try:
            connection.send_bytes(json.dumps([file, asdict(self._how)]).encode())
            connection.send_bytes(content)
        except OSError:
            return  # it has just died: `collect` finds out and names it

    def collect(self) -> Procedure:
        """Return the record of the file that was handed over last.

        Raises:
            ReadError: It is no procedure, or too slow, or takes too much memory.
        """
        reply = self._reply()
        mark, body = reply[:1], reply[1:]
        if mark == _REFUSED:
            raise ReadError(self._file, *json.loads(body))
        try:
            return Procedure.model_validate_json(body)
        except ValidationError as error:
            raise ReadError(self._file, "", f"its reader made no record of it: {error}", _SMALLER) from error

    def stop(self) -> None:
        """End the process at once; the next `submit` starts another."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None

    def _reply(self) -> bytes:
        if self._connection is None:
            raise ReadError(self._file, "", "it was not handed to a reader", "Ingest it again.")
        try:
            if self._connection.poll(max(0.0, self._deadline - time.monotonic())):
                return self._connection.recv_bytes(_MAX_REPLY_BYTES)
        except (EOFError, OSError):
            raise self._died() from None
        self.stop()
        raise ReadError(self._file, "", f"too slow: not read within {self._limits.seconds} s", _SMALLER)

    def _died(self) -> ReadError:
        exit_code = self._process.wait() if self._process else None
        self.stop()
        reason = f"too much memory or a crash: its reader ended with exit code {exit_code}"
        if exit_code == _OUT_OF_MEMORY:
            reason = "too much memory: its reader ran into the limit"
        return ReadError(self._file, "", reason, _SMALLER)

    def _start(self) -> Connection[bytes, bytes]:
        """Start the process and return the connection to it once it is ready."""
        ours, theirs = Pipe()
        numbers = (theirs.fileno(), self._limits.memory_bytes, self._limits.seconds)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, *map(str, numbers)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        try:
            ready = ours.poll(_START_SECONDS) and ours.recv_bytes() == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self._process.kill()
            raise WorkerError(self._process.wait())
        self._connection = ours
        return ours


def serve(handle: int, memory_bytes: int, seconds: int) -> None:
    """Answer requests until the other side closes the connection; what the child process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it ends us when it is ready to
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    connection: Connection[bytes, bytes] = Connection(handle)
    connection.send_bytes(_READY)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a file does to us is said by the parent
    while True:
        try:
            file, how = json.loads(connection.recv_bytes())
            content = connection.recv_bytes()
        except EOFError:
            return
        except MemoryError:
            raise SystemExit(_OUT_OF_MEMORY) from None
        signal.alarm(2 * seconds)  # ends us where the parent was killed while we were busy
        connection.send_bytes(_answer(content, file, How(**how)))
        signal.alarm(0)


def _answer(content: bytes, file: str, how: How) -> bytes:
    """Return a reply for whatever reading one file leads to."""
    try:
        return _RECORD + read(content, file, how).model_dump_json().encode()
    except ReadError as error:
        said = [error.heading, error.reason, error.advice]
    except MemoryError:
        said = ["", "too much memory: its reader ran into the limit", _SMALLER]
    except Exception as error:
        # Whatever a file does to its reader is that file's refusal and must not stop the others.
        said = ["", f"its reader failed: {type(error).__name__}: {error}", f"Report it with the file {file}."]
    return _REFUSED + json.dumps(said).encode()
