"""Zalo's token service: consent, PKCE, and pairs that are none."""

from __future__ import annotations

import asyncio

import pytest
from fake_zalo import CODE, FakeZalo
from memory_tokens import LIFE_SECONDS, START, Clock

from bots.channel import AccountStopped, TryLater
from bots.zalo.oauth import OAuth, Pair
from bots.zalo.pkce import challenge_of, new_verifier

TWENTY_HOURS, A_DAY_AND_AN_HOUR = 20 * 3600, LIFE_SECONDS


@pytest.fixture
def clock() -> Clock:
    return Clock()


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
