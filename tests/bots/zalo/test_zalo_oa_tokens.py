"""The token pair: renewed once, kept before it is used, and never asked for in vain."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_zalo import CODE, OA_ID, FakeZalo, page
from memory_tokens import LIFE_SECONDS, START, Clock, MemoryTokenStore, first_pair, tokens_over
from structlog.testing import capture_logs

from bots.channel import AccountStopped, TryLater
from bots.zalo_oa_tokens import Held, keep_fresh
from bots.zalo_oauth import OAuth, Pair
from bots.zalo_pkce import challenge_of, new_verifier

TWENTY_HOURS, A_DAY_AND_AN_HOUR = 20 * 3600, LIFE_SECONDS


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(zalo: FakeZalo, clock: Clock) -> MemoryTokenStore:
    store = MemoryTokenStore(clock)
    store.put(OA_ID, first_pair(zalo))
    return store


def test_the_challenge_is_that_of_the_rfc() -> None:
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_verifiers_are_fresh_and_as_long_as_the_rfc_wants() -> None:
    first, second = new_verifier(), new_verifier()

    assert first != second
    assert len(first) == 43
    assert set(first) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_code_is_exchanged_with_its_verifier_once(zalo: FakeZalo, clock: Clock) -> None:
    zalo.verifiers[CODE] = "verifier-for-tests"
    oauth = OAuth("360846524940903967", "app-secret-for-tests", zalo.url, now=clock)

    pair = asyncio.run(oauth.exchange(CODE, "verifier-for-tests"))

    assert pair == Pair("access-token-1", "refresh-token-1", START, 90_000)
    with pytest.raises(AccountStopped) as again:
        asyncio.run(oauth.exchange(CODE, "verifier-for-tests"))
    assert again.value.code == -14005


def test_a_code_with_another_verifier_gives_nothing(zalo: FakeZalo) -> None:
    zalo.verifiers[CODE] = "verifier-for-tests"

    with pytest.raises(AccountStopped):
        asyncio.run(OAuth("360846524940903967", "app-secret-for-tests", zalo.url).exchange(CODE, "another"))

    assert zalo.access == "access-token-0"


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


def test_an_idle_account_is_kept_fresh_and_ends_when_told(
    zalo: FakeZalo, store: MemoryTokenStore, clock: Clock
) -> None:
    clock.seconds += TWENTY_HOURS

    async def kept() -> None:
        stopping = asyncio.Event()
        task = asyncio.create_task(keep_fresh(tokens_over(zalo, store, clock), stopping))
        while store.held[OA_ID].version == 1:
            await asyncio.sleep(0.01)
        stopping.set()
        await task

    asyncio.run(kept())

    assert store.held[OA_ID].pair.access == "access-token-1"


@pytest.mark.parametrize("life", ["soon", "-1", "0", None, "", {}])
def test_a_life_that_is_no_number_counts_as_25_hours(zalo: FakeZalo, life: object) -> None:
    import json

    zalo.fail(
        "oauth", (200, json.dumps({"access_token": "a" * 9, "refresh_token": "r" * 9, "expires_in": life}).encode())
    )

    pair = asyncio.run(OAuth("1", "s", zalo.url).refresh("refresh-token-0"))

    assert pair.expires_in_seconds == 90_000


def test_a_pair_that_is_none_is_not_taken(zalo: FakeZalo) -> None:
    zalo.fail("oauth", (200, b'{"access_token":"with space","refresh_token":"","expires_in":"90000"}'))

    with pytest.raises(TryLater):
        asyncio.run(OAuth("1", "s", zalo.url).refresh("refresh-token-0"))
