"""`motcua telegram`: the operator's commands against a real server that speaks the Bot API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from fake_telegram import TOKEN, FakeTelegram, failed
from typer.testing import CliRunner

from bots.channel import AccountStopped
from bots.settings import DoorSettings
from bots.telegram.cli import telegram_app
from bots.telegram.errors import TelegramNotSet

SECRET = "hJ3_kP-9sQwX27bTzR"
HOOK = "https://motcua.example/hooks/telegram"


@pytest.fixture
def set_up(telegram: FakeTelegram, home: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTelegram:
    """The settings of a bot that has everything."""
    monkeypatch.setenv("MOTCUA_TELEGRAM_URL", telegram.url)
    monkeypatch.setenv("MOTCUA_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("MOTCUA_TELEGRAM_SECRET", SECRET)
    monkeypatch.setenv("MOTCUA_PUBLIC_URL", "https://motcua.example/")
    return telegram


def nothing(settings: DoorSettings) -> None:
    raise AssertionError("polled")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(telegram_app(nothing), list(arguments))
    assert TOKEN not in result.output
    assert SECRET not in result.output
    return result


def test_set_webhook_hands_over_address_secret_and_menu(set_up: FakeTelegram) -> None:
    result = run("set-webhook", "--max-connections", "20", "--json")

    assert result.exit_code == 0
    assert set_up.of("setwebhook") == [
        {
            "url": HOOK,
            "secret_token": SECRET,
            "max_connections": "20",
            "allowed_updates": ["message", "callback_query", "my_chat_member"],
            "drop_pending_updates": "false",
        }
    ]
    assert json.loads(result.stdout) == {
        "bot": "motcua_bot",
        "id": 7000000001,
        "url": HOOK,
        "pending_updates": 0,
        "max_connections": 20,
        "allowed_updates": ["message", "callback_query", "my_chat_member"],
        "last_error": "Wrong response: 403 Forbidden",
        "last_error_at": "2026-09-21T14:13:20+00:00",
    }


def test_the_menu_is_vietnamese_for_everybody(set_up: FakeTelegram) -> None:
    run("set-webhook")

    first, second = set_up.of("setmycommands")
    assert [command["command"] for command in first["commands"]] == (
        ["start", "help", "thutuc", "canbo", "nguoidan", "gapcanbo", "tiep", "chuyen", "xoa"]
    )
    assert first["commands"][5]["description"] == "Gặp cán bộ"
    assert (first["language_code"], second.get("language_code")) == ("vi", None)
    assert first["commands"] == second["commands"]


def test_another_address_can_be_named(set_up: FakeTelegram) -> None:
    assert run("set-webhook", "--url", "https://bot.example:8443/x").exit_code == 0
    assert set_up.webhook["url"] == "https://bot.example:8443/x"


@pytest.mark.parametrize(
    "url", ["http://motcua.example/x", "https://motcua.example:8000/x", "https:///x", "motcua", "https://a:b/x"]
)
def test_an_address_that_telegram_would_not_take_is_wrong_usage(set_up: FakeTelegram, url: str) -> None:
    result = run("set-webhook", "--url", url)

    assert result.exit_code == 2
    assert "443, 80, 88 or 8443" in result.stderr
    assert set_up.calls == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MOTCUA_TELEGRAM_TOKEN", "", "MOTCUA_TELEGRAM_TOKEN is not set"),
        ("MOTCUA_TELEGRAM_TOKEN", "abcdefghijklmnopq", "MOTCUA_TELEGRAM_TOKEN is no token of a bot"),
        ("MOTCUA_TELEGRAM_SECRET", "", "MOTCUA_TELEGRAM_SECRET is not set"),
        ("MOTCUA_TELEGRAM_SECRET", "mật khẩu dài lắm rồi đó", "MOTCUA_TELEGRAM_SECRET: Telegram takes"),
        ("MOTCUA_PUBLIC_URL", None, "MOTCUA_PUBLIC_URL is not set"),
    ],
)
def test_what_is_missing_is_wrong_usage_and_is_named(
    set_up: FakeTelegram, monkeypatch: pytest.MonkeyPatch, name: str, value: str | None, told: str
) -> None:
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)

    result = run("set-webhook")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"motcua: {told}")
    assert set_up.calls == []


def test_status_says_where_messages_go_and_what_went_wrong(set_up: FakeTelegram) -> None:
    before = run("status")
    run("set-webhook")
    after = run("status")

    assert before.stdout == (
        "Bot: @motcua_bot (7000000001)\nWebhook: none; messages wait for: motcua telegram\nWaiting messages: 0\n"
    )
    assert after.stdout == (
        f"Bot: @motcua_bot (7000000001)\nWebhook: {HOOK}\nWaiting messages: 0\n"
        "Last error at the webhook: Wrong response: 403 Forbidden (2026-09-21T14:13:20+00:00)\n"
    )


def test_delete_webhook_keeps_what_waits(set_up: FakeTelegram) -> None:
    run("set-webhook")

    result = run("delete-webhook", "--json")

    assert result.exit_code == 0
    assert set_up.of("deletewebhook") == [{"drop_pending_updates": "false"}]
    assert json.loads(result.stdout)["url"] == ""


@pytest.mark.parametrize("command", ["set-webhook", "delete-webhook", "status"])
def test_a_refusal_is_one_line_and_a_failure(set_up: FakeTelegram, command: str) -> None:
    for method in ("getme", "setwebhook", "deletewebhook"):
        set_up.script(method, failed(401, "Unauthorized"))

    result = run(command)

    assert result.exit_code == 1
    assert result.stderr == "motcua: 401: Telegram does not know this bot: check MOTCUA_TELEGRAM_TOKEN\n"


def test_without_a_command_it_polls_with_the_settings(set_up: FakeTelegram) -> None:
    polled: list[str] = []

    result = CliRunner().invoke(telegram_app(lambda settings: polled.append(settings.telegram_url)), [])

    assert (result.exit_code, polled) == (0, [set_up.url])


@pytest.mark.parametrize(("error", "code"), [(TelegramNotSet("set it"), 2), (AccountStopped("dead"), 1)])
def test_how_polling_fails_is_one_line(set_up: FakeTelegram, error: Exception, code: int) -> None:
    def fail(settings: DoorSettings) -> None:
        raise error

    result = CliRunner().invoke(telegram_app(fail), [])

    assert (result.exit_code, result.stderr) == (code, f"motcua: {error}\n")
