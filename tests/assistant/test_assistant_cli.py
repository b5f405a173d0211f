"""`motcua conversations export|delete`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant import cli
from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.ratings import Rating, append_rating
from assistant.transcript import SaidTurn

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)
    cli.register(app)
    return app


@pytest.fixture
def talked(home: Path) -> Path:
    """A home with one conversation and a rating of it."""
    home.mkdir()
    store = SqlConversations(f"sqlite:///{home / 'conversations.sqlite'}", keep_hours=24)
    turn = SaidTurn(
        turn_id="t-1", number=1, asked_at=AT, question="lệ phí [x]", behavior="answer", text="Chưa công bố [1]."
    )
    store.save(Conversation(id="c-1", turns=1), turn)
    store.close()
    append_rating(home / "feedback", Rating(at=AT, turn_id="t-1", rating=-1, comment="sai"))
    return home


def test_the_export_shows_what_was_said(app: typer.Typer, talked: Path) -> None:
    shown = CliRunner().invoke(app, ["conversations", "export", "c-1"])

    assert shown.exit_code == 0
    for words in ("c-1: 1 turns", "2026-11-24 08:00:00 › lệ phí [x]", "Chưa công bố [1].", "rating -1 of t-1: sai"):
        assert words in shown.output


def test_the_export_as_json_is_that_of_the_interface(app: typer.Typer, talked: Path) -> None:
    shown = json.loads(CliRunner().invoke(app, ["conversations", "export", "c-1", "--json"]).output)

    assert [turn["question"] for turn in shown["turns"]] == ["lệ phí [x]"]
    assert [rating["comment"] for rating in shown["feedback"]] == ["sai"]


def test_what_is_deleted_cannot_be_exported_and_is_said_to_be_nothing(app: typer.Typer, talked: Path) -> None:
    runner = CliRunner()

    codes = [
        runner.invoke(app, ["conversations", *command]).exit_code
        for command in (["delete", "c-1"], ["delete", "c-1"], ["export", "c-1"])
    ]

    assert codes == [0, 1, 1]
    assert (talked / "feedback" / "2026-11.jsonl").read_text(encoding="utf-8").strip() == ""


def test_deleting_as_json_says_whether_anything_was_kept(app: typer.Typer, talked: Path) -> None:
    shown = CliRunner().invoke(app, ["conversations", "delete", "c-1", "--json"])

    assert json.loads(shown.output) == {"conversation_id": "c-1", "deleted": True}


def test_a_home_without_a_store_is_an_error_that_says_what_to_do(app: typer.Typer, home: Path) -> None:
    shown = CliRunner().invoke(app, ["conversations", "export", "c-1"])

    assert shown.exit_code == 1
    assert "Check MOTCUA_HOME" in shown.stderr
