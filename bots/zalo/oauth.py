"""Where Zalo gives and renews the tokens of an Official Account. Its errors come with HTTP 200, too."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bots.channel import AccountStopped, SendError, TryLater
from bots.zalo.http import Answered, fault, open_client, post

_PATH = "/v4/oa/access_token"
_TOKEN = re.compile(r"[!-~]{8,4096}")  # it travels in a header
_USUAL_LIFE_SECONDS = 90_000  # 25 h
_LONGEST_NAME_CHARS = 80
_REASONS = {
    -14002: "the app is unknown or not active: check MOTCUA_ZALO_OA_APP_ID and activate the app",
    -14003: "the callback address or the code challenge is not the one that the app has saved",
    -14004: "the App Secret is wrong: check MOTCUA_ZALO_OA_APP_SECRET",
    -14005: "the code was used before, or is older than 10 minutes: run motcua zalo-oa authorize again",
}
_DEAD = -14014
_log = structlog.get_logger("motcua.zalo")


class DeadRefreshToken(AccountStopped):
    """Zalo does not know the refresh token any more: a person has to consent again."""


@dataclass(frozen=True)
class Pair:
    """An access token with the refresh token that renews it, once. Neither shows in its repr."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    obtained_at: float  # seconds since 1970
    expires_in_seconds: int = _USUAL_LIFE_SECONDS


def is_token(text: str) -> bool:
    """Return whether this can be a token: printable ASCII without spaces, of a credible length."""
    return _TOKEN.fullmatch(text) is not None


class OAuth:
    """Zalo's token service for one app."""

    def __init__(self, app_id: str, app_secret: str, url: str, now: Callable[[], float] = time.time) -> None:
        self._app_id, self._app_secret, self._url, self._now = app_id, app_secret, url + _PATH, now

    async def refresh(self, refresh_token: str) -> Pair:
        """Return a new pair; with it the refresh token is spent and the access token before it is dead.

        Raises:
            DeadRefreshToken: It was spent before, or is older than 3 months.
            AccountStopped: The app's settings are wrong.
            TryLater: No answer, or none that can be read; the token may be spent all the same.
        """
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def exchange(self, code: str, verifier: str) -> Pair:
        """Return the first pair, for the code that a consent gave and the verifier of the challenge it was given for.

        Raises:
            AccountStopped: The code, the verifier or the app's settings are wrong.
            TryLater: No answer, or none that can be read.
        """
        return await self._ask({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def _ask(self, form: Mapping[str, str]) -> Pair:
        async with open_client() as client:
            answered = await post(
                client, self._url, form={"app_id": self._app_id, **form}, headers={"secret_key": self._app_secret}
            )
        pair = _pair(answered.value or {}, self._now())
        if pair is not None and answered.status < 300:
            return pair
        raise _error(answered)


def _pair(value: Mapping[str, object], now: float) -> Pair | None:
    access, refresh, life = value.get("access_token"), value.get("refresh_token"), str(value.get("expires_in", ""))
    if not (isinstance(access, str) and isinstance(refresh, str) and is_token(access) and is_token(refresh)):
        return None
    known = life.isascii() and life.isdigit() and int(life[:9]) > 0
    return Pair(access, refresh, now, int(life[:9]) if known else _USUAL_LIFE_SECONDS)


def _error(answered: Answered) -> SendError:
    value = answered.value or {}
    code = value.get("error")
    if not isinstance(code, int) or isinstance(code, bool) or code >= 0:
        return fault(answered)
    _log.warning("zalo gives no tokens", code=code, error_name=str(value.get("error_name", ""))[:_LONGEST_NAME_CHARS])
    if code == _DEAD:
        return DeadRefreshToken("the refresh token is spent or too old: run motcua zalo-oa authorize", code)
    if code in _REASONS:
        return AccountStopped(_REASONS[code], code)
    if -15000 < code <= -14000:  # of this service's own kind, which no waiting mends
        return AccountStopped("Zalo gives no tokens to this app", code)
    return TryLater("Zalo gives no tokens now", code, after_seconds=answered.wait_seconds)
