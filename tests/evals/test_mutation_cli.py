"""`motcua eval mutate`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from evals_starter import starter_snapshot
from typer.testing import CliRunner

from evals.cli import register
from evals.mutation.faults import FAULTS

root = typer.Typer()
register(root)


@root.callback()
def motcua() -> None:
    """A root as the real one."""


def invoke(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(root, ["eval", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Path:
    """A finished run of a few cases on a small snapshot under MOTCUA_HOME."""
    starter_snapshot(home, 12)
    facets = {"fee": "lệ phí", "time": "mất bao lâu", "documents": "cần giấy tờ gì", "where": "nộp ở đâu"}
    codes = ["1.000656", "1.000894", "1.001193", "1.001456", "1.001612"]
    rows = [
        {"id": f"{code} {facet}", "question": f"{code} {words}", "codes": [code], "facet": facet, "behavior": "answer"}
        for code in codes
        for facet, words in facets.items()
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "q.jsonl").write_text(lines, encoding="utf-8")
    code, _, err = invoke("run", "--cases", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "run"))
    assert (code, err) == (0, "")
    return tmp_path / "run"


def test_every_fault_is_written_and_a_low_score_ends_with_1(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "mutation.json"

    code, printed, err = invoke("mutate", str(run), "--out", str(out))

    written = json.loads(out.read_text(encoding="utf-8"))
    faults = {f"{outcome['operator']}@{outcome['seed']}" for outcome in written["outcomes"]}
    assert code == 1
    assert "is under 0.95" in err
    assert faults == {fault.name for fault in FAULTS}
    assert 0 < written["score"] < 0.95
    assert len(written["killed"]) + len(written["survivors"]) + len(written["unreachable"]) == len(FAULTS)
    assert f"{len(written['killed'])} of {len(FAULTS)} faults noticed" in printed
    assert printed.index("UNREACHABLE") < printed.index("behavior")


def test_a_score_that_is_high_enough_ends_with_0_and_is_the_same_again(run: Path, tmp_path: Path) -> None:
    arguments = ("mutate", str(run), "--out", str(tmp_path / "m.json"), "--at-least", "0.05", "--json")

    once, again = invoke(*arguments), invoke(*arguments)

    assert once[0] == 0
    assert json.loads(once[1]) == json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert once == again


def test_a_run_of_another_snapshot_is_refused(run: Path, home: Path, tmp_path: Path) -> None:
    starter_snapshot(home, 13)

    code, out, err = invoke("mutate", str(run), "--out", str(tmp_path / "m.json"))

    assert (code, out) == (1, "")
    assert "was asked of snapshot" in " ".join(err.split())
    assert not (tmp_path / "m.json").exists()


def test_a_folder_without_a_run_is_refused(home: Path, tmp_path: Path) -> None:
    code, out, err = invoke("mutate", str(tmp_path), "--out", str(tmp_path / "m.json"))

    assert (code, out) == (1, "")
    assert "motcua eval run" in " ".join(err.split())
    assert not home.exists()
