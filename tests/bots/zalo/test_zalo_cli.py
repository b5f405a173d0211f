"""`motcua zalo-oa` and `motcua zalo-bot`, over the local Zalo."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
import structlog
import typer
from click.testing import Result
from fake_zalo import APP_ID, APP_SECRET, BOT_ACCOUNT, BOT_TOKEN, CODE, OA_ID, FakeZalo, bot_error
from memory_tokens import MemoryTokenStore
from typer.testing import CliRunner

from bots.messages import Incoming
from bots.settings import DoorSettings
from bots.zalo.bot import ZaloBot
from bots.zalo.bot_polling import Receive
from bots.zalo.cli import register
from bots.zalo.oa_tokens import TokenStore
from bots.zalo.oauth import Pair
from bots.zalo.pkce import challenge_of


class Desk:
    """The commands over one store, and what a bot's polling received."""

    def __init__(self, zalo: FakeZalo) -> None:
        self.zalo, self.store = zalo, MemoryTokenStore(lambda: 1_789_000_000.0)
        self.received: list[str] = []
        self.app = typer.Typer(pretty_exceptions_enable=False)
        register(self.app, self._open_store, self._work)

    @contextmanager
    def _open_store(self, _settings: DoorSettings) -> Iterator[TokenStore]:
        yield self.store

    @asynccontextmanager
    async def _work(self, _settings: DoorSettings, _bot: ZaloBot) -> AsyncIterator[Receive]:
        async def receive(incoming: list[Incoming]) -> None:
            self.received += [one.text for one in incoming]
            self.zalo.fail("bot", bot_error(401))  # which ends the polling

        yield receive

    def run(self, *words: str, typed: str | None = None) -> Result:
        try:
            return CliRunner().invoke(self.app, list(words), input=typed)
        finally:
            structlog.reset_defaults()  # the runner's stderr is closed by now


