"""The desk from the command line, and its place in `motcua serve`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import typer
from desk_house import CODE, DeskHouse, desk_house, lines
from typer.testing import CliRunner

from evals.cases import load_cases
from evals.cli import register
from evals.desk.records import Review, SentenceScore
from evals.desk.settings import DeskSettings
from evals.desk.store import DeskStore

ROOT = Path(__file__).parents[2]
root = typer.Typer()
register(root)


@root.callback()
def motcua() -> None:
    """A root as the real one."""


def invoke(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(root, ["eval", *arguments], input=typed)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def house(home: Path) -> DeskHouse:
    with desk_house(home) as house:
        house.desk.store.accounts.add("Lan", "mật khẩu đủ dài")
        house.ask("thẻ cần gì", talk="a", rating=-1)
    return house


def store() -> DeskStore:
    return DeskStore(DeskSettings().qa_url)


def test_a_reviewer_is_added_listed_and_removed(home: Path) -> None:
    home.mkdir()
    added = invoke("reviewer", "add", "Lan Anh", typed="mật khẩu dài\nmật khẩu dài\n")
    (home / "password").write_text("một mật khẩu nữa\nkhông đọc\n", encoding="utf-8")
    again = invoke("reviewer", "add", "Minh", "--password-file", str(home / "password"))
    listed = invoke("reviewer", "list")[1]
    removed = invoke("reviewer", "remove", "lan anh")

    assert (added[0], again[0], removed[0]) == (0, 0, 0)
    assert listed == "Lan Anh\nMinh\n"
    assert json.loads(invoke("reviewer", "list", "--json")[1]) == ["Minh"]
    kept = store()
    assert kept.accounts.log_in("Minh", "một mật khẩu nữa", "-") is not None
    kept.close()
    assert "mật khẩu dài" not in added[1] + added[2].replace("Password", "")


def test_a_short_password_ends_with_1_and_says_how_long(home: Path) -> None:
    code, _, err = invoke("reviewer", "add", "Lan", typed="ngắn\nngắn\n")

    assert code == 1
    assert "10 characters" in err


def test_an_unknown_reviewer_cannot_be_removed(home: Path) -> None:
    code, _, err = invoke("reviewer", "remove", "Ai")

    assert code == 1
    assert "motcua eval reviewer list" in " ".join(err.split())


def test_agreed_cases_are_written_as_a_case_file(house: DeskHouse, tmp_path: Path) -> None:
    kept = store()
    body = {"question": "thẻ cần gì", "codes": [CODE], "behavior": "answer", "origin": "review: Lan"}
    first, _ = kept.drafts.add([body, body], "Lan")
    kept.drafts.agree(first, "Minh")
    kept.close()

    agreed, all_of_them = tmp_path / "new" / "agreed.jsonl", tmp_path / "all.jsonl"
    codes = [
        invoke("desk", "cases", "--out", str(agreed))[0],
        invoke("desk", "cases", "--out", str(all_of_them), "--drafts")[0],
    ]

    assert codes == [0, 0]
    assert [case.id for file in load_cases([agreed]) for case in file.cases] == ["review-001"]
    assert [line["status"] for line in lines(all_of_them)] == ["agreed", "draft"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_goes_out_and_its_scores_come_back(house: DeskHouse, tmp_path: Path, kind: str) -> None:
    kept = store()
    kept.judgements.save(Review("turn:t-a-1", "Lan", "partly", 4, (SentenceScore(0, "right"),)))
    sheet = tmp_path / f"điểm.{kind}"

    out = invoke("desk", "export", str(sheet), "--what", "scores")[0]
    kept.close()
    for path in house.home.glob("qa.sqlite*"):
        path.unlink()
    fresh = store()
    fresh.accounts.add("Lan", "mật khẩu đủ dài")
    tried = invoke("desk", "import", str(sheet), "--reviewer", "lan", "--dry-run")
    before = fresh.judgements.all()
    back = invoke("desk", "import", str(sheet), "--reviewer", "lan")

    assert (out, tried[0], back[0]) == (0, 0, 0)
    assert "1 would be taken, 0 rows wrong" in tried[2]
    assert before == []
    own = fresh.judgements.own("turn:t-a-1", "Lan")
    fresh.close()
    assert own is not None
    assert (own.verdict, own.sentences) == ("partly", (SentenceScore(0, "right"),))


def test_items_go_out_by_queue(house: DeskHouse, tmp_path: Path) -> None:
    sheet = tmp_path / "x.csv"

    code, _, err = invoke("desk", "export", str(sheet), "--what", "items", "--queue", "thumbs-down")

    assert code == 0
    assert "4 rows" in err
    assert "Tờ khai theo Mẫu số 02" in sheet.read_text(encoding="utf-8-sig")


def test_a_wrong_row_ends_with_1_and_takes_nothing_unless_asked(house: DeskHouse, tmp_path: Path) -> None:
    sheet = tmp_path / "ca.csv"
    sheet.write_text("question,behavior,codes\nthẻ cần gì,refuse,\n,refuse,\n", encoding="utf-8")
    arguments = ("desk", "import", str(sheet), "--what", "cases", "--reviewer", "Lan")

    refused = invoke(*arguments)
    taken = invoke(*arguments, "--take-good-rows")

    kept = store()
    questions = [made.body["question"] for made in kept.drafts.all()]
    kept.close()
    assert (refused[0], taken[0]) == (1, 0)
    assert f"{sheet}:3: Câu hỏi của ca còn trống." in refused[2]
    assert questions == ["thẻ cần gì"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "x.pdf"),
        ("export", "x.csv", "--what", "items", "--queue", "lạ"),
        ("import", "x.csv", "--reviewer", "Lan", "--what", "items"),
        ("import", "x.csv", "--reviewer", "Ai"),
    ],
)
def test_wrong_usage_ends_with_2(house: DeskHouse, arguments: tuple[str, ...]) -> None:
    assert invoke("desk", *arguments)[0] == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_motcua_serve_shows_the_desk(home: Path, workers: int) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment |= {"MOTCUA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "motcua"]
    subprocess.run([*command, "build"], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [*command, "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        page = _page(f"http://127.0.0.1:{port}/qa/login", server)
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[1].decode()

    assert page is not None, said
    assert page.status_code == 200
    assert "motcua eval reviewer add" in page.text
    assert server.returncode == 0


def _page(url: str, server: subprocess.Popen[bytes]) -> httpx.Response | None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url, timeout=10)
        except httpx.TransportError:
            time.sleep(0.1)
    return None
