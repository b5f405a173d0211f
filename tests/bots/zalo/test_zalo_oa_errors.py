"""What each way in which a message of an Official Account fails means."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from fake_zalo import FakeZalo, oa_error, page
from oa_sender import Sender

from bots.channel import AccountStopped, Refused, SendError, TryLater, Unreachable
from bots.zalo.oa_errors import error_of


@pytest.fixture
def closed_port() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it, and nobody answers
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-200, TryLater),
        (-99999, TryLater),
        *((code, Unreachable) for code in (-213, -217, -218, -227, -230, -232, -244)),
        *((code, Refused) for code in (-100, -201, -210, -233, -240, -242)),
        *((code, AccountStopped) for code in (-204, -205, -209, -211, -212, -219, -221, -224, -248, -320, -321)),
    ],
)
def test_each_code_with_http_200_has_its_class(zalo: FakeZalo, code: int, kind: type[SendError]) -> None:
    zalo.fail("oa", oa_error(code, "the vendor's own words"))

    with pytest.raises(SendError) as failed:
        Sender(zalo).send()

    assert (type(failed.value), failed.value.code) == (kind, code)
    assert "vendor's own words" not in str(failed.value)
    assert getattr(failed.value, "maybe_sent", False) is False


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (-32, "Your application has reached the request limit", TryLater),
        (-32, "", TryLater),
        (-32, "Vượt quá giới hạn yêu cầu", TryLater),
        (-32, "App has no permission to call this", AccountStopped),
        (-223, "OA has not granted permission to the app", AccountStopped),
        (-223, "", AccountStopped),
        (-223, "OA has exceeded its quota", TryLater),
        (-223, "Ứng dụng chưa được cấp quyền", AccountStopped),
    ],
)
def test_codes_with_two_meanings_are_told_apart_by_their_words(code: int, message: str, kind: type[SendError]) -> None:
    error = error_of(code, message)

    assert type(error) is kind
    assert isinstance(error, AccountStopped) or (isinstance(error, TryLater) and error.whole_account)


def test_a_429_holds_the_whole_account_for_as_long_as_it_says(zalo: FakeZalo) -> None:
    zalo.fail("oa", page(429))
    zalo.retry_after = "7"

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert (later.value.after_seconds, later.value.whole_account, later.value.maybe_sent) == (7.0, True, False)


@pytest.mark.parametrize("said", ["Wed, 21 Oct 2026 07:28:00 GMT", "-5", "soon"])
def test_a_wait_that_is_no_number_is_not_read(zalo: FakeZalo, said: str) -> None:
    zalo.fail("oa", page(429))
    zalo.retry_after = said

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert later.value.after_seconds is None


@pytest.mark.parametrize(
    ("fault", "maybe_sent"),
    [
        (page(500), True),
        (page(502), True),
        (page(504), True),
        (page(503), False),
        (page(200), True),
        ((200, b'{"error": 0'), True),
        ((200, b"[]"), True),
        ((200, b""), True),
        ((200, b'{"data":{}}'), True),
        ((200, b'{"error": true}'), True),
        ((500, b'{"error": 0}'), True),
        ((200, b'{"error": 500}'), True),
    ],
)
def test_answers_that_are_no_answer_are_tried_later(zalo: FakeZalo, fault: object, maybe_sent: bool) -> None:
    zalo.fail("oa", fault)

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert later.value.maybe_sent is maybe_sent
    assert later.value.whole_account is False


@pytest.mark.parametrize(("status", "kind"), [(404, AccountStopped), (302, AccountStopped), (400, Refused)])
def test_a_page_instead_of_the_api_is_told_from_a_wrong_message(
    zalo: FakeZalo, status: int, kind: type[SendError]
) -> None:
    zalo.fail("oa", page(status))

    with pytest.raises(kind):
        Sender(zalo).send()


def test_a_code_that_is_written_as_text_counts(zalo: FakeZalo) -> None:
    zalo.fail("oa", (200, b'{"error":"-230","message":"\\u2026"}'))

    with pytest.raises(Unreachable):
        Sender(zalo).send()


def test_a_connection_that_breaks_after_the_request_leaves_it_open_whether_it_was_sent(zalo: FakeZalo) -> None:
    zalo.fail("oa", "cut")

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert later.value.maybe_sent is True
    assert len(zalo.sent) == 1


def test_an_answer_that_comes_too_late_leaves_it_open_whether_it_was_sent(zalo: FakeZalo) -> None:
    zalo.fail("oa", "slow")

    with pytest.raises(TryLater) as later:
        Sender(zalo, whole_seconds=0.3).send()

    assert later.value.maybe_sent is True


def test_where_nobody_listens_nothing_was_sent(zalo: FakeZalo, closed_port: str) -> None:
    with pytest.raises(TryLater) as later:
        Sender(zalo, url=closed_port).send()

    assert later.value.maybe_sent is False


def test_a_429_counts_before_a_code_that_says_less(zalo: FakeZalo) -> None:
    zalo.fail("oa", (429, b'{"error":-200,"message":"\\u2026"}'))

    with pytest.raises(TryLater) as later:
        Sender(zalo).send()

    assert later.value.whole_account is True
