"""The ingest commands: damaged input is named, the rest is ingested, and the exit code says how it went."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from ingest.cli import register
from ingest.quarantine import Quarantine
from knowledge.catalogue import Catalogue

Write = Callable[..., Path]


def _run(*words: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


def _counts(told: dict[str, Any]) -> tuple[int, int, int, int, int]:
    return told["new"], told["changed"], told["unchanged"], len(told["refused"]), told["removed"]


def _truncated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: content.index("Căn cứ pháp lý".encode())])


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024**2)


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _utf16(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")


_DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "truncated": (_truncated, "Căn cứ pháp lý", "missing"),
    "binary": (lambda path: path.write_bytes(os.urandom(1000) + b"\0"), "", "binary"),
    "empty": (lambda path: path.write_bytes(b""), "", "empty"),
    "100 MB": (_huge, "", "too large: 100 MB"),
    "wrong encoding": (_utf16, "", "wrong encoding: UTF-16"),
    "symlink loop": (_loop, "", "a symbolic link that leads back to itself"),
}


@pytest.mark.parametrize("damage", _DAMAGES)
def test_damaged_input_is_a_named_refusal_and_the_rest_is_ingested(damage: str, write: Write, home: Path) -> None:
    spoil, heading, reason = _DAMAGES[damage]
    folder = write("1.000001").parent
    write("1.000003")
    spoil(write("1.000002"))

    result = _run("ingest", folder, "--json")
    strict = _run("ingest", folder, "--strict")

    told = json.loads(result.stdout)
    (refusal,) = told["refused"]
    assert result.exit_code == 0
    assert _counts(told) == (2, 0, 0, 1, 0)
    assert (refusal["file"], refusal["heading"]) == ("1.000002.txt", heading)
    assert reason in refusal["reason"]
    assert refusal["advice"]
    assert strict.exit_code == 1
    assert [item.file for item in Quarantine(home).refusals()] == ["1.000002.txt"]


def test_where_nothing_can_be_ingested_the_command_fails(write: Write, home: Path) -> None:
    path = write("1.000001")
    path.write_bytes(b"")

    result = _run("ingest", path.parent)

    assert result.exit_code == 1
    assert "the file is empty" in result.stdout
    assert str(home / "quarantine" / "refused.jsonl") in result.stderr.replace("\n", "")


def test_an_empty_folder_fails_and_says_so(folder: Path, home: Path) -> None:
    result = _run("ingest", folder)

    assert result.exit_code == 1
    assert "No file was found there" in result.stderr


def test_where_nothing_changed_the_command_succeeds(write: Write, home: Path) -> None:
    folder = write("1.000001").parent
    _run("ingest", folder)

    result = _run("ingest", folder, "--json", "--strict")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert _counts(told) == (0, 0, 1, 0, 0)
    assert told["total"] == 1


def test_a_file_without_a_reader_is_refused_unless_the_kind_is_named(write: Write, home: Path) -> None:
    folder = write("1.000001", name="a.odd").parent

    guessed = _run("ingest", folder, "--json")
    named = _run("ingest", folder, "--json", "--kind", "portal-text")

    assert json.loads(guessed.stdout)["refused"][0]["reason"] == "no reader is known for '.odd' files"
    assert (guessed.exit_code, named.exit_code) == (1, 0)


@pytest.mark.parametrize("words", [["/no/such/place"], [], [".", "--kind", "none"]])
def test_wrong_usage_exits_with_2(words: list[str], home: Path) -> None:
    assert _run("ingest", *words).exit_code == 2


def test_the_summary_groups_refusals_and_shows_ten_files_of_each(write: Write, home: Path) -> None:
    for number in range(12):
        folder = write(f"1.{number:06}").parent
        if number:
            (folder / f"1.{number:06}.txt").write_bytes(b"")

    shown = _run("ingest", folder).stdout

    assert "1.000010.txt" in shown
    assert "1.000011.txt" not in shown
    assert "and 1 more" in shown


def test_prune_removes_the_records_of_files_that_are_gone(write: Write, home: Path) -> None:
    folder = write("1.000001").parent
    gone = write("1.000002")
    _run("ingest", folder)
    gone.unlink()

    told = json.loads(_run("ingest", folder, "--prune", "--json").stdout)

    assert _counts(told) == (0, 0, 1, 0, 1)
    assert told["total"] == 1


def test_a_home_that_cannot_be_written_is_an_error_in_one_line(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("1.000001")
    monkeypatch.setenv("MOTCUA_HOME", str(path))  # a file

    result = _run("ingest", path)

    assert result.exit_code == 1
    assert "Check MOTCUA_HOME" in result.stderr
    assert "Traceback" not in result.output


def test_build_takes_the_starter_corpus_only_where_nothing_was_ingested(write: Write, home: Path) -> None:
    starter = _run("build", "--json")
    folder = write("1.000001", "Đăng ký kết hôn").parent
    told = json.loads(_run("ingest", folder, "--json").stdout)
    real = _run("build", "--json")

    assert (starter.exit_code, real.exit_code) == (0, 0)
    assert "this is the starter corpus" in starter.stderr
    assert "starter" not in real.stderr
    assert json.loads(starter.stdout)["procedures"] == told["starter_replaced"] > 0
    assert json.loads(real.stdout)["procedures"] == 1
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        assert [held.code for held in catalogue.holdings()] == ["1.000001"]


def test_training_on_a_folder_without_texts_fails_and_says_why(folder: Path, tmp_path: Path, home: Path) -> None:
    result = _run("train-encoder", "--corpus", folder, "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "Name a folder that has some" in result.stderr
