"""The benchmark: what it measures is real, and its load is the same every time. No speed is asserted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from evals.bench.process import run_measured, tree_resident_kib
from evals.bench.questions import make_questions
from evals.bench.steps import TARGETS, fresh_environment, row
from evals.errors import BadScenario

TITLES = ("Đăng ký khai sinh", "Cấp lại thẻ căn cước cho công dân")


def test_a_commands_memory_and_words_are_measured() -> None:
    hungry = "import time; block = bytearray(80 * 1024 * 1024); time.sleep(0.5); print('xong')"

    found = run_measured("hungry", [sys.executable, "-c", hungry], dict(os.environ), limit_seconds=60)

    assert found.output.strip() == "xong"
    assert 80 < found.peak_mib < 300


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_memory_of_children_counts() -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
    hungry = "import time; block = bytearray(80 * 1024 * 1024); time.sleep(0.5)"

    found = run_measured("family", [sys.executable, "-c", child, hungry], dict(os.environ), limit_seconds=60)

    assert found.peak_mib > 90


def test_a_process_that_is_gone_holds_nothing() -> None:
    assert tree_resident_kib(2**22 + 1) == 0


def test_a_step_that_fails_is_an_error_with_its_last_words() -> None:
    with pytest.raises(BadScenario, match=r"(?s)'broken' failed: exit code 3.*kaputt"):
        run_measured("broken", [sys.executable, "-c", "print('kaputt'); exit(3)"], dict(os.environ), 60)


def test_a_step_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(BadScenario, match="'slow' failed: exit code -9"):
        run_measured("slow", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ), 0.2)


def test_progress_of_a_step_is_shown_and_no_part_of_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    says = "import sys; print('half done', file=sys.stderr); print('{}')"

    found = run_measured("telling", [sys.executable, "-c", says], dict(os.environ), 60, show_errors=True)

    assert found.output == "{}\n"
    assert capfd.readouterr().err == "half done\n"


def test_the_load_is_the_same_every_time_and_mixed() -> None:
    questions = make_questions(TITLES, 300)

    assert questions == make_questions(TITLES, 300)
    assert len(questions) == 300
    assert sum(question.isascii() for question in questions[1::2]) == 150
    assert "dang ky khai sinh mat bao lau" in questions or "đăng ký khai sinh mất bao lâu" in questions


def test_a_figure_stands_beside_its_target() -> None:
    assert row("warm ask, p50", 10.0, "ms").ratio == 0.5
    assert row("warm ask, max", 7.5, "ms").ratio is None
    assert TARGETS["ingest + build"] == 180.0


def test_only_the_home_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://elsewhere")

    ours = {key: value for key, value in fresh_environment(Path("h")).items() if key.startswith("MOTCUA_")}

    assert ours == {"MOTCUA_HOME": "h"}
