"""The page for newcomers of the QA team: its lines are run as they stand, from an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "evals.md"


def steps() -> list[str]:
    section = PAGE.read_text(encoding="utf-8").partition("## Ten minutes")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


def test_a_newcomer_adds_a_case_runs_reads_compares_and_publishes_with_the_page_alone(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(steps())],
        cwd=tmp_path,
        env={**kept, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr
    assert len(steps()) == 5
    results = json.loads((tmp_path / "qa" / "monday" / "results.json").read_text(encoding="utf-8"))
    assert results["groups"][0]["rates"]["turn"][0] == 1.0
    assert results["stale"] == []
    report = (tmp_path / "qa" / "monday" / "report.html").read_text(encoding="utf-8")
    assert "mine-001" in report
    assert "no metric got worse" in (tmp_path / "qa" / "compare.html").read_text(encoding="utf-8").casefold()
    assert json.loads((tmp_path / "var" / "gate" / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])["passed"]
