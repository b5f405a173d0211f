"""The clerk: hand-overs to officers, moves between channels, and what is deleted."""

from __future__ import annotations

import re

import pytest
from post_parts import Post, asked, incoming


@pytest.mark.parametrize("text", ["/gapcanbo", "gặp cán bộ", "gap can bo"])
def test_a_ticket_tells_where_and_when_and_has_the_redacted_conversation(post: Post, text: str) -> None:
    post.deliver(incoming("số 0912345678 cần giấy tờ gì", 1), incoming(text, 2))

    told = post.channel.texts()[1]
    (ticket,) = post.office.tickets(only_open=True)
    assert f"Mã phiếu: {ticket.id}" in told
    assert "UBND phường Thử, tổng đài 1022" in told
    assert "7:30 đến 17:00" in told
    assert [turn["question"] for turn in ticket.transcript] == ["số [SỐ ĐIỆN THOẠI] cần giấy tờ gì"]
    assert "Lệ phí 75.000 đồng" in ticket.transcript[0]["answer"]


def test_the_assistant_is_silent_while_an_officer_has_it_and_answers_again_after(post: Post) -> None:
    post.deliver(incoming("cần gì", 1), incoming("/gapcanbo", 2), incoming("tôi số 0912345678", 3), incoming("a lô", 4))
    (ticket,) = post.office.tickets(only_open=True)
    assert asked(post) == ["cần gì"]
    assert [ticket.id in text for text in post.channel.texts()] == [False, True, True]

    post.office.reply(ticket.id, "Chị mang giấy tờ ra quầy 3, gọi 0208 3855 123.", "Quầy 3")
    post.office.close_ticket(ticket.id, "Quầy 3")
    post.deliver(incoming("lệ phí", 5))

    assert "Cán bộ (Quầy 3) trả lời:\nChị mang giấy tờ ra quầy 3, gọi 0208 3855 123." in post.channel.texts()
    assert asked(post) == ["cần gì", "lệ phí"]
    kept = post.office.ticket(ticket.id)
    assert kept is not None
    assert [(one.said_by, one.text) for one in kept.words][:3] == [
        ("person", "tôi số [SỐ ĐIỆN THOẠI]"),
        ("person", "a lô"),
        ("officer", "Chị mang giấy tờ ra quầy 3, gọi 0208 3855 123."),
    ]


def test_a_person_can_have_the_assistant_back(post: Post) -> None:
    post.deliver(incoming("/gapcanbo", 1), incoming("/tiep", 2), incoming("lệ phí", 3))

    assert asked(post) == ["lệ phí"]
    assert post.office.tickets(only_open=True) == []


def test_the_silence_ends_by_itself(post: Post) -> None:
    post.office.handoff_hours = 0.00001
    post.deliver(incoming("/gapcanbo", 1))

    post.deliver(incoming("lệ phí", 2))

    assert asked(post) == ["lệ phí"]


def test_an_officer_who_types_in_the_vendors_console_silences_the_assistant(post: Post) -> None:
    post.deliver(incoming("cần gì", 1), incoming("Chào chị, tôi là Lan.", 2, kind="staff"), incoming("vâng", 3))

    assert asked(post) == ["cần gì"]
    (ticket,) = post.office.tickets(only_open=True)
    assert ticket.cause == "console"


def test_a_conversation_moves_by_a_code_and_leaves_nothing_behind(post: Post) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1, chat="1"), incoming("/chuyen", 2, chat="1"))
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", post.channel.texts()[1])
    assert code is not None
    (moved,) = post.talks.kept

    post.deliver(incoming(f"/chuyen {code[0].lower()}", 1, chat="2"))
    post.deliver(incoming("lệ phí", 2, chat="2"), incoming("việc mới", 3, chat="1"))

    assert "Câu gần nhất: “cần giấy tờ gì”" in post.channel.texts("2")[0]
    by_question = {question.question: question.conversation_id for question in post.assistant.inner.questions}
    assert by_question["lệ phí"] == moved
    assert by_question["việc mới"] != moved


def test_a_code_works_once_and_a_wrong_one_is_told(post: Post) -> None:
    post.deliver(incoming("/chuyen", 1, chat="1"))
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", post.channel.texts()[0])
    assert code is not None

    post.deliver(incoming(f"/start {code[0]}", 1, chat="2"))
    post.deliver(incoming(f"/chuyen {code[0]}", 1, chat="3"))
    post.deliver(incoming("/chuyen BCDF-GHJK", 1, chat="4"), incoming("/chuyen 0912345678", 1, chat="5"))

    assert "Đã chuyển" in post.channel.texts("2")[0]
    for chat in ("3", "4", "5"):
        assert "Mã này không đúng" in post.channel.texts(chat)[0]


def test_an_open_ticket_follows_the_conversation(post: Post) -> None:
    post.deliver(incoming("/gapcanbo", 1, chat="1"), incoming("/chuyen", 2, chat="1"))
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", post.channel.texts("1")[-1])
    assert code is not None
    post.deliver(incoming(f"/chuyen {code[0]}", 1, chat="2"))
    (ticket,) = post.office.tickets(only_open=True)

    post.office.reply(ticket.id, "Mời chị ra quầy.", "Quầy 1")
    post.deliver()

    assert "Mời chị ra quầy." in post.channel.texts("2")[-1]
    assert all("Mời chị" not in text for text in post.channel.texts("1"))


def test_xoa_deletes_everything_and_says_so_where_it_was_asked(post: Post) -> None:
    post.deliver(incoming("số 0912345678 cần gì", 1), incoming("/gapcanbo", 2), incoming("a lô", 3))
    (conversation,) = post.talks.kept

    post.deliver(incoming("/xoa", 4))

    assert "Đã xóa" in post.channel.texts()[-1]
    assert post.forgotten == [conversation]
    for table in ("post_contacts", "post_tickets", "post_ticket_words", "post_codes"):
        assert post.count(table) == 0
    assert post.count("post_updates", "lane != '' or incoming != ''") == 0
    assert post.count("post_messages", "lane != '' or length(part) > 0 or length(address) > 0") == 0


def test_after_xoa_a_redelivery_still_does_nothing_and_a_new_question_begins_anew(post: Post) -> None:
    post.deliver(incoming("cần gì", 1), incoming("/xoa", 2))

    post.deliver(incoming("cần gì", 1), incoming("lệ phí", 3))

    assert asked(post) == ["cần gì", "lệ phí"]
    first, second = (question.conversation_id for question in post.assistant.inner.questions)
    assert first != second
    assert "trợ lý tự động (AI)" in post.channel.texts()[-1]


@pytest.mark.parametrize("kind", ["unfollow", "withdraw"])
def test_whoever_leaves_is_forgotten_without_a_word(post: Post, kind: str) -> None:
    post.deliver(incoming("cần gì", 1), incoming("", 2, kind=kind))

    assert len(post.channel.sent) == 1
    assert len(post.forgotten) == 1
    assert post.count("post_contacts") == 0
