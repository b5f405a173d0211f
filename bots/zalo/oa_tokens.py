"""The token pair of an Official Account, renewed once whoever asks, and kept before it is used.

A refresh token works once, and renewing kills the access token before it. So one process at a time may renew, under a
lease; it commits the new pair, and only then uses it; whoever waited takes the pair that was committed.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from bots.channel import AccountStopped, BotsError, SendError, TryLater
from bots.zalo.oauth import DeadRefreshToken, Pair

_RENEWED_AT = 0.8  # of its life: 20 h of 25 h
_LEASE_SECONDS = 60.0  # longer than a request may take
_PAUSE_SECONDS = 60.0  # between tries while the token still works
_SETTINGS_SECONDS = 600.0  # before settings that Zalo refused are tried again
KNOCK_SECONDS = 900.0
_NO_PAIR = "there is no token pair: run motcua zalo-oa authorize, or motcua zalo-oa tokens"
_Told = TypeVar("_Told")
_log = structlog.get_logger("motcua.zalo")


@dataclass(frozen=True)
class Held:
    """What the store has for an account."""

    pair: Pair
    version: int  # grows with every pair, the operator's too
    dead: str | None = None  # why the refresh token is of no use


@dataclass(frozen=True)
class _Refused:
    """Settings of the app that Zalo refused: trying again at once would not help."""

    version: int
    until: float
    reason: str
    code: int | str | None


class TokenStore(Protocol):
    """Keeps each account's pair, sealed. Every call returns after its commit, and blocks: call it in a thread."""

    def read(self, account: str) -> Held | None:
        """Return what is kept; None for an account that was never given a pair."""

    def put(self, account: str, pair: Pair) -> None:
        """Keep an operator's pair: with a version that was never used before, alive, and under nobody's lease."""

    def replace(self, account: str, version: int, pair: Pair) -> bool:
        """Keep a renewed pair, alive, with the next version; False, and nothing done, where the version is another.

        It does not ask for the lease: a pair that comes late is the one that works, as long as no other came.
        """

    def bury(self, account: str, version: int, reason: str) -> bool:
        """Mark the pair of this version as dead; False, and nothing done, where the version is another."""

    def lease(self, account: str, owner: str, seconds: float) -> bool:
        """Give the right to renew, in one transaction; False where another owner's lease has not run out."""

    def release(self, account: str, owner: str) -> None:
        """Give the lease back; nothing is done where it is another owner's."""


