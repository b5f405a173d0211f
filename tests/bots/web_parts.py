"""What the web tests' fixtures hand out; a module of its own name, so that folders of tests can be run together."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from fake_house import FakeAssistant, FakeSnapshot
from starlette.testclient import TestClient


@dataclass
class Web:
    """The application and the fakes behind it."""

    client: TestClient
    assistant: FakeAssistant
    snapshot: FakeSnapshot
    home: Path


@dataclass
class Running:
    """A server process."""

    url: str
    process: subprocess.Popen[bytes]
