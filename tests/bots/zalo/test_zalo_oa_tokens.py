"""The token pair: renewed once, kept before it is used, and never asked for in vain."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_zalo import OA_ID, FakeZalo
from memory_tokens import LIFE_SECONDS, START, Clock, MemoryTokenStore, first_pair, tokens_over

from bots.channel import TryLater
from bots.zalo.oa_tokens import Held
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


def test_tokens_do_not_show_in_a_repr() -> None:
    held = Held(Pair("access-token-0", "refresh-token-0", START), 1)

    assert "token-0" not in repr(held)


def test_a_young_token_is_used_without_asking_zalo(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    clock.seconds += TWENTY_HOURS - 1

    assert asyncio.run(tokens_over(zalo, store, clock).access()) == "access-token-0"
    assert zalo.seen == []


def test_a_token_is_renewed_at_20_of_its_25_hours(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    clock.seconds += TWENTY_HOURS

    assert asyncio.run(tokens_over(zalo, store, clock).access()) == "access-token-1"
    assert store.held[OA_ID] == Held(Pair("access-token-1", "refresh-token-1", clock.seconds, 90_000), 2)
    assert store.leases == {}


def test_each_refresh_token_is_presented_once(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    tokens = tokens_over(zalo, store, clock)
    for _ in range(3):
        clock.seconds += A_DAY_AND_AN_HOUR
        asyncio.run(tokens.access())

    assert zalo.refreshes == ["refresh-token-0", "refresh-token-1", "refresh-token-2"]


def test_two_clients_of_one_store_renew_once(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    clock.seconds += A_DAY_AND_AN_HOUR
    zalo.fail("oauth", "held")
    start = threading.Barrier(3)

    def ask(_: int) -> str:
        start.wait(10)
        return asyncio.run(tokens_over(zalo, store, clock).access())

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask, number) for number in range(2)]
        start.wait(10)
        while "lease refused" not in store.asked:
            time.sleep(0.01)
        zalo.go_on.set()
        tokens = [one.result(30) for one in asked]

    assert tokens == ["access-token-1", "access-token-1"]
    assert zalo.refreshes == ["refresh-token-0"]


def test_many_senders_of_one_process_renew_once(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    tokens = tokens_over(zalo, store, clock)

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(tokens.renew("access-token-0") for _ in range(20)))

    assert set(asyncio.run(all_of_them())) == {"access-token-1"}
    assert zalo.refreshes == ["refresh-token-0"]


def test_who_was_refused_with_an_old_token_takes_the_one_that_another_committed(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0"))

    assert asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0")) == "access-token-1"
    assert zalo.refreshes == ["refresh-token-0"]


def test_a_sender_that_is_cancelled_does_not_lose_the_new_pair(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    zalo.fail("oauth", "held")

    async def cancelled() -> None:
        tokens = tokens_over(zalo, store, clock)
        task = asyncio.create_task(tokens.renew("access-token-0"))
        while not zalo.seen:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        zalo.go_on.set()
        await tokens.close()

    asyncio.run(cancelled())

    assert store.held[OA_ID].pair.access == zalo.access == "access-token-1"


def test_a_token_that_another_spent_but_committed_late_is_found(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    """Its lease ran out on the way: who took over finds the refresh token spent, and then the pair of the late one."""
    tokens = tokens_over(zalo, store, clock)
    late = Pair("access-token-1", "refresh-token-1", clock.seconds)
    zalo.access, zalo.refresh = late.access, late.refresh
    bury = store.bury

    def committed_meanwhile(account: str, version: int, reason: str) -> bool:
        assert store.replace(account, version, late)
        return bury(account, version, reason)

    store.bury = committed_meanwhile  # type: ignore[method-assign]

    assert asyncio.run(tokens.renew("access-token-0")) == "access-token-1"
    assert store.held[OA_ID].dead is None


def test_a_pair_committed_just_before_the_lease_was_given_is_taken(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    lease = store.lease

    def after_another(account: str, owner: str, seconds: float) -> bool:
        assert store.replace(account, 1, Pair("access-token-1", "refresh-token-1", clock.seconds))
        return lease(account, owner, seconds)

    store.lease = after_another  # type: ignore[method-assign]

    assert asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0")) == "access-token-1"
    assert zalo.refreshes == []
    assert store.leases == {}


def test_another_process_that_renews_for_too_long_is_not_waited_for_for_ever(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    store.lease(OA_ID, "another", 1e9)
    tokens = tokens_over(zalo, store, clock)
    tokens._lease_seconds = 0.1

    with pytest.raises(TryLater) as later:
        asyncio.run(tokens.renew("access-token-0"))

    assert later.value.whole_account
    assert zalo.refreshes == []


def test_a_lease_that_ran_out_is_taken_over(zalo: FakeZalo, store: MemoryTokenStore, clock: Clock) -> None:
    store.lease(OA_ID, "killed", 60)
    clock.seconds += 61

    assert asyncio.run(tokens_over(zalo, store, clock).renew("access-token-0")) == "access-token-1"
