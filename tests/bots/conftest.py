"""The doors over a fake house: in this process, and as a real server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))  # whatever the import mode: tests here share fake_house

from fake_house import FakeAssistant, FakeCatalogue, FakeSnapshot
from post_parts import HOUSE, Post, make_post, sqlite_url
from site_parts import Site, running_site
from web_parts import Running, Web

from bots.web.app import create_app

ROOT = Path(__file__).parents[2]
_START_SECONDS = 30


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    assistant, snapshot = FakeAssistant(), FakeSnapshot()
    app = create_app(assistant, snapshot, FakeCatalogue(), home=tmp_path)
    with TestClient(app) as client:
        yield Web(client, assistant, snapshot, tmp_path)


@contextmanager
def _running(home: Path, slow_seconds: float) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(Path(__file__).parent / "fake_house.py"), str(port), str(home)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, str(slow_seconds)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_alive(url, process)
        yield Running(url, process)
    finally:
        process.kill()
        process.communicate(timeout=30)


def _wait_until_alive(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the server did not start: {process.communicate()[1].decode()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server over the fake house."""
    with _running(tmp_path_factory.mktemp("home"), 0) as running:
        yield running.url


@pytest.fixture
def slow_server(tmp_path: Path) -> Iterator[Running]:
    """A real server whose assistant needs five seconds."""
    with _running(tmp_path, 5) as running:
        yield running


@pytest.fixture
def chat_body() -> Callable[[str], dict[str, object]]:
    """A request of the stream protocol for a question."""

    def body(question: str) -> dict[str, object]:
        part = {"type": "text", "text": question}
        return {"messages": [{"id": "m1", "role": "user", "parts": [part]}]}

    return body


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post office over SQLite, of a house whose office and hours are known."""
    made = make_post(sqlite_url(tmp_path), HOUSE)
    yield made
    made.office.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The web door over a post office, with a channel and a desk."""
    with running_site(tmp_path) as site:
        yield site
