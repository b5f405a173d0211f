"""The clerk: commands, choices, ratings, hand-overs, moves between channels, and what is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_house import ASKED_FOR_OPTIONS, FakeAssistant
from post_parts import Post, incoming, make_post, sqlite_url

from assistant.records import Answer, Option, Question
from bots.messages import Attachment
from bots.post.clerk import MESSAGES_A_MINUTE
from bots.post.clerk_words import House
from bots.post.typed import rating_of, says_goodbye, stars_of, wants_officer

HOUSE = House("https://mc.example", hotline="1022", office="UBND phường Thử", office_hours="7:30 đến 17:00")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = make_post(sqlite_url(tmp_path), HOUSE)
    yield made
    made.office.close()


class Greeter(FakeAssistant):
    """Greets whoever says thanks, and hands over whoever asks for the state of a file."""

    def ask(self, question: Question) -> Answer:
        answer = super().ask(question)
        if "cảm ơn" in question.question:
            return Answer(**self._ids(answer), behavior="greet", text="Không có gì ạ.")
        if "hồ sơ của tôi" in question.question:
            options = (Option(label="Tra cứu hồ sơ", value="tra cứu hồ sơ"),)
            return Answer(**self._ids(answer), behavior="handoff", text="Xin hỏi nơi nhận hồ sơ.", options=options)
        return answer

    @staticmethod
    def _ids(answer: Answer) -> dict[str, str]:
        return {"conversation_id": answer.conversation_id, "turn_id": answer.turn_id}


def asked(post: Post) -> list[str]:
    return [question.question for question in post.assistant.inner.questions]


def test_the_first_message_says_that_it_is_a_machine_and_where_the_privacy_note_is(post: Post) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1))
    post.deliver(incoming("lệ phí", 2))

    first, second = post.channel.texts()
    assert "trợ lý tự động (AI)" in first
    assert "https://mc.example/rieng-tu" in first
    assert "/xoa" in first
    assert "trợ lý tự động" not in second


@pytest.mark.parametrize("text", ["/start", "/help", "#help"])
def test_help_tells_every_command(post: Post, text: str) -> None:
    post.deliver(incoming(text))

    for command in ("/thutuc", "/canbo", "/nguoidan", "/gapcanbo", "/chuyen", "/xoa"):
        assert command in post.channel.texts()[0]
    assert asked(post) == []


def test_a_new_follower_is_greeted_with_what_can_be_done(post: Post) -> None:
    post.deliver(incoming("", kind="follow"))

    assert "trợ lý tự động (AI)" in post.channel.texts()[0]
    assert "/thutuc" in post.channel.texts()[0]


def test_an_unknown_command_is_told_and_not_asked(post: Post) -> None:
    post.deliver(incoming("/lamgi"))

    assert "Tôi không có lệnh này" in post.channel.texts()[0]
    assert asked(post) == []


def test_thutuc_asks_for_what_stands_behind_it(post: Post) -> None:
    post.deliver(incoming("/thutuc khai sinh", 1), incoming("/thutuc", 2))

    assert asked(post) == ["khai sinh"]
    assert "Bạn muốn tìm thủ tục gì" in post.channel.texts()[1]


def test_an_officer_is_answered_as_one_until_that_is_changed_back(post: Post) -> None:
    post.deliver(*(incoming(text, number) for number, text in enumerate(["/canbo", "phí", "/nguoidan", "phí"], 1)))

    assert [question.audience for question in post.assistant.inner.questions] == ["officer", "citizen"]


def test_a_tap_takes_the_choice_of_its_own_turn_however_old(post: Post) -> None:
    post.deliver(incoming(ASKED_FOR_OPTIONS, 1))
    tap = post.channel.sent[0][1].buttons[1][0].tap
    post.deliver(incoming("việc khác", 2))

    post.deliver(incoming("", 3, kind="tap", tapped=tap))

    assert asked(post)[-1] == "thẻ nhựa"
    assert len(tap.encode()) <= 64


def test_a_button_that_comes_back_as_text_takes_its_choice(post: Post) -> None:
    post.deliver(incoming(ASKED_FOR_OPTIONS, 1))
    tap = post.channel.sent[0][1].buttons[0][0].tap

    post.deliver(incoming(tap, 2))

    assert asked(post)[-1] == "giá trị thẻ giấy"


def test_a_forged_or_forgotten_tap_is_told_to_be_old(post: Post) -> None:
    post.deliver(incoming("", 1, kind="tap", tapped="o:000000000000:1"), incoming("", 2, kind="tap", tapped="o:x:99"))

    assert all("đã cũ" in text for text in post.channel.texts())
    assert asked(post) == []


def test_a_thumb_down_asks_why_and_keeps_the_reason(post: Post) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1))
    down = post.channel.sent[0][1].buttons[-1][1].tap

    post.deliver(incoming("", 2, kind="tap", tapped=down), incoming("2", 3))

    turn = f"t-{1:032x}"
    assert post.rated == [(turn, -1, ()), (turn, -1, ("Thiếu thông tin",))]
    assert "1. Sai thủ tục" in post.channel.texts()[1]


@pytest.mark.parametrize(("text", "rating"), [("đúng", 1), ("dung", 1), ("👍", 1), ("Sai.", -1), ("chưa đúng", -1)])
def test_a_thumb_as_text_rates_the_last_answer(post: Post, text: str, rating: int) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1), incoming(text, 2))

    assert post.rated == [(f"t-{1:032x}", rating, ())]
    assert asked(post) == ["cần giấy tờ gì"]


@pytest.mark.parametrize("text", ["dừng", "dùng", "đứng", "sai rồi, tôi hỏi thẻ nhựa", "đúng không bạn"])
def test_what_only_looks_like_a_thumb_is_a_question(post: Post, text: str) -> None:
    post.deliver(incoming("cần giấy tờ gì", 1), incoming(text, 2))

    assert post.rated == []
    assert asked(post)[-1] == text


def test_a_word_of_praise_before_any_answer_is_a_question(post: Post) -> None:
    post.deliver(incoming("đúng"))

    assert post.rated == []
    assert asked(post) == ["đúng"]


def test_a_goodbye_asks_for_stars_and_keeps_them(post: Post) -> None:
    post.assistant.inner = Greeter()

    post.deliver(incoming("cần giấy tờ gì", 1), incoming("cảm ơn", 2), incoming("5 sao", 3), incoming("5", 4))

    assert "mấy điểm" in post.channel.texts()[1]
    assert post.rated == [(f"t-{1:032x}", 5, ("satisfaction",))]
    assert asked(post) == ["cần giấy tờ gì", "cảm ơn", "5"]


def test_where_the_assistant_hands_over_a_ticket_can_be_opened_by_number(post: Post) -> None:
    post.assistant.inner = Greeter()

    post.deliver(incoming("hồ sơ của tôi tới đâu rồi", 1), incoming("2", 2))

    assert "2. Gặp cán bộ" in post.channel.texts()[0]
    assert re.search(r"Mã phiếu: MC-[A-Z]{4}-[A-Z]{2}", post.channel.texts()[1])
    assert asked(post) == ["hồ sơ của tôi tới đâu rồi"]


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


def test_a_picture_is_declined_kindly_and_its_words_are_answered(post: Post) -> None:
    picture = (Attachment(kind="image"),)

    post.deliver(
        incoming("", 1, kind="attachment", attachments=picture),
        incoming("giấy này làm ở đâu", 2, kind="attachment", attachments=picture),
    )

    assert "chưa đọc được ảnh" in post.channel.texts()[0]
    assert "Xin đừng gửi ảnh giấy tờ tùy thân" in post.channel.texts()[0]
    assert "chưa đọc được ảnh" in post.channel.texts()[1]
    assert "Lệ phí 75.000 đồng" in post.channel.texts()[1]
    assert asked(post) == ["giấy này làm ở đâu"]


def test_a_position_is_asked_for_as_words(post: Post) -> None:
    post.deliver(incoming("", 1, kind="attachment", attachments=(Attachment(kind="location", label="Quán"),)))

    assert "tên xã, phường" in post.channel.texts()[0]


def test_what_the_vendor_does_not_pass_on_is_answered_with_the_way_out(post: Post) -> None:
    post.deliver(incoming("", 1, kind="unsupported"))

    assert "tổng đài 1022" in post.channel.texts()[0]


def test_a_flood_is_told_once_and_then_passed_over(post: Post) -> None:
    post.deliver(*(incoming(f"câu {number}", number) for number in range(1, MESSAGES_A_MINUTE + 6)))

    slow_down = [text for text in post.channel.texts() if "gửi nhanh quá" in text]
    assert len(slow_down) >= 1
    assert len(asked(post)) + len(slow_down) <= MESSAGES_A_MINUTE + 2


def test_in_a_group_nobody_is_asked_to_rate(post: Post) -> None:
    post.deliver(incoming("cần gì", 1, is_private=False))

    assert "Gõ “đúng”" not in post.channel.texts()[0]
    assert post.channel.sent[0][1].buttons == ()


def test_typed_words_are_read_with_and_without_marks() -> None:
    assert [rating_of(text) for text in ("Đúng!", "dung roi", "SAI", "không biết")] == [1, 1, -1, None]
    assert [stars_of(text) for text in ("5", "4 sao", "3 điểm", "6", "10", "0")] == [5, 4, 3, None, None, None]
    assert wants_officer("Gặp cán bộ.")
    assert not wants_officer("gặp cán bộ xã cần mang gì")
    assert says_goodbye("cam on nhieu")
    assert not says_goodbye("làm căn cước")
