"""What tests of several rooms share: the real corpus when it is there, an empty home, both engines."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]
_POSTGRES_START_SECONDS = 60


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared material (../shared) is not here")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that nothing has been written to, as the settings see it."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL server of our own, without a database name."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'motcua[postgres]'")
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="motcua-postgres-"))
    port = _free_port()
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    cluster = folder / "cluster"
    making = [
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        "motcua",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run([*making, "--no-sync"], check=True, capture_output=True, cwd=folder, **account)
    options = ["-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    command = [programs / "postgres", "-D", cluster, *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **account)
    try:
        _wait_until_ready(port, server, folder / "log")
        yield f"postgresql+psycopg://motcua@127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, dropped afterwards."""
    name = f"test_{uuid4().hex}"
    _run_sql(postgres_server, f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    _run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    url = request.getfixturevalue("postgres_url")
    assert isinstance(url, str)
    return url


def _postgres_programs() -> Path:
    """The folder of initdb and postgres, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _account() -> dict[str, Any]:
    """The user to run PostgreSQL as, which refuses to run as root; nothing where we are not root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _POSTGRES_START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            _run_sql(f"postgresql+psycopg://motcua@127.0.0.1:{port}", "SELECT 1")
            return
        except ConnectionError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(encoding='utf-8', errors='replace')}")


def _run_sql(server_url: str, statement: str) -> None:
    import psycopg

    plain_url = server_url.replace("+psycopg", "") + "/postgres"
    try:
        with psycopg.connect(plain_url, autocommit=True) as connection:
            connection.execute(statement.encode())
    except psycopg.OperationalError as error:
        raise ConnectionError(str(error)) from error
