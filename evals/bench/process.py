"""Commands run as a user runs them, with their wall time and resident memory."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from evals.errors import BadScenario

_POLL_SECONDS = 0.02
_STOP_SECONDS = 15.0
_KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Measured:
    """What one command took."""

    seconds: float
    cpu_seconds: float  # of all its processes; on a busy machine the wall time says less
    peak_mib: float  # resident, summed over the command's processes
    output: str


@dataclass(frozen=True)
class Serving:
    """A server that is ready."""

    url: str
    seconds_to_ready: float
    pid: int

    def resident_mib(self) -> float:
        """Return what the server and its workers hold in memory now."""
        return tree_resident_kib(self.pid) / _KIB_PER_MIB


def motcua(*arguments: str) -> list[str]:
    """Return the command line of `motcua` in this Python."""
    script = Path(sys.executable).with_name("motcua")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "motcua", *arguments]


def run_measured(
    step: str, command: Sequence[str], env: Mapping[str, str], limit_seconds: float, *, show_errors: bool = False
) -> Measured:
    """Return what the command took; raises BadScenario when it fails or takes longer than the limit.

    Args:
        show_errors: Its standard error, with its progress, goes to ours and not into the output.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        errors = None if show_errors else subprocess.STDOUT
        process = subprocess.Popen(command, env=dict(env), stdout=output, stderr=errors)
        peak_kib, usage = 0, None
        while usage is None:
            peak_kib = max(peak_kib, tree_resident_kib(process.pid))
            time.sleep(_POLL_SECONDS)
            usage = _reap(process)
            if usage is None and time.perf_counter() - started > limit_seconds:
                process.kill()
                limit_seconds = float("inf")  # the next round reaps it
        seconds = time.perf_counter() - started
        output.seek(0)
        said = output.read().decode("utf-8", errors="replace")
    if process.returncode != 0:
        raise BadScenario(step, f"exit code {process.returncode} after {seconds:.0f} s: {said[-1500:]}")
    # Not ru_maxrss: before its exec a child counts the pages of whoever started it.
    return Measured(seconds, usage.ru_utime + usage.ru_stime, peak_kib / _KIB_PER_MIB, said)


@contextmanager
def serving(env: Mapping[str, str], limit_seconds: float) -> Iterator[Serving]:
    """Start `motcua serve`, give it once `/readyz` says 200, stop it afterwards; raises BadScenario."""
    url = f"http://127.0.0.1:{_free_port()}"
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        command = motcua("serve", "--host", "127.0.0.1", "--port", url.rsplit(":", 1)[1])
        process = subprocess.Popen(command, env=dict(env), stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_until_ready(process, url, started + limit_seconds)
            yield Serving(url, time.perf_counter() - started, process.pid)
        finally:
            _stop(process)


def tree_resident_kib(pid: int) -> int:
    """Return the resident memory of a process and its descendants in KiB; 0 where /proc does not tell."""
    total, waiting = 0, [pid]
    while waiting:
        current = waiting.pop()
        folder = Path("/proc") / str(current)
        try:
            total += _resident_kib((folder / "status").read_text(encoding="utf-8"))
            waiting += map(int, (folder / "task" / str(current) / "children").read_text().split())
        except OSError:  # it ended meanwhile, or this is no Linux
            continue
    return total


def _resident_kib(status: str) -> int:
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1])


def _reap(process: subprocess.Popen[bytes]) -> resource.struct_rusage | None:
    """Return what the ended process and its children used; None while it runs."""
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if pid == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, deadline: float) -> None:
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise BadScenario("serve", f"motcua serve ended with exit code {process.returncode}")
        with suppress(httpx.HTTPError):  # not listening yet
            if httpx.get(f"{url}/readyz", timeout=1.0).status_code == httpx.codes.OK:
                return
        time.sleep(_POLL_SECONDS)
    raise BadScenario("serve", "/readyz never said 200")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
