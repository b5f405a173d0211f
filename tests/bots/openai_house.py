"""A house for tests of the doors of programs: an assistant whose answers say what was said before in the conversation.

Run as a program it serves itself on a given port until it is told to stop.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from uuid import uuid4

import httpx
from fake_house import CODE, PAPER, TITLE, FakeCatalogue, FakeSnapshot, citation
from starter_house import ROOT, environment

from assistant.records import Answer, Option, Question, RankedProcedure
from bots.web.access import OPEN, Access

KEYS = ("key-of-the-ward-office-7", "key-of-another-office", "khóa-của-phường-2")
PUBLIC_URL = "https://motcua.example"
OPTIONS = (Option(label="Thẻ giấy", value="giá trị thẻ giấy"), Option(label="Thẻ nhựa", value="giá trị thẻ nhựa"))
_START_SECONDS = 60


class RememberingAssistant:
    """Its answers name the conversation, the audience, the place, and every question of the conversation so far."""

    def __init__(self, slow_seconds: float = 0) -> None:
        self.slow_seconds = slow_seconds
        self.conversations: dict[str, list[str]] = defaultdict(list)
        self._alone = Lock()

    def ask(self, question: Question) -> Answer:
        time.sleep(self.slow_seconds)
        with self._alone:
            conversation = question.conversation_id or uuid4().hex
            said = self.conversations[conversation]
            said.append(question.question)
        return Answer(
            conversation_id=conversation,
            turn_id=uuid4().hex,
            behavior="clarify" if question.question == "thẻ nào" else "answer",
            text=f"{question.audience}, {question.place}: {' → '.join(said)} [1]",
            procedures=(RankedProcedure(code=CODE, title=TITLE, score=0.9),),
            citations=(citation(1, "cases.0.items.0.name", PAPER),),
            options=OPTIONS if question.question == "thẻ nào" else (),
            snapshot="20300102-fake",
        )


@contextmanager
def process_at(command: Sequence[str], variables: Mapping[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that listens on the port, from the moment on at which it does."""
    process = subprocess.Popen(command, cwd=ROOT, env=dict(variables), stderr=subprocess.PIPE)
    try:
        _wait(process, port)
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the program did not start: {process.communicate()[1].decode()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def house(home: Path, access: Access = OPEN, slow_seconds: float = 0) -> Iterator[str]:
    """The address of a real server over a remembering assistant of its own."""
    port = free_port()
    command = [sys.executable, __file__, str(port), str(home), str(slow_seconds), access.public_url or ""]
    with process_at([*command, *access.api_keys], environment(home), port):
        yield f"http://127.0.0.1:{port}"


def counted(url: str, channel: str) -> int:
    """How many answers the server gave on a channel."""
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    found = [line for line in lines if line.startswith("motcua_answers_total") and f'channel="{channel}"' in line]
    return sum(int(float(line.rpartition(" ")[2])) for line in found)


def main(port: int, home: Path, slow_seconds: float, access: Access) -> None:
    import uvicorn

    from bots.web.app import create_app
    from bots.web.logs import log_to_stderr

    log_to_stderr("ERROR")
    app = create_app(RememberingAssistant(slow_seconds), FakeSnapshot(), FakeCatalogue(), home=home, access=access)
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, timeout_graceful_shutdown=7)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), Access(tuple(sys.argv[5:]), sys.argv[4] or None))
