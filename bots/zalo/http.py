"""One request to Zalo, and what its failing means; both of Zalo's products share it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from bots.channel import AccountStopped, Refused, SendError, TryLater
from bots.zalo.values import JsonError, parsed

_CONNECT_SECONDS, _READ_SECONDS, WHOLE_SECONDS = 5.0, 15.0, 25.0
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_MISCONFIGURED = frozenset({401, 403, 404})
_LONGEST_WAIT_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class Answered:
    """What came back: the status, the JSON object where the body was one, and how long to wait where it was said."""

    status: int
    value: Mapping[str, object] | None
    wait_seconds: float | None = None


def open_client(read_seconds: float = _READ_SECONDS) -> httpx.AsyncClient:
    """Return a client whose addresses are not logged: httpx logs each at INFO, and a bot's token stands in it."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(timeout=httpx.Timeout(read_seconds, connect=_CONNECT_SECONDS))


async def post(
    client: httpx.AsyncClient,
    url: str,
    *,
    json: object = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    whole_seconds: float = WHOLE_SECONDS,
) -> Answered:
    """Return what came back, whatever the status.

    Raises:
        TryLater: Nothing came back; `maybe_sent` where the request may have arrived all the same.
    """
    try:
        async with asyncio.timeout(whole_seconds):
            response = await client.post(url, json=json, data=form, headers=headers)
    except _NEVER_LEFT as error:
        raise TryLater(f"no connection to Zalo ({type(error).__name__})") from None
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise TryLater(f"no answer from Zalo ({type(error).__name__})", maybe_sent=True) from None
    return Answered(response.status_code, _object(response.content), _wait(response.headers.get("retry-after")))


def fault(answered: Answered) -> SendError:
    """Return what an answer means that is not in the vendor's own form: a gateway's page, a broken body."""
    code, status = f"HTTP {answered.status}", answered.status
    if status == 429:
        return TryLater("too many requests", code, after_seconds=answered.wait_seconds, whole_account=True)
    if status >= 500:
        # 503 is said before the work; after any other of them the message may have been accepted
        return TryLater("a fault of Zalo", code, after_seconds=answered.wait_seconds, maybe_sent=status != 503)
    if status < 300 or status == 408:
        return TryLater("an answer that cannot be read", code, maybe_sent=True)
    if status < 400 or status in _MISCONFIGURED:
        return AccountStopped("Zalo does not serve this address to us; check the MOTCUA_ZALO_…_URL settings", code)
    return Refused("Zalo refused the request", code)


def _object(body: bytes) -> Mapping[str, object] | None:
    try:
        value = parsed(body)
    except JsonError:
        return None
    return value if isinstance(value, dict) else None


def _wait(said: str | None) -> float | None:
    """Return the seconds of a Retry-After header; a date there is not read."""
    if said is None or not (said.isascii() and said.isdigit()):
        return None
    return min(float(said[:9]), _LONGEST_WAIT_SECONDS)
