"""The calls of the Zalo Bot Platform. The token is part of the address: no error and no log line has either.

Source:
    docs.zaloplatforms.com/docs/BOT
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from bots.channel import AccountStopped, Refused, SendError, TryLater
from bots.zalo.http import WHOLE_SECONDS, Answered, fault, open_client, post

_TOKEN = re.compile(r"(?P<account>[0-9]{1,32}):[!-~]{1,200}")
_READ_SECONDS = 60.0  # a call for updates is held open
_GRACE_SECONDS = 10.0  # beyond the time that Zalo is asked to hold a call
_WRONG, _DENIED, _FAULT, _UNKNOWN, _IDLE, _TOO_MUCH = 400, 401, 403, 404, 408, 429


class NothingNew(TryLater):
    """A call for updates came back without one."""


def account_of(token: str) -> str:
    """Return the bot's id, which stands before the colon of its token.

    Raises:
        ValueError: It is no token; it is not quoted.
    """
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise ValueError("a Zalo bot's token looks like digits:secret")
    return found["account"]


class ZaloBotApi:
    """Calls the methods of one bot."""

    def __init__(self, token: str, url: str) -> None:
        self.account = account_of(token)
        self._address = f"{url}/bot{quote(token, safe=':-_.~')}/"
        self._client: httpx.AsyncClient | None = None

    async def call(
        self, method: str, body: Mapping[str, Any] | None = None, *, whole_seconds: float = WHOLE_SECONDS
    ) -> Any:
        """Return the result of a method, whose name is case-sensitive.

        Raises:
            SendError: One of its four kinds.
        """
        if self._client is None:
            self._client = open_client(read_seconds=_READ_SECONDS)
        return _result(await post(self._client, self._address + method, json=body or {}, whole_seconds=whole_seconds))

    async def next_update(self, held_seconds: int) -> Any:
        """Return the next update, taken for good: there is no asking for it again.

        Args:
            held_seconds: How long Zalo holds the call open where there is none.

        Raises:
            NothingNew: There was none for that long.
            SendError: One of its four kinds.
        """
        # documented as text
        body, whole_seconds = {"timeout": str(held_seconds)}, held_seconds + _GRACE_SECONDS
        try:
            return await self.call("getUpdates", body, whole_seconds=whole_seconds)
        except TryLater as error:
            if error.code in (_IDLE, f"HTTP {_IDLE}"):
                raise NothingNew("nothing new", error.code) from None
            raise

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _result(answered: Answered) -> Any:
    """Return the result where `ok` says that there is one; the status says 200 to errors, too."""
    value = answered.value or {}
    if value.get("ok") is True:
        return value.get("result")
    code = value.get("error_code")
    if value.get("ok") is not False or not isinstance(code, int):
        raise fault(answered)
    raise _error_of(code, answered)


def _error_of(code: int, answered: Answered) -> SendError:
    if code == _DENIED:
        return AccountStopped("Zalo does not know the bot's token: check MOTCUA_ZALO_BOT_TOKEN", code)
    if code == _TOO_MUCH:
        return TryLater("the bot's quota is used up", code, after_seconds=answered.wait_seconds, whole_account=True)
    if code == _WRONG:
        return Refused("a parameter is wrong", code)
    if code == _UNKNOWN:
        return Refused("Zalo knows no such method or conversation", code)
    # 403 says "internal server error"; after 408 and 5xx the message may have been accepted
    return TryLater("a fault of Zalo", code, maybe_sent=code == _IDLE or code >= 500)
