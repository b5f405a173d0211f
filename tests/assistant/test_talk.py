from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Assistant
from assistant.records import Answer, Question


def _talker(assistant: Assistant) -> Callable[[str], Answer]:
    said: list[Answer] = []

    def say(words: str) -> Answer:
        known = said[-1].conversation_id if said else None
        said.append(assistant.ask(Question(question=words, conversation_id=known)))
        return said[-1]

    return say


def _told(answer: Answer) -> tuple[str, str | None, str | None]:
    return answer.behavior, answer.procedures[0].code if answer.procedures else None, answer.facet


def test_a_correction_keeps_what_was_asked(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký thường trú mất bao lâu")

    corrected = say("nhầm, ý em là tạm trú cơ")

    assert _told(corrected) == ("answer", "1.004194", "time")


def test_a_correction_may_name_another_facet(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký thường trú mất bao lâu")

    corrected = say("không phải, ý tôi là lệ phí")

    assert _told(corrected) == ("answer", "1.004222", "fee")


def test_a_talk_goes_back_to_an_earlier_matter(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký khai sinh cho con cần gì")
    say("thế đăng ký tạm trú thì nộp ở đâu")
    say("cảm ơn bạn")

    back = say("quay lại cái khai sinh lúc nãy, lệ phí bao nhiêu")

    assert _told(back) == ("answer", "1.001193", "fee")


def test_the_first_matter_of_a_talk_is_found_without_its_name(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký khai tử cần gì")
    say("đăng ký tạm trú cần gì")
    say("đăng ký kết hôn cần gì")

    assert _told(say("cái đầu tiên ấy, nộp ở đâu")) == ("answer", "1.000656", "where")


def test_thanks_do_not_end_what_was_talked_about(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký khai tử cần gì")

    assert say("ok cảm ơn bạn nhiều").behavior == "greet"
    assert _told(say("à thế bao lâu thì xong")) == ("answer", "1.000656", "time")


def test_a_second_question_may_borrow_what_the_first_asks(assistant: Assistant) -> None:
    answer = _talker(assistant)("đăng ký khai sinh cần giấy tờ gì, còn đăng ký kết hôn thì sao")

    assert answer.behavior == "answer"
    assert [one.code for one in answer.procedures[:2]] == ["1.001193", "1.000894"]
    assert {item.citation is not None for item in answer.checklist} == {True}


def test_a_first_question_may_be_about_what_was_talked_about(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("đăng ký khai tử cần gì")

    both = say("lệ phí bao nhiêu, với lại đăng ký kết hôn thì nộp ở đâu")

    assert _told(both) == ("answer", "1.000656", "fee")
    assert both.procedures[1].code == "1.000894"


def test_turning_down_with_nothing_left_asks_which(assistant: Assistant) -> None:
    say = _talker(assistant)
    say("1.000656")

    turned_down = say("không phải")

    assert turned_down.behavior == "clarify"
    assert turned_down.text.startswith("Bạn muốn hỏi về thủ tục nào")
