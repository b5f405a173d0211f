"""The clerk: commands, choices, ratings, and what is no question."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from fake_house import ASKED_FOR_OPTIONS, FakeAssistant
from post_parts import Post, asked, incoming

from assistant.records import Answer, Option, Question
from bots.messages import Attachment
from bots.post import clerk
from bots.post.clerk import MESSAGES_A_MINUTE
from bots.post.typed import rating_of, says_goodbye, stars_of, wants_officer


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


def test_a_flood_is_told_once_and_then_passed_over(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clerk, "time", SimpleNamespace(time=lambda: 60.0))  # no minute ends in the middle

    post.deliver(*(incoming(f"câu {number}", number) for number in range(1, MESSAGES_A_MINUTE + 6)))

    assert asked(post) == [f"câu {number}" for number in range(1, MESSAGES_A_MINUTE + 1)]
    assert ["gửi nhanh quá" in text for text in post.channel.texts()] == [False] * MESSAGES_A_MINUTE + [True]


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
