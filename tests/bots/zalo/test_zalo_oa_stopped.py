"""Tokens that cannot be renewed: what passes, what stops the account, and what brings it back."""

from __future__ import annotations

import asyncio

import pytest
from fake_zalo import OA_ID, FakeZalo, page
from memory_tokens import LIFE_SECONDS, START, Clock, MemoryTokenStore, first_pair, tokens_over
from structlog.testing import capture_logs

from bots.channel import AccountStopped, TryLater
from bots.zalo.oauth import Pair

TWENTY_HOURS, A_DAY_AND_AN_HOUR = 20 * 3600, LIFE_SECONDS


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(zalo: FakeZalo, clock: Clock) -> MemoryTokenStore:
    store = MemoryTokenStore(clock)
    store.put(OA_ID, first_pair(zalo))
    return store


def test_a_pair_that_cannot_be_kept_is_not_used_and_not_lost(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    tokens, replace = tokens_over(zalo, store, clock), store.replace

    def full(*_: object) -> bool:
        raise OSError("no space left")

    store.replace = full  # type: ignore[method-assign]
    with pytest.raises(TryLater) as later:
        asyncio.run(tokens.renew("access-token-0"))
    store.replace = replace  # type: ignore[method-assign]

    assert later.value.whole_account
    assert store.leases == {}
    assert asyncio.run(tokens.renew("access-token-0")) == "access-token-1"
    assert zalo.refreshes == ["refresh-token-0"]
    assert store.held[OA_ID].pair.refresh == zalo.refresh


@pytest.mark.parametrize("call", ["read", "lease"])
def test_a_store_that_fails_is_a_reason_to_wait(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock, call: str
) -> None:
    def locked(*_: object) -> bool:
        raise RuntimeError("database is locked")

    setattr(store, call, locked)

    with pytest.raises(TryLater, match="RuntimeError"):
        asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0"))
    assert zalo.seen == []


def test_a_dead_refresh_token_stops_the_account_and_is_not_tried_again(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    zalo.refresh = "given-to-somebody-else"
    tokens = tokens_over(zalo, store, clock)

    with capture_logs() as logs, pytest.raises(AccountStopped) as stopped:
        asyncio.run(tokens.renew("access-token-0"))
    for other in (tokens, tokens_over(zalo, store, clock)):
        with pytest.raises(AccountStopped):
            asyncio.run(other.access())

    assert stopped.value.code == -14014
    assert len(zalo.refreshes) == 1
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["zalo oa stopped"]
    assert store.held[OA_ID].dead is not None


def test_an_operators_pair_brings_a_dead_account_back(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    zalo.refresh = "given-to-somebody-else"
    tokens = tokens_over(zalo, store, clock)
    with pytest.raises(AccountStopped):
        asyncio.run(tokens.renew("access-token-0"))

    store.put(OA_ID, Pair("access-token-9", "refresh-token-9", clock.seconds))

    assert asyncio.run(tokens.access()) == "access-token-9"


def test_a_late_pair_revives_an_account_that_was_buried_meanwhile(zalo: FakeZalo, store: MemoryTokenStore) -> None:
    assert store.bury(OA_ID, 1, "spent")

    assert store.replace(OA_ID, 1, Pair("access-token-1", "refresh-token-1", START))
    assert store.held[OA_ID].dead is None


def test_an_operators_pair_is_not_overwritten_by_a_late_one(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    zalo.fail("oauth", "held")

    async def meanwhile() -> str:
        task = asyncio.create_task(tokens_over(zalo, store, clock).renew("access-token-0"))
        while not zalo.seen:
            await asyncio.sleep(0.01)
        store.put(OA_ID, Pair("access-token-9", "refresh-token-9", clock.seconds))
        zalo.go_on.set()
        return await task

    assert asyncio.run(meanwhile()) == "access-token-9"
    assert store.held[OA_ID].pair.access == "access-token-9"


def test_without_a_pair_the_account_is_stopped_with_what_to_do(zalo: FakeZalo, clock: Clock) -> None:
    with pytest.raises(AccountStopped, match="motcua zalo-oa authorize"):
        asyncio.run(tokens_over(zalo, MemoryTokenStore(clock), clock).access())


@pytest.mark.parametrize("fault", ["cut", page(502), (200, b"<html>"), (200, b'{"error":-1}')])
def test_while_the_token_works_a_failed_renewal_waits(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock, fault: object
) -> None:
    clock.seconds += TWENTY_HOURS
    zalo.fail("oauth", fault)
    tokens = tokens_over(zalo, store, clock)

    assert asyncio.run(tokens.access()) == "access-token-0"
    assert asyncio.run(tokens.access()) == "access-token-0"
    assert len(zalo.seen) == 1


def test_after_a_pause_the_renewal_is_tried_again(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    clock.seconds += TWENTY_HOURS
    zalo.fail("oauth", page(502))
    tokens = tokens_over(zalo, store, clock)
    asyncio.run(tokens.access())

    clock.seconds += 61

    assert asyncio.run(tokens.access()) == "access-token-1"


def test_a_token_that_has_run_out_and_cannot_be_renewed_waits_and_nothing_was_sent(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    clock.seconds += A_DAY_AND_AN_HOUR
    zalo.fail("oauth", page(502))

    with pytest.raises(TryLater) as later:
        asyncio.run(tokens_over(zalo, store, clock).access())

    assert (later.value.maybe_sent, later.value.whole_account, later.value.code) == (False, True, "HTTP 502")


def test_a_wrong_app_secret_is_not_tried_again_at_once_and_buries_nothing(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    tokens = tokens_over(zalo, store, clock, secret="another-app-secret")

    for _ in range(3):
        with pytest.raises(AccountStopped) as stopped:
            asyncio.run(tokens.renew("access-token-0"))

    assert stopped.value.code == -14004
    assert "MOTCUA_ZALO_OA_APP_SECRET" in stopped.value.reason
    assert len(zalo.seen) == 1
    assert asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0")) == "access-token-1"


def test_settings_that_were_refused_do_not_stand_in_the_way_of_an_operators_pair(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    tokens = tokens_over(zalo, store, clock, secret="another-app-secret")
    with pytest.raises(AccountStopped):
        asyncio.run(tokens.renew("access-token-0"))

    store.put(OA_ID, Pair("access-token-9", "refresh-token-9", clock.seconds))

    assert asyncio.run(tokens.access()) == "access-token-9"
