"""The commands that look things up say what is there, and exit as promised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from knowledge.built import build_from
from knowledge.catalogue import Catalogue
from knowledge.cli import register
from knowledge.records import Procedure, Quote, Source, Span


@pytest.fixture
def app() -> typer.Typer:
    """The command with this room's commands only."""
    app = typer.Typer()
    register(app)
    return app


def _run(app: typer.Typer, *words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def _json(app: typer.Typer, *words: str) -> Any:
    result = _run(app, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def _put(home: Path, code: str, title: str, field: str = "Hộ tịch") -> None:
    text = f"{code}\n{title}\n{field}\n"
    quotes = [Quote(text=part, span=Span(text.index(part), text.index(part) + len(part))) for part in text.split("\n")]
    source = Source(system="portal_text", file=f"{code}.txt", sha256=text.encode().hex()[-64:].rjust(64, "0"))
    procedure = Procedure(
        code=code, code_quote=quotes[0], title=quotes[1], field=quotes[2], level="commune", source=source
    )
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        catalogue.put(procedure, text)


def _build(home: Path) -> None:
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        build_from(catalogue, home, None, lambda stage, done, total: None)


def test_find_gives_the_best_first_and_filters_before_searching(app: typer.Typer, home: Path) -> None:
    _put(home, "1.000001", "Đăng ký kết hôn")
    _put(home, "1.000002", "Đăng ký kết hôn có yếu tố nước ngoài")
    _put(home, "1.000003", "Cấp giấy phép xây dựng", field="Xây dựng")
    _build(home)

    found = _json(app, "procedures", "find", "dang ky ket hon")
    filtered = _json(app, "procedures", "find", "dang ky ket hon", "--field", "xay dung", "--level", "commune")
    none = _json(app, "procedures", "find", "kết hôn", "--level", "province")

    assert found["items"][0]["code"] == "1.000001"
    assert found["items"][0]["title"] == "Đăng ký kết hôn"
    assert {item["code"] for item in filtered["items"]} <= {"1.000003"}
    assert none == {"total": 0, "items": []}


def test_find_without_a_snapshot_says_to_build_one(app: typer.Typer, home: Path) -> None:
    result = _run(app, "procedures", "find", "kết hôn")

    assert result.exit_code == 1
    assert "Run: motcua build" in result.stderr


def test_show_gives_every_field_with_its_span(app: typer.Typer, home: Path) -> None:
    _put(home, "1.000001", "Đăng ký kết hôn [lưu động]")

    shown = _json(app, "procedures", "show", "1.000001")
    printed = _run(app, "procedures", "show", "1.000001").stdout

    assert shown["record"]["code"] == "1.000001"
    assert shown["fields"][:2] == [
        {"field": "code_quote", "text": "1.000001", "span": [0, 8]},
        {"field": "title", "text": "Đăng ký kết hôn [lưu động]", "span": [9, 35]},
    ]
    assert [version["number"] for version in shown["versions"]] == [1]
    assert "Đăng ký kết hôn [lưu động]" in printed
    assert "9–35" in printed


@pytest.mark.parametrize("command", ["show", "diff"])
def test_a_code_that_is_not_held_fails_and_says_where_to_look(app: typer.Typer, home: Path, command: str) -> None:
    result = _run(app, "procedures", command, "9.999999")

    assert result.exit_code == 1
    assert "motcua procedures find" in result.stderr


def test_diff_compares_the_last_two_versions(app: typer.Typer, home: Path) -> None:
    for title in ("Tên một", "Tên hai", "Tên ba"):
        _put(home, "1.000001", title)

    told = _json(app, "procedures", "diff", "1.000001")
    printed = _run(app, "procedures", "diff", "1.000001").stdout

    assert [version["number"] for version in told["versions"]] == [2, 3]
    assert told["changes"] == [{"field": "title", "removed": ["Tên hai"], "added": ["Tên ba"]}]
    assert printed.splitlines()[-2:] == ["- Tên hai", "+ Tên ba"]


def test_diff_of_a_single_version_says_so(app: typer.Typer, home: Path) -> None:
    _put(home, "1.000001", "Tên")

    assert "one version only" in _run(app, "procedures", "diff", "1.000001").stdout


def test_doctor_tells_a_fresh_home_what_to_do_and_creates_nothing(app: typer.Typer, home: Path) -> None:
    told = _json(app, "doctor")

    states = {check["name"]: check["state"] for check in told["checks"]}
    assert told["ok"] is True
    assert (states["Python"], states["home"], states["catalogue"]) == ("ok", "ok", "warning")
    assert states["snapshot"] == "warning"
    assert not home.exists()


def test_doctor_notices_that_the_snapshot_is_older_than_the_catalogue(app: typer.Typer, home: Path) -> None:
    _put(home, "1.000001", "Đăng ký kết hôn")
    _build(home)
    fresh = {check["name"]: check["state"] for check in _json(app, "doctor")["checks"]}
    _put(home, "1.000002", "Đăng ký khai sinh")

    stale = {check["name"]: check for check in _json(app, "doctor")["checks"]}

    assert set(fresh.values()) == {"ok"}
    assert (stale["snapshot"]["state"], stale["snapshot"]["advice"]) == ("warning", "Run: motcua build")


def test_doctor_fails_on_a_broken_catalogue(app: typer.Typer, home: Path) -> None:
    home.mkdir()
    (home / "catalogue.sqlite").write_bytes(b"broken" * 1000)

    result = _run(app, "doctor", "--json")

    (check,) = (check for check in json.loads(result.stdout)["checks"] if check["name"] == "catalogue")
    assert result.exit_code == 1
    assert check["state"] == "broken"
    assert "motcua restore" in check["advice"]


def test_doctor_fails_on_an_encoder_that_is_not_there(
    app: typer.Typer, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOTCUA_ENCODER", str(tmp_path / "none"))

    assert _run(app, "doctor").exit_code == 1


def test_backup_and_restore_go_there_and_back(
    app: typer.Typer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(home, "1.000001", "Đăng ký kết hôn")
    file = str(tmp_path / "b.tar.gz")

    written = _json(app, "backup", file)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "elsewhere"))
    restored = _run(app, "restore", file)

    assert written["procedures"] == 1
    assert restored.exit_code == 0
    assert "motcua build" in restored.stdout
    assert _json(app, "procedures", "show", "1.000001")["code"] == "1.000001"


def test_restore_of_a_file_that_is_not_there_is_wrong_usage(app: typer.Typer, home: Path) -> None:
    assert _run(app, "restore", "/none.tar.gz").exit_code == 2
