"""The commands: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from evals_fakes import transcript
from typer.testing import CliRunner

from evals.cli import register
from evals.transcripts import TranscriptFile

root = typer.Typer()
register(root)


@root.callback()
def motcua() -> None:
    """A root as the real one."""


def invoke(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(root, ["eval", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    for name, codes in (("a", ["x"]), ("b", ["y"])):
        (tmp_path / name).mkdir()
        TranscriptFile(tmp_path / name / "transcripts.jsonl").append(
            transcript("case", ({"codes": ["x"]}, {"codes": codes}))
        )
    return tmp_path / "a", tmp_path / "b"


def test_compare_prints_json_on_stdout_alone(runs: tuple[Path, Path]) -> None:
    code, out, _ = invoke("compare", *map(str, runs), "--json")

    found = json.loads(out)
    assert code == 0
    assert (found["changes"][0]["metric"], found["changes"][0]["better"]) == ("hit@1", False)


def test_compare_writes_a_page_beside_the_json(runs: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"

    code, out, _ = invoke("compare", *map(str, runs), "--json", "--html", str(page))

    assert code == 0
    assert json.loads(out)["verdict"] in page.read_text(encoding="utf-8")


def test_compare_ends_with_the_verdict(runs: tuple[Path, Path]) -> None:
    _, out, _ = invoke("compare", *map(str, runs))

    assert out.splitlines()[-1] == "No metric got worse beyond chance; no case broke; no case got better."


def test_compare_prints_a_table(runs: tuple[Path, Path]) -> None:
    code, out, _ = invoke("compare", *map(str, runs))

    assert code == 0
    assert "-1.000" in out
    assert "broke" in out


def test_a_folder_without_a_run_ends_with_1_and_says_what_to_do(tmp_path: Path) -> None:
    code, out, err = invoke("compare", str(tmp_path), str(tmp_path))

    assert (code, out) == (1, "")
    assert "motcua eval run" in " ".join(err.split())


def test_a_bad_case_ends_with_1_and_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")

    code, _, err = invoke("run", "--cases", str(tmp_path / "bad.jsonl"), "--out", str(tmp_path / "out"))

    assert code == 1
    assert "bad.jsonl:1:" in err.replace("\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--out", "somewhere"),
        ("run", "--suite", "first"),
        ("run", "--suite", "first", "--out", "somewhere", "--against", "example.org"),
        ("compare", "only-one"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert invoke(*arguments)[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_ends_with_1_and_leaves_the_failures_in_the_transcripts(
    tmp_path: Path,
) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "x", "question": "hỏi"}\n', encoding="utf-8")
    out = tmp_path / "out"

    code, stdout, err = invoke(
        "run",
        "--cases",
        str(tmp_path / "q.jsonl"),
        "--out",
        str(out),
        "--against",
        "http://127.0.0.1:1",
        "--json",
    )

    assert code == 1
    assert json.loads(stdout)["groups"][0]["failed"] == 1
    assert "1 turns got no reply" in " ".join(err.split())
    assert "ConnectError" in (out / "transcripts.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("run", "--suite", "first", "--out", "run"), ("exactness",)])
def test_without_a_snapshot_a_local_measurement_ends_with_1_and_says_to_build(
    arguments: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)

    code, out, err = invoke(*arguments)

    assert (code, out) == (1, "")
    assert "motcua build" in " ".join(err.split())