@pytest.fixture
def desk(zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    factory = logging.getLogRecordFactory()
    for name, value in {
        "ZALO_OA_ID": OA_ID,
        "ZALO_OA_APP_ID": APP_ID,
        "ZALO_OA_APP_SECRET": APP_SECRET,
        "ZALO_OA_URL": zalo.url,
        "ZALO_OAUTH_URL": zalo.url,
        "ZALO_BOT_TOKEN": BOT_TOKEN,
        "ZALO_BOT_SECRET": "hook-secret-for-tests",
        "ZALO_BOT_URL": zalo.url,
        "PUBLIC_URL": "https://motcua.gov.example/",
    }.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    for name in ("ACCESS", "REFRESH"):
        monkeypatch.delenv(f"MOTCUA_ZALO_OA_{name}_TOKEN", raising=False)
    yield Desk(zalo)
    logging.setLogRecordFactory(factory)


def test_tokens_are_read_from_stdin_and_not_shown(desk: Desk) -> None:
    done = desk.run("zalo-oa", "tokens", "--json", typed="access-token-5\nrefresh-token-5\n")

    held = desk.store.held[OA_ID]
    assert (done.exit_code, held.pair.access, held.pair.refresh) == (0, "access-token-5", "refresh-token-5")
    assert json.loads(done.stdout)["state"] == "working"
    assert "token-5" not in done.output


def test_tokens_are_read_as_zalos_json(desk: Desk) -> None:
    pair = {"access_token": "access-token-5", "refresh_token": "refresh-token-5", "expires_in": "90000"}

    desk.run("zalo-oa", "tokens", typed=json.dumps(pair))

    assert desk.store.held[OA_ID].pair.refresh == "refresh-token-5"


def test_tokens_are_read_from_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_OA_ACCESS_TOKEN", "access-token-6")
    monkeypatch.setenv("MOTCUA_ZALO_OA_REFRESH_TOKEN", "refresh-token-6")

    assert desk.run("zalo-oa", "tokens").exit_code == 0
    assert desk.store.held[OA_ID].pair.access == "access-token-6"


@pytest.mark.parametrize(
    "typed", ["", "access-token-5\n", "a b c", "ngắn\nquá lắm luôn", '{"access_token": "access-token-5"}', "[" * 9999]
)
def test_what_is_no_pair_is_wrong_usage_and_not_quoted(desk: Desk, typed: str) -> None:
    done = desk.run("zalo-oa", "tokens", typed=typed)

    assert (done.exit_code, desk.store.held) == (2, {})
    assert "access-token-5" not in done.output


def test_half_a_pair_in_the_environment_is_wrong_usage(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_OA_ACCESS_TOKEN", "access-token-6")

    done = desk.run("zalo-oa", "tokens", typed="access-token-5\nrefresh-token-5\n")

    assert done.exit_code == 2
    assert "MOTCUA_ZALO_OA_REFRESH_TOKEN" in done.stderr


def test_tokens_are_no_arguments(desk: Desk) -> None:
    assert desk.run("zalo-oa", "tokens", "access-token-5", "refresh-token-5").exit_code == 2


@pytest.mark.parametrize("paste", ["{code}", "https://motcua.gov.example/cb?oa_id={oa}&code={code}"])
def test_a_consent_gives_the_first_pair(desk: Desk, monkeypatch: pytest.MonkeyPatch, paste: str) -> None:
    monkeypatch.setattr("bots.zalo.pkce.new_verifier", lambda: "verifier-for-tests")
    desk.zalo.verifiers[CODE] = "verifier-for-tests"

    done = desk.run("zalo-oa", "authorize", "--json", typed=paste.format(code=CODE, oa=OA_ID) + "\n")

    assert (done.exit_code, desk.store.held[OA_ID].pair.access) == (0, "access-token-1")
    assert challenge_of("verifier-for-tests") in done.stderr
    assert json.loads(done.stdout[done.stdout.index("{") :])["account"] == OA_ID  # the runner echoes what is typed
    assert "verifier-for-tests" not in done.output
    assert "access-token" not in done.output


def test_a_consent_of_another_account_is_not_taken(desk: Desk) -> None:
    done = desk.run("zalo-oa", "authorize", typed=f"https://motcua.gov.example/cb?oa_id=1&code={CODE}\n")

    assert (done.exit_code, desk.store.held, desk.zalo.seen) == (2, {}, [])


def test_a_code_that_zalo_does_not_take_fails_with_its_number(desk: Desk) -> None:
    done = desk.run("zalo-oa", "authorize", typed="used-before\n")

    assert done.exit_code == 1
    assert "-14005" in done.stderr


def test_the_state_is_told_without_the_tokens(desk: Desk) -> None:
    desk.store.put(OA_ID, Pair("access-token-5", "refresh-token-5", 1_789_000_000.0))

    done = desk.run("zalo-oa", "status", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "account": OA_ID,
        "state": "working",
        "reason": None,
        "obtained_at": "2026-09-10T00:26:40+00:00",
        "access_expires_at": "2026-09-11T01:26:40+00:00",
        "refresh_expires_at": "2026-12-09T00:26:40+00:00",
    }
    assert desk.zalo.seen == []


def test_dead_and_missing_tokens_are_a_failure(desk: Desk) -> None:
    missing = desk.run("zalo-oa", "status")
    desk.store.put(OA_ID, Pair("access-token-5", "refresh-token-5", 1_789_000_000.0))
    desk.store.bury(OA_ID, 1, "-14014: spent")

    dead = desk.run("zalo-oa", "status")

    assert (missing.exit_code, dead.exit_code) == (1, 1)
    assert "motcua zalo-oa authorize" in missing.stdout
    assert "-14014: spent" in dead.stdout


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        (["zalo-oa", "status"], "ZALO_OA_ID"),
        (["zalo-oa", "authorize"], "ZALO_OA_APP_SECRET"),
        (["zalo-bot", "status"], "ZALO_BOT_TOKEN"),
        (["zalo-bot"], "ZALO_BOT_TOKEN"),
        (["zalo-bot", "set-webhook"], "ZALO_BOT_SECRET"),
        (["zalo-bot", "set-webhook"], "PUBLIC_URL"),
    ],
)
def test_a_missing_setting_is_wrong_usage_and_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: list[str], setting: str
) -> None:
    monkeypatch.delenv(f"MOTCUA_{setting}")

    done = desk.run(*words)

    assert done.exit_code == 2
    assert f"MOTCUA_{setting}" in done.stderr


