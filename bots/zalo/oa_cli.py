"""`motcua zalo-oa`: consent, tokens and their state. Messages themselves come by webhook, to `motcua serve`."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import typer

from bots.settings import DoorSettings
from bots.zalo.reporting import Json, settings_read, wrong_usage
from knowledge.terminal import FAILED, print_json, remarks, results

if TYPE_CHECKING:
    from bots.zalo.oa_tokens import Held, TokenStore
    from bots.zalo.oauth import Pair

StoreOpener = Callable[[DoorSettings], "AbstractContextManager[TokenStore]"]
ACCESS, REFRESH = "MOTCUA_ZALO_OA_ACCESS_TOKEN", "MOTCUA_ZALO_OA_REFRESH_TOKEN"
_EXPIRED = "its refresh token is three months old: run motcua zalo-oa authorize"
_REFRESH_LIFE_SECONDS = 90 * 24 * 3600  # 3 months
_STEPS = """\
1. At developers.zalo.me open your app, Official Account, and save this Code Challenge there:

   {challenge}

2. Copy the consent link that the page makes from it, and open it signed in as an admin of the Official Account.
3. After the consent the browser goes to your callback address, …?oa_id=…&code=…; that page may well be missing.
   Paste the whole address, or the code alone, within 10 minutes.
"""


def oa_app(open_store: StoreOpener) -> typer.Typer:
    """Return the commands of the Official Account, over the store that is given."""
    app = typer.Typer(
        no_args_is_help=True,
        help="Zalo Official Account: give the app its tokens, and see how they are. Messages come to motcua serve.",
    )

    @app.command()
    def authorize(as_json: Json = False) -> None:
        """Get the first tokens: shows a code challenge, takes the code of the consent, keeps the pair."""
        with settings_read() as settings:
            _keep(open_store, settings, lambda account: asyncio.run(_consented(settings, account)), as_json)

    @app.command()
    def tokens(as_json: Json = False) -> None:
        """Keep a pair that you have, such as the API Explorer's.

        It is read from MOTCUA_ZALO_OA_ACCESS_TOKEN and MOTCUA_ZALO_OA_REFRESH_TOKEN, else from stdin: two lines, access
        token first, or Zalo's JSON. Never give tokens as arguments: a shell remembers them.
        """
        with settings_read() as settings:
            _keep(open_store, settings, lambda _account: _pair_given(), as_json)

    @app.command()
    def status(as_json: Json = False) -> None:
        """Show how the kept tokens are, without the tokens and without asking Zalo; 1 where they cannot be used."""
        with settings_read() as settings, open_store(settings) as store:
            account = _account(settings)
            held = store.read(account)
        found = _state(account, held)
        _show(found, as_json)
        if found["state"] != "working":
            raise typer.Exit(FAILED)

    return app


def _keep(open_store: StoreOpener, settings: DoorSettings, get: Callable[[str], Pair], as_json: bool) -> None:
    account = _account(settings)
    pair = get(account)
    with open_store(settings) as store:
        store.put(account, pair)
        kept = store.read(account)
    _show(_state(account, kept), as_json)


async def _consented(settings: DoorSettings, account: str) -> Pair:
    from bots.zalo.accounts import oauth_of
    from bots.zalo.pkce import challenge_of, new_verifier

    oauth, verifier = oauth_of(settings), new_verifier()
    remarks().print(_STEPS.format(challenge=challenge_of(verifier)), markup=False, soft_wrap=True)
    code = _code(typer.prompt("Address or code", err=True), account)
    return await oauth.exchange(code, verifier)


def _code(pasted: str, account: str) -> str:
    """Return the code of a callback's address, or the code that stands alone."""
    if "code=" not in pasted:
        return pasted.strip()
    query = parse_qs(urlsplit(pasted.strip()).query)
    granted = query.get("oa_id", [account])[0]
    if granted != account:
        raise wrong_usage(f"another Official Account consented than MOTCUA_ZALO_OA_ID: {granted}")
    return query.get("code", [""])[0]


def _pair_given() -> Pair:
    """Return the pair of the environment, else of stdin."""
    from bots.zalo.oauth import Pair, is_token

    access, refresh = os.environ.get(ACCESS, "").strip(), os.environ.get(REFRESH, "").strip()
    if bool(access) != bool(refresh):
        raise wrong_usage(f"set both {ACCESS} and {REFRESH}, or neither and give them on stdin")
    if not access:
        access, refresh = _read_pair()
    if not (is_token(access) and is_token(refresh)):
        raise wrong_usage("that is no pair of tokens: two lines, access token first, or Zalo's JSON")
    return Pair(access, refresh, time.time())


def _read_pair() -> tuple[str, str]:
    """Return an access and a refresh token, which need not be ones yet."""
    if sys.stdin.isatty():
        access, refresh = (typer.prompt(f"{name} token", hide_input=True, err=True) for name in ("Access", "Refresh"))
        return access, refresh
    said = sys.stdin.read().strip()
    if said.startswith("{"):
        try:
            value = json.loads(said)
            return str(value["access_token"]), str(value["refresh_token"])
        except (ValueError, KeyError, RecursionError):
            return "", ""
    words = said.split()
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def _account(settings: DoorSettings) -> str:
    from bots.zalo.accounts import SettingsMissing

    if not settings.zalo_oa_id:
        raise SettingsMissing(("MOTCUA_ZALO_OA_ID",))
    return settings.zalo_oa_id


def _state(account: str, held: Held | None) -> dict[str, Any]:
    if held is None:
        return {"account": account, "state": "none", "reason": "no tokens: run motcua zalo-oa authorize"}
    spent = time.time() >= held.pair.obtained_at + _REFRESH_LIFE_SECONDS
    state, reason = ("dead", held.dead) if held.dead else ("expired", _EXPIRED) if spent else ("working", None)
    return {
        "account": account,
        "state": state,
        "reason": reason,
        "obtained_at": _told(held.pair.obtained_at),
        "access_expires_at": _told(held.pair.obtained_at + held.pair.expires_in_seconds),
        "refresh_expires_at": _told(held.pair.obtained_at + _REFRESH_LIFE_SECONDS),
    }


def _told(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _show(state: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(state)
    else:
        for name, value in state.items():
            if value is not None:
                results().print(f"{name}: {value}", markup=False)