class Tokens:
    """The tokens of one account, for any number of senders in any number of processes."""

    def __init__(
        self,
        account: str,
        store: TokenStore,
        refresh: Callable[[str], Awaitable[Pair]],
        *,
        now: Callable[[], float] = time.time,
        lease_seconds: float = _LEASE_SECONDS,
        poll_seconds: float = 0.25,
    ) -> None:
        self._account, self._store, self._refresh, self._now = account, store, refresh, now
        self._lease_seconds, self._poll_seconds = lease_seconds, poll_seconds
        self._lock, self._renewals = asyncio.Lock(), set[asyncio.Task[str]]()
        self._quiet_until = 0.0
        self._refused: _Refused | None = None
        self._unkept: tuple[int, Pair] | None = None  # a new pair that the store has not kept yet, and of which version

    async def access(self) -> str:
        """Return an access token that should work, renewed ahead of time.

        Raises:
            AccountStopped: There is no pair, it is dead, or the app's settings are wrong: a person has to mend it.
            TryLater: It has run out and cannot be renewed now.
        """
        pair = (await self._held()).pair
        due = self._now() >= pair.obtained_at + pair.expires_in_seconds * _RENEWED_AT
        works = self._now() < pair.obtained_at + pair.expires_in_seconds
        if not due or (works and self._now() < self._quiet_until):
            return pair.access
        try:
            return await self.renew(pair.access)
        except TryLater as error:
            if not works:
                raise
            self._quiet_until = self._now() + _PAUSE_SECONDS
            _log.warning("zalo oa token not renewed yet", reason=str(error))
            return pair.access

    async def renew(self, used: str) -> str:
        """Return another access token than the one that was used in vain: the one committed since, or a new one.

        Raises:
            AccountStopped: As in `access`.
            TryLater: It cannot be renewed now, here or where it is under way.
        """
        async with self._lock:
            until = time.monotonic() + self._lease_seconds + 2 * self._poll_seconds
            while time.monotonic() < until:
                held = await self._held()
                if held.pair.access != used:
                    return held.pair.access
                owner = uuid.uuid4().hex
                if await self._asked(self._store.lease, self._account, owner, self._lease_seconds):
                    return await self._undisturbed(self._renew_leased(owner, used))
                await asyncio.sleep(self._poll_seconds)
        raise TryLater("another process is renewing the token", whole_account=True)

    async def close(self) -> None:
        """Wait until a renewal that is under way has been committed: its pair is the only one that works."""
        if self._renewals:
            await asyncio.wait(self._renewals)

    async def _undisturbed(self, renewal: Awaitable[str]) -> str:
        """Let the renewal end even where its sender is cancelled: the old pair is spent, the new one must be kept."""
        task = asyncio.ensure_future(renewal)
        self._renewals.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[str]) -> None:
        self._renewals.discard(task)
        if not task.cancelled():
            task.exception()  # seen, also where nobody waits for it any more

    async def _renew_leased(self, owner: str, used: str) -> str:
        try:
            held = await self._held()
            if held.pair.access != used:
                return held.pair.access
            return await self._renew_once(held)
        finally:
            await self._asked(self._store.release, self._account, owner)

    async def _renew_once(self, held: Held) -> str:
        try:
            pair = await self._refreshed(held)
        except DeadRefreshToken as error:
            if not await self._asked(self._store.bury, self._account, held.version, str(error)):
                return (await self._held()).pair.access
            _log.error("zalo oa stopped", account=self._account, reason=str(error))
            raise
        except AccountStopped as error:
            self._refused = _Refused(held.version, self._now() + _SETTINGS_SECONDS, error.reason, error.code)
            _log.error("zalo oa stopped", account=self._account, reason=str(error))
            raise
        except SendError as error:
            raise TryLater(f"the token cannot be renewed: {error.reason}", error.code, whole_account=True) from None
        kept = await self._asked(self._store.replace, self._account, held.version, pair)
        self._unkept = None
        if not kept:
            return (await self._held()).pair.access  # an operator gave another pair meanwhile
        _log.info("zalo oa token renewed", account=self._account)
        return pair.access

    async def _refreshed(self, held: Held) -> Pair:
        """Return Zalo's new pair, or the one that Zalo gave before and the store could not keep."""
        if self._unkept is None or self._unkept[0] != held.version:
            self._unkept = (held.version, await self._refresh(held.pair.refresh))
        return self._unkept[1]

    async def _asked(self, call: Callable[..., _Told], *args: object) -> _Told:
        """Return what the store says; it fails in ways of its own, which all pass or are mended where it is."""
        try:
            return await asyncio.to_thread(call, *args)
        except Exception as error:
            _log.error("zalo oa tokens not stored", account=self._account, error=type(error).__name__)
            reason = str(error) if isinstance(error, BotsError) else type(error).__name__  # ours say what to do
            raise TryLater(f"the store of tokens fails: {reason}", whole_account=True) from None

    async def _held(self) -> Held:
        held = await self._asked(self._store.read, self._account)
        if held is None:
            raise AccountStopped(_NO_PAIR)
        if held.dead is not None:
            raise AccountStopped(held.dead)
        refused = self._refused
        if refused is not None and refused.version == held.version and self._now() < refused.until:
            raise AccountStopped(refused.reason, refused.code)
        return held


async def keep_fresh(tokens: Tokens, stopping: asyncio.Event, knock_seconds: float = KNOCK_SECONDS) -> None:
    """Renew ahead of time also where nothing is sent, until `stopping`: an idle refresh token dies after 3 months."""
    while not stopping.is_set():
        try:
            await asyncio.wait_for(stopping.wait(), knock_seconds)
        except TimeoutError:
            try:
                await tokens.access()
            except SendError as error:
                _log.error("zalo oa has no token", reason=str(error))
