"""What goes wrong with the post office must not silence anybody: a database away, another key, deletions meanwhile."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from post_parts import Post, asked, incoming, make_post, sqlite_url

from assistant.records import Question
from bots.messages import Attachment
from bots.post import contacts, keeping
from bots.post.clerk import MESSAGES_A_MINUTE
from bots.post.engine import Database, PostError
from bots.seal import Seal


@pytest.fixture
def post(catalogue_url: str) -> Iterator[Post]:
    made = make_post(catalogue_url)
    yield made
    made.office.close()


def refusing(post: Post, monkeypatch: pytest.MonkeyPatch, names: set[str], times: int) -> list[str]:
    """Let the database refuse so many of these functions' works, as one that is away does."""
    real, refused = Database.write, list[str]()

    def write(self: Database, work: Any) -> Any:
        if any(name in getattr(work, "__qualname__", "") for name in names) and len(refused) < times:
            refused.append(work.__qualname__)
            return real(self, _away)
        return real(self, work)

    monkeypatch.setattr(Database, "write", write)
    return refused


def _away(_: object) -> None:
    raise PostError("sqlite:///x", "server closed the connection unexpectedly")


@pytest.mark.parametrize("names", [{"_served"}, {"was_sent"}])
def test_a_database_that_is_away_for_a_moment_delays_and_doubles_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch, names: set[str]
) -> None:
    refused = refusing(post, monkeypatch, names, times=3)

    post.deliver(incoming("một", 1), incoming("hai", 2))

    assert len(refused) == 3
    assert asked(post) == ["một", "hai"]
    assert len(post.channel.sent) == 2