def test_a_bots_token_that_is_none_is_wrong_usage_and_not_quoted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_BOT_TOKEN", "no-colon-in-this-secret")

    done = desk.run("zalo-bot", "status")

    assert done.exit_code == 2
    assert "MOTCUA_ZALO_BOT_TOKEN" in done.stderr
    assert "no-colon" not in done.output


def test_a_webhook_is_set_under_the_public_address(desk: Desk) -> None:
    done = desk.run("zalo-bot", "set-webhook", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["url"] == "https://motcua.gov.example/hooks/zalo-bot"
    assert desk.zalo.webhook["url"] == "https://motcua.gov.example/hooks/zalo-bot"


def test_a_webhook_that_zalo_cannot_reach_is_a_failure(desk: Desk) -> None:
    desk.zalo.reachable = False

    done = desk.run("zalo-bot", "set-webhook")

    assert done.exit_code == 1
    assert "could not reach" in done.stderr


def test_a_webhook_needs_https(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PUBLIC_URL", "http://motcua.gov.example")

    assert desk.run("zalo-bot", "set-webhook").exit_code == 2
    assert desk.zalo.seen == []


def test_a_webhook_is_deleted(desk: Desk) -> None:
    desk.zalo.webhook = {"url": "https://motcua.gov.example/hooks/zalo-bot"}

    assert desk.run("zalo-bot", "delete-webhook").exit_code == 0
    assert desk.zalo.webhook == {}


def test_the_bots_state_is_as_zalo_knows_it(desk: Desk) -> None:
    told: dict[str, Any] = json.loads(desk.run("zalo-bot", "status", "--json").stdout)

    assert (told["account"], told["bot"]["account_name"], told["webhook"]) == (BOT_ACCOUNT, "bot.motcua", {})
    assert re.search("account_name: bot.motcua", desk.run("zalo-bot", "status").stdout)


def test_alone_the_bot_answers_by_polling(desk: Desk) -> None:
    message = {"date": 1, "chat": {"id": "c1"}, "from": {"id": "c1"}, "message_id": "m1", "text": "Xin chào"}
    desk.zalo.updates.append({"event_name": "message.text.received", "message": message})

    done = desk.run("zalo-bot")

    assert (done.exit_code, desk.received) == (1, ["Xin chào"])
    assert "401" in done.stderr
    assert "bot-secret" not in done.output


def test_polling_stops_with_success_at_a_signal(desk: Desk) -> None:
    import os
    import signal

    desk.zalo.fail("bot", None, "held")

    def interrupted() -> None:
        while len(desk.zalo.seen) < 2:
            threading.Event().wait(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        desk.zalo.go_on.set()

    thread = threading.Thread(target=interrupted)
    thread.start()
    done = desk.run("zalo-bot")
    thread.join()

    assert done.exit_code == 0


def test_while_a_webhook_is_set_polling_says_how_to_go_on(desk: Desk) -> None:
    desk.zalo.webhook = {"url": "https://motcua.gov.example/hooks/zalo-bot"}

    done = desk.run("zalo-bot")

    assert done.exit_code == 1
    assert "motcua zalo-bot delete-webhook" in done.stderr


def test_help_names_every_command(desk: Desk) -> None:
    shown = [desk.run(name, "--help").stdout for name in ("zalo-oa", "zalo-bot")]

    assert all(word in shown[0] for word in ("authorize", "tokens", "status"))
    assert all(word in shown[1] for word in ("set-webhook", "delete-webhook", "status", "polling"))
