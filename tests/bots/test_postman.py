"""The postman: in order, once, and nothing lost, on both databases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from fake_house import ASKED_FOR_OPTIONS
from post_parts import Deliver, FakeChannel, Post, incoming, make_post

from assistant.records import Question
from bots.channel import AccountStopped, Refused, TryLater, Unreachable
from bots.messages import Part
from bots.post import inbox
from bots.post.inbox import LostClaimError
from bots.post.postman import Postman


@pytest.fixture
def post(catalogue_url: str) -> Iterator[Post]:
    made = make_post(catalogue_url)
    yield made
    made.office.close()


def failing(*failures: Exception | None) -> Deliver:
    """Fail the first sends so, then succeed."""
    left = list(failures)

    def deliver(_channel: FakeChannel, _to: str, _part: Part) -> None:
        failure = left.pop(0) if left else None
        if failure is not None:
            raise failure

    return deliver


def test_a_question_is_answered_where_it_was_asked(post: Post) -> None:
    post.deliver(incoming("cần giấy tờ gì", chat="5001"))

    assert [to for to, _ in post.channel.sent] == ["5001"]
    assert "Lệ phí 75.000 đồng" in post.channel.texts()[0]


def test_a_redelivery_does_nothing(post: Post) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1))
    post.deliver(incoming("cần giấy tờ gì", 1), incoming("cần giấy tờ gì", 1))

    assert len(post.channel.sent) == 1
    assert [question.question for question in post.assistant.inner.questions] == ["cần giấy tờ gì"]


def test_one_conversation_is_answered_in_the_vendors_order(post: Post) -> None:
    shuffled = [incoming(f"câu {number}", number) for number in (3, 1, 2, 5, 4)]

    post.deliver(*shuffled)

    assert [question.question for question in post.assistant.inner.questions] == [f"câu {n}" for n in range(1, 6)]


def test_conversations_do_not_share_what_was_said(post: Post) -> None:
    post.deliver(incoming("một", chat="1"), incoming("hai", chat="2"))

    asked = {question.question: question.conversation_id for question in post.assistant.inner.questions}
    assert len(set(asked.values())) == 2
    assert all(conversation is not None and conversation.startswith("c-") for conversation in asked.values())


def test_many_conversations_at_once_each_stay_in_order_with_several_workers(post: Post) -> None:
    async def work() -> None:
        postmen = [post.postman(), post.postman()]
        running = [asyncio.create_task(postman.run()) for postman in postmen]
        for number in range(1, 6):
            await post.office.receive([incoming(f"{chat}:{number}", number, chat=str(chat)) for chat in range(20)])
        for _ in range(1500):
            if not await asyncio.to_thread(post.open_rows):
                break
            await asyncio.sleep(0.02)
        for postman in postmen:
            postman.stop()
        await asyncio.gather(*running)

    asyncio.run(work())

    asked = [question.question.split(":") for question in post.assistant.inner.questions]
    assert len(asked) == 100
    for chat in range(20):
        assert [number for one, number in asked if one == str(chat)] == ["1", "2", "3", "4", "5"]
        assert [to for to, _ in post.channel.sent].count(str(chat)) == 5


def test_nothing_that_was_said_or_who_said_it_is_kept_when_it_is_done(post: Post) -> None:
    post.deliver(incoming("tôi tên Nguyễn Văn An, số 0912345678 hỏi khai sinh", chat="987654321"))

    kept = repr(post.rows("select * from post_updates") + post.rows("select * from post_messages"))
    contacts = repr(post.rows("select * from post_contacts"))
    assert post.count("post_updates", "state = 'done'") == 1
    for words in ("khai sinh", "Nguyễn", "0912345678", "987654321", "Lệ phí"):
        assert words not in kept
        assert words not in contacts


def test_what_waits_is_redacted_and_has_no_id_of_the_person(post: Post) -> None:
    asyncio.run(post.office.receive([incoming("số 0912345678 hỏi khai sinh", chat="987654321")]))

    ((kept,),) = post.rows("select incoming from post_updates")
    assert "khai sinh" in str(kept)
    assert "0912345678" not in str(kept)
    assert "987654321" not in repr(post.rows("select * from post_updates"))


def test_a_rate_limit_is_waited_for_and_the_message_arrives_once(post: Post) -> None:
    post.channel.deliver = failing(TryLater("slow down", 429, after_seconds=0.05))

    post.deliver(incoming("cần giấy tờ gì"))

    assert len(post.channel.sent) == 1
    assert post.rows("select tries, uncertain from post_messages") == [(1, False)]


def test_a_message_that_the_vendor_may_have_taken_is_sent_again_and_marked(post: Post) -> None:
    post.channel.deliver = failing(TryLater("timed out", after_seconds=0.05, maybe_sent=True))

    post.deliver(incoming("cần giấy tờ gì"))

    assert [
        (state, bool(uncertain)) for state, uncertain in post.rows("select state, uncertain from post_messages")
    ] == [("sent", True)]


def test_a_channel_that_breaks_in_an_unforeseen_way_loses_nothing(post: Post) -> None:
    post.channel.deliver = failing(ZeroDivisionError())

    post.deliver(incoming("cần giấy tờ gì"))

    assert len(post.channel.sent) == 1


@pytest.mark.parametrize("failure", [Unreachable("blocked", 403), Refused("bad text", 400)])
def test_what_can_never_arrive_is_a_dead_letter_and_the_next_one_still_goes(post: Post, failure: Exception) -> None:
    post.channel.deliver = failing(failure)

    post.deliver(incoming("một", 1), incoming("hai", 2))

    assert len(post.channel.sent) == 1
    ((error,),) = post.rows("select error from post_messages where state = 'dead'")
    assert str(failure) in str(error)


def test_half_an_answer_is_not_sent_when_its_beginning_cannot_be(post: Post) -> None:
    post.channel.form = type(post.channel.form)(limit=60)
    post.channel.deliver = failing(Refused("bad text", 400))

    post.deliver(incoming("cần giấy tờ gì"))

    assert post.channel.sent == []
    assert post.count("post_messages", "state = 'dead'") == post.count("post_messages") > 1


def test_a_stopped_account_keeps_its_messages_until_it_is_mended(post: Post) -> None:
    post.channel.deliver = failing(AccountStopped("token is dead", -14014))

    async def work() -> None:
        await post.office.receive([incoming("một", 1)])
        running = asyncio.create_task((postman := post.postman()).run())
        for _ in range(500):
            if await asyncio.to_thread(post.count, "post_accounts"):
                break
            await asyncio.sleep(0.02)
        postman.stop()
        await running

    asyncio.run(work())

    assert post.channel.sent == []
    assert post.rows("select state, tries from post_messages") == [("waiting", 0)]
    ((reason, until),) = post.rows("select reason, paused_until from post_accounts")
    assert "token is dead" in str(reason)
    assert float(str(until)) > time.time() + 100


def test_an_assistant_that_fails_is_asked_again_and_the_person_is_told_in_the_end(post: Post) -> None:
    post.assistant.inner.failure = RuntimeError("broken")

    post.deliver(incoming("cần giấy tờ gì"))

    assert len(post.assistant.inner.questions) == 3
    assert "gặp sự cố" in post.channel.texts()[0]
    assert post.rows("select state, error from post_updates") == [("dead", "RuntimeError")]


def test_a_second_try_hears_the_conversation_as_it_was_before_the_first(post: Post) -> None:
    post.deliver(incoming("một", 1))
    (conversation,) = post.talks.kept
    failures = [RuntimeError("died after the conversation was kept")]

    def die_once(_: Question) -> None:
        if failures:
            raise failures.pop()

    post.assistant.after = die_once

    post.deliver(incoming("hai", 2))

    assert [turn.question for turn in post.talks.turns[conversation]] == ["một", "hai"]
    assert post.talks.kept[conversation].turns == 2
    assert len(post.channel.sent) == 2


def test_another_worker_takes_over_from_a_dead_one_and_marks_what_it_was_sending(post: Post) -> None:
    async def work() -> None:
        await post.office.receive([incoming("một", 1)])
        dead = post.postman(life_seconds=0.3)
        await dead._live()
        await asyncio.sleep(0.2)
        (claimed,) = await dead._claim_updates(1)
        await dead._serve(claimed)
        (message,) = await dead._claim_messages(1)
        assert message.uncertain is False
        await asyncio.sleep(0.3)
        await post.settled()
        with pytest.raises(LostClaimError):
            await post.office.write(lambda connection: inbox.finish(connection, dead.name, claimed.id))

    asyncio.run(work())

    assert len(post.channel.sent) == 1
    assert [bool(row[0]) for row in post.rows("select uncertain from post_messages")] == [True]


def test_a_worker_that_was_taken_for_dead_answers_nothing_twice(post: Post) -> None:
    async def work() -> None:
        await post.office.receive([incoming("một", 1)])
        slow = post.postman(life_seconds=0.3)
        await slow._live()
        await asyncio.sleep(0.2)
        (claimed,) = await slow._claim_updates(1)
        await asyncio.sleep(0.3)
        await post.settled()  # a living worker served it in the meantime
        await slow._serve(claimed)
        await post.settled()

    asyncio.run(work())

    assert len(post.channel.sent) == 1


def test_a_stop_finishes_what_is_in_hand_and_gives_the_rest_back(post: Post) -> None:
    async def work() -> Postman:
        await post.office.receive([incoming(f"câu {number}", number) for number in (1, 2, 3)])
        postman = post.postman()
        running = asyncio.create_task(postman.run())
        while not post.assistant.inner.questions:
            await asyncio.sleep(0.01)
        postman.stop()
        await running
        return postman

    asyncio.run(work())
    assert post.count("post_updates", "state = 'claimed'") == 0
    assert post.count("post_messages", "state = 'sending'") == 0
    assert post.count("post_workers") == 0

    asyncio.run(post.settled())

    assert [question.question for question in post.assistant.inner.questions] == ["câu 1", "câu 2", "câu 3"]
    assert len(post.channel.sent) == 3


def test_a_tap_is_acknowledged(post: Post) -> None:
    post.deliver(incoming(ASKED_FOR_OPTIONS, 1))
    tap = post.channel.sent[0][1].buttons[0][0].tap

    post.deliver(incoming("", 2, kind="tap", tapped=tap, token="q-9"))

    assert post.channel.acknowledged == ["q-9"]
    assert post.assistant.inner.questions[-1].question == "giá trị thẻ giấy"


def test_a_slow_answer_shows_that_it_is_being_written(post: Post) -> None:
    post.assistant.inner.slow_seconds = 0.8

    post.deliver(incoming("cần giấy tờ gì"))

    assert post.channel.composing_to == ["5001"]