def test_the_postman_begins_as_soon_as_the_database_is_there(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = refusing(post, monkeypatch, {"_live"}, times=1)

    post.deliver(incoming("một"))

    assert len(refused) == 1
    assert len(post.channel.sent) == 1


def test_rows_under_another_key_are_dead_letters_and_stop_nobody(post: Post) -> None:
    asyncio.run(post.office.receive([incoming("cũ", 1, chat="1")]))
    post.office.seal = Seal("another key, of 16 characters and more")

    post.deliver(incoming("mới", 1, chat="2"))

    assert asked(post) == ["mới"]
    now = post.office.database.read(keeping.standing)
    assert [letter.reason[:23] for letter in now.dead] == ["sealed with another key"]
    assert now.troubles == ["1 dead letters; see: motcua channels dead"]


def test_a_revived_update_is_answered_and_the_conversation_goes_on(post: Post) -> None:
    post.assistant.inner.failure = RuntimeError("broken")
    post.deliver(incoming("một", 1))
    post.assistant.inner.failure = None
    (letter,) = post.office.database.read(keeping.standing).dead
    assert post.office.database.write(lambda connection: keeping.revive(connection, "update", letter.id)).result()

    post.deliver(incoming("hai", 2))

    assert asked(post)[-2:] == ["một", "hai"]
    assert ["gặp sự cố" in text for text in post.channel.texts()] == [True, False, False]


def test_a_question_right_behind_xoa_is_answered_in_a_new_conversation(post: Post) -> None:
    post.deliver(incoming("một", 1))

    post.deliver(incoming("/xoa", 2), incoming("hai", 3))

    assert asked(post) == ["một", "hai"]
    first, second = (question.conversation_id for question in post.assistant.inner.questions)
    assert first != second
    assert "trợ lý tự động (AI)" in post.channel.texts()[-1]


def test_while_an_officer_has_it_nothing_else_is_answered_and_everything_reaches_the_officer(post: Post) -> None:
    picture = (Attachment(kind="image"),)
    post.deliver(incoming("/gapcanbo", 1))

    post.deliver(
        incoming("/thutuc khai sinh", 2),
        incoming("", 3, kind="attachment", attachments=picture),
        incoming("", 4, kind="unsupported"),
        incoming("gặp cán bộ", 5),
    )

    assert asked(post) == []
    (listed,) = post.office.tickets(only_open=True)
    ticket = post.office.ticket(listed.id)
    assert ticket is not None
    assert [one.text for one in ticket.words] == ["/thutuc khai sinh", "[ảnh]", "[nội dung này]", "gặp cán bộ"]
    assert len(post.channel.sent) == 2  # the ticket, and once that it is passed on


def test_a_flood_hides_no_wish_to_be_forgotten_and_no_officer(post: Post) -> None:
    flood = [incoming(f"câu {number}", number) for number in range(1, MESSAGES_A_MINUTE + 4)]
    post.deliver(*flood, incoming("Chào chị.", 50, kind="staff"))
    assert [ticket.cause for ticket in post.office.tickets(only_open=True)] == ["console"]

    post.deliver(incoming("", 51, kind="withdraw"))

    assert len(post.forgotten) == 1
    assert post.count("post_contacts") == 0


def test_what_is_deleted_on_the_web_while_it_is_answered_stays_deleted(post: Post) -> None:
    def delete(question: Question) -> None:
        post.office.forget(str(question.conversation_id))

    post.assistant.after = delete

    post.deliver(incoming("một", 1))

    assert post.count("post_contacts") == 0
    assert post.channel.sent == []
    assert post.forgotten == [post.assistant.inner.questions[0].conversation_id]


def test_a_conversation_that_moves_away_while_it_is_answered_stays_away(post: Post) -> None:
    post.deliver(incoming("/chuyen", 1))
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", post.channel.texts()[0])
    assert code is not None

    def take(_: Question) -> None:
        assert code is not None
        post.office.take_code(code[0])

    post.assistant.after = take
    post.deliver(incoming("một", 2))
    post.assistant.after = None

    post.deliver(incoming("hai", 3))

    first, second = (question.conversation_id for question in post.assistant.inner.questions)
    assert first != second


def test_an_officers_words_follow_to_the_page(post: Post) -> None:
    post.deliver(incoming("/gapcanbo", 1), incoming("/chuyen", 2))
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", post.channel.texts()[1])
    assert code is not None
    moved = post.office.take_code(code[0])
    assert moved is not None
    sent = len(post.channel.sent)
    (ticket,) = post.office.tickets(only_open=True)

    post.office.reply(ticket.id, "Mời chị ra quầy.", "Quầy 1")
    post.deliver()

    assert len(post.channel.sent) == sent
    kept = post.office.latest_ticket(moved.conversation_id)
    assert kept is not None
    assert [one.text for one in kept.words] == ["Mời chị ra quầy."]


def test_what_was_held_where_a_conversation_moves_to_is_deleted(post: Post) -> None:
    post.deliver(incoming("cũ ở đây", 1, chat="2"))
    (old,) = post.talks.kept
    code = post.office.make_code("c-elsewhere")

    post.deliver(incoming(f"/chuyen {code}", 2, chat="2"))

    assert post.forgotten == [old]


def test_a_full_disk_costs_a_rating_and_no_answer(post: Post) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    post.clerk = replace(post.clerk, rate=full)

    post.deliver(incoming("cần gì", 1), incoming("đúng", 2))

    assert "Chưa lưu được đánh giá" in post.channel.texts()[-1]
    assert post.count("post_updates", "state = 'dead'") == 0


def test_a_closed_office_refuses_at_once(post: Post) -> None:
    post.office.close()

    with pytest.raises(PostError):
        post.office.database.write(lambda _: None).result(timeout=5)


def test_two_processes_that_meet_a_person_at_once_both_keep_the_message(catalogue_url: str) -> None:
    offices = [make_post(catalogue_url) for _ in range(2)]

    async def receive() -> list[int]:
        pairs = [
            post.office.receive([incoming("a", number, chat=str(chat))])
            for chat in range(40)
            for number, post in enumerate(offices, start=1)
        ]
        return await asyncio.gather(*pairs)

    new = asyncio.run(receive())

    assert new == [1] * 80
    assert offices[0].count("post_contacts") == 40
    for post in offices:
        post.office.close()


def test_deleted_words_are_gone_from_the_files_too(tmp_path: Path) -> None:
    post = make_post(sqlite_url(tmp_path))
    words = "tòa nhà màu hồng nhạt"
    post.deliver(incoming("/gapcanbo", 1), incoming(words, 2))
    (conversation,) = [
        contact.conversation_id for contact in [post.office.database.read(_only_contact(post))] if contact is not None
    ]

    before = _on_disk(tmp_path)
    post.office.forget(conversation)
    after = _on_disk(tmp_path)

    assert (words.encode() in before, words.encode() in after) == (True, False)
    assert (tmp_path / "channels.sqlite").stat().st_mode & 0o077 == 0
    post.office.close()


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if "channels" in file.name)


def _only_contact(post: Post) -> Any:
    lane = str(post.rows("select lane from post_contacts")[0][0])
    return lambda connection: contacts.load(connection, post.office.sealed, lane)
