"""Whose a webhook's request is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fake_zalo import APP_ID, OA_ID

from bots.channel import UnreadableEvent
from bots.zalo.oa import ZaloOa

EVENTS = Path(__file__).parent / "events"
SECRET = "oa-secret-for-tests"
MAC = "3979ab945f8a1ffd9f81cb9140b848ce5a004736fc2a6bf03cd6d6da2bb38ec3"
SIGNED = (EVENTS / "oa_signed.json").read_bytes()
HEADER = "x-zevent-signature"


def channel(oa_id: str = OA_ID, secret: str = SECRET) -> ZaloOa:
    return ZaloOa(oa_id, APP_ID, secret, None, url="http://127.0.0.1:9")  # type: ignore[arg-type]


def mac(first: str, body: bytes, timestamp: str) -> str:
    return hashlib.sha256(first.encode() + body + timestamp.encode() + SECRET.encode()).hexdigest()


@pytest.mark.parametrize("given_mac", [f"mac={MAC}", MAC, f"MAC={MAC.upper()}", f" mac = {MAC}".replace(" = ", "=")])
def test_the_documented_signature_is_taken_with_and_without_its_prefix(given_mac: str) -> None:
    assert channel().verify({HEADER: given_mac}, SIGNED) is True


def test_a_signature_that_begins_with_the_account_is_taken() -> None:
    assert channel().verify({HEADER: f"mac={mac(OA_ID, SIGNED, '1789033572455')}"}, SIGNED) is True


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: ""},
        {HEADER: "mac="},
        {HEADER: f"mac={MAC[:-1]}"},
        {HEADER: f"mac={MAC[:-1]}0"},
        {HEADER: "mac=đã ký"},
        {HEADER: "mac=\udcff"},
        {HEADER: "mac=" + mac("1", SIGNED, "1789033572455")},
    ],
)
def test_a_missing_wrong_or_odd_signature_is_refused(headers: dict[str, str]) -> None:
    assert channel().verify(headers, SIGNED) is False


def test_an_hmac_is_no_signature() -> None:
    import hmac

    forged = hmac.new(SECRET.encode(), SIGNED, "sha256").hexdigest()

    assert channel().verify({HEADER: forged}, SIGNED) is False


def test_a_byte_that_was_changed_is_noticed() -> None:
    assert channel().verify({HEADER: MAC}, SIGNED.replace(b'"app_id":', b'"app_id": ')) is False


def test_without_a_secret_nothing_is_genuine() -> None:
    body_and_time = hashlib.sha256(APP_ID.encode() + SIGNED + b"1789033572455").hexdigest()

    assert channel(secret="").verify({HEADER: body_and_time}, SIGNED) is False


def test_an_hour_old_redelivery_is_genuine_and_has_the_same_id() -> None:
    first = channel().read(SIGNED)

    assert channel().verify({HEADER: MAC, "num_retry": "5"}, SIGNED) is True
    assert channel().read(SIGNED) == first


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b'"x"', b"\xff", b'{"timestamp":{}}', b'{"timestamp":true}'])
def test_a_body_without_a_time_is_not_genuine(said: bytes) -> None:
    assert channel().verify({HEADER: mac(APP_ID, said, "")}, said) is False


def test_a_body_that_nests_too_deep_is_refused_and_raises_no_other_error() -> None:
    deep = b"[" * 200_000

    assert channel().verify({HEADER: MAC}, deep) is False
    with pytest.raises(UnreadableEvent):
        channel().read(deep)
