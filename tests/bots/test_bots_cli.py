"""`motcua ask`, `chat` and `serve` over a real house with one procedure."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog
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
def command(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOTCUA_HOME", str(small_home))
    yield CliRunner()
    structlog.reset_defaults()  # the runner's stderr is closed by now


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


def test_the_explained_ranking_is_the_one_that_answers_also_where_the_question_names_a_province(
    command: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"1.000001": "Thanh Hóa", "1.000002": "Lào Cai", "1.000003": "Huế"}
    records = [record().model_copy(update={"code": code, "jurisdiction": place}) for code, place in places.items()]
    build_snapshot(tmp_path, [(one, SOURCE) for one in records], load_encoder(None))
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))

    result = command.invoke(app, ["ask", f"{TITLE} ở Lào Cai", "--json", "--explain"])

    told = re.findall(r"^(\d\.\d{3})  (\d\.\d{6})  ", result.stderr, re.MULTILINE)
    answer = Answer.model_validate_json(result.stdout)
    assert told[0][1] == "1.000002"
    assert [(code, float(score)) for score, code in told] == [
        (one.code, round(one.score, 3)) for one in answer.procedures
    ]


@pytest.mark.parametrize("arguments", [["ask", TITLE, "--json"], ["chat"]])
def test_a_home_that_refuses_conversations_costs_a_warning_and_no_answer(
    command: CliRunner, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(small_home / "snapshots", home / "snapshots")
    (home / "conversations.sqlite").mkdir()
    (home / "catalogue.sqlite").mkdir()
    monkeypatch.setenv("MOTCUA_HOME", str(home))

    result = command.invoke(app, arguments, input=f"lệ phí {TITLE}\n")

    assert result.exit_code == 0
    assert TITLE in result.stdout
    assert "in memory" not in result.stdout
    assert result.stderr.count("conversations in memory only") == 1


def test_a_pipe_gets_plain_text(command: CliRunner) -> None:
    result = command.invoke(app, ["ask", "-"], input=f"lệ phí {TITLE}")

    assert result.exit_code == 0
    assert "75.000 đồng" in result.stdout
    assert "\x1b" not in result.stdout


def test_what_a_shell_can_pass_is_answered(command: CliRunner) -> None:
    assert command.invoke(app, ["ask", "\udcff\udcfe"]).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "a", "--audience", "king"],
        ["ask", "a", "--place", "x" * 201],
        ["ask", "a", "--conversation", "a b"],
    ],
)
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
    answer = None
    # Of two workers one may be ready while the other, which gets the question, still answers 503.
    while (answer is None or answer.status_code == 503) and process.poll() is None and time.monotonic() < deadline:
        try:
            answer = httpx.post(f"{url}/api/ask", json={"question": f"lệ phí {TITLE}"}, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)

    process.send_signal(signal.SIGTERM)

    assert answer is not None
    assert answer.json()["procedures"][0]["code"] == CODE
    assert process.wait(10) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_without_a_snapshot_fails_with_the_reason(tmp_path: Path, workers: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MOTCUA_HOME": str(tmp_path)}
    command = _serving("--port", "0", "--workers", workers)

    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert run.returncode == 1
    assert run.stderr.count("Run: motcua build") == 1
