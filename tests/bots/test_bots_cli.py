"""`motcua ask`, `chat` and `serve` over a real house with one procedure."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

import bots.cli
from assistant.records import Answer, Option
from bots.web import serve
from knowledge.encoder import load_encoder
from knowledge.snapshot import build_snapshot

sys.path.insert(0, str(Path(__file__).parent))
from fake_house import CODE, SOURCE, TITLE, record

ROOT = Path(__file__).parents[2]
app = typer.Typer()
bots.cli.register(app)


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose snapshot holds the one procedure of the fake house."""
    home = tmp_path_factory.mktemp("home")
    build_snapshot(home, [(record(), SOURCE)], load_encoder(None))
    return home


@pytest.fixture
def command(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOTCUA_HOME", str(small_home))
    return CliRunner()


def test_json_is_exactly_the_contract_of_the_web(command: CliRunner) -> None:
    result = command.invoke(app, ["ask", f"hồ sơ thủ tục {TITLE}", "--json", "--explain"])

    answer = Answer.model_validate_json(result.stdout)
    assert result.exit_code == 0
    assert answer.procedures[0].code == CODE
    assert set(json.loads(result.stdout)) == set(Answer.model_fields)
    assert f"{CODE}  {TITLE}" in result.stderr


def test_a_conversation_goes_on_by_its_id(command: CliRunner) -> None:
    first = Answer.model_validate_json(command.invoke(app, ["ask", TITLE, "--json"]).stdout)

    second = command.invoke(app, ["ask", "phí?", "--json", "--conversation", first.conversation_id])

    assert Answer.model_validate_json(second.stdout).conversation_id == first.conversation_id


def test_a_pipe_gets_plain_text(command: CliRunner) -> None:
    result = command.invoke(app, ["ask", "-"], input=f"lệ phí {TITLE}")

    assert result.exit_code == 0
    assert "75.000 đồng" in result.stdout
    assert "\x1b" not in result.stdout


def test_what_a_shell_can_pass_is_answered(command: CliRunner) -> None:
    assert command.invoke(app, ["ask", "\udcff\udcfe"]).exit_code == 0


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "a", "--audience", "king"], ["ask", "a", "--place", "x" * 201]])
def test_wrong_usage_is_exit_code_2(command: CliRunner, arguments: list[str]) -> None:
    assert command.invoke(app, arguments).exit_code == 2


def test_no_snapshot_says_what_to_run(command: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))

    result = command.invoke(app, ["ask", "a"])

    assert result.exit_code == 1
    assert "Run: motcua build" in result.stderr


def test_a_chat_ends_kindly(command: CliRunner) -> None:
    result = command.invoke(app, ["chat"], input=f"lệ phí {TITLE}\n\n")

    assert result.exit_code == 0
    assert "75.000 đồng" in result.stdout
    assert result.stdout.endswith("Tạm biệt!\n")


def test_a_number_takes_the_option() -> None:
    options = (Option(label="A", value="giá trị"),)

    assert bots.cli._taken(" 1. ", options) == "giá trị"
    assert bots.cli._taken("2", options) == "2"
    assert bots.cli._taken("²", options) == "²"


def test_a_taken_port_is_named() -> None:
    with serve.bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(serve.PortTakenError, match=f"127.0.0.1:{port}.*--port"):
            serve.bind("127.0.0.1", port)


def _serving(*options: str) -> list[str]:
    code = "import sys, typer, bots.cli; app = typer.Typer(); bots.cli.register(app); app(sys.argv[1:])"
    return [sys.executable, "-c", code, "serve", *options]


@pytest.fixture(params=[1, 2], ids=["one process", "two workers"])
def serving(request: pytest.FixtureRequest, small_home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = _serving("--port", str(port), "--workers", str(request.param))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "MOTCUA_HOME": str(small_home)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate(timeout=30)


def test_serve_answers_and_stops_when_told_to(serving: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = serving
    deadline = time.monotonic() + 60
    ready = False
    while not ready and process.poll() is None and time.monotonic() < deadline:
        try:
            ready = httpx.get(f"{url}/readyz", timeout=10).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)

    answer = httpx.post(f"{url}/api/ask", json={"question": f"lệ phí {TITLE}"}, timeout=30)
    process.send_signal(signal.SIGTERM)

    assert answer.json()["procedures"][0]["code"] == CODE
    assert process.wait(10) == 0


def test_serve_without_a_snapshot_fails_with_the_reason(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MOTCUA_HOME": str(tmp_path)}

    run = subprocess.run(_serving("--port", "0"), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert run.returncode == 1
    assert "Run: motcua build" in run.stderr
