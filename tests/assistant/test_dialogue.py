"""Talks of several turns: going on, choosing, turning down, asking two things at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from assistant.answer import Assistant
from assistant.compose import replies
from assistant.records import Answer, Question
from assistant.separate import MOST_CUTS, separate
from assistant.understand import LAST, Understanding, understand


def talk(assistant: Assistant, *questions: str) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        known = answers[-1].conversation_id if answers else None
        answers.append(assistant.ask(Question(question=question, conversation_id=known)))
    return answers


def codes(answers: Sequence[Answer]) -> list[str]:
    return [answer.procedures[0].code if answer.procedures else answer.behavior for answer in answers]


def test_a_new_topic_after_another_is_answered_about_the_new_one(assistant: Assistant) -> None:
    answers = talk(assistant, "đăng ký kết hôn cần gì", "thế còn khai sinh cần gì", "mất bao lâu")

    assert codes(answers) == ["1.000894", "1.001193", "1.001193"]
    assert [answer.facet for answer in answers] == ["documents", "documents", "time"]


def test_a_question_that_only_makes_sense_about_the_last_procedure_stays_with_it(assistant: Assistant) -> None:
    answers = talk(assistant, "đăng ký tạm trú cần giấy tờ gì", "có cần mang ảnh không")

    assert codes(answers) == ["1.004194", "1.004194"]
    assert answers[1].text.startswith(replies.reply("no_field"))


def test_near_misses_of_a_refusal_never_become_the_topic(assistant: Assistant) -> None:
    answers = talk(assistant, "đăng ký kết hôn cần gì", "xây lò phản ứng hạt nhân trên đảo hoang", "mấy ngày có")

    assert answers[1].behavior == "refuse"
    assert codes(answers)[2] == "1.000894"


def test_two_questions_about_two_procedures_are_answered_one_after_the_other(assistant: Assistant) -> None:
    [answer] = talk(assistant, "đăng ký khai sinh cần giấy tờ gì và đăng ký kết hôn lệ phí bao nhiêu")

    first, second = answer.text.split("\n\n")
    assert "Hồ sơ cần chuẩn bị:" in first
    assert second.startswith("Thủ tục đăng ký kết hôn")
    assert [procedure.code for procedure in answer.procedures[:2]] == ["1.001193", "1.000894"]
    assert answer.facet == "documents"
    assert [citation.id for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    marked = {int(number) for number in re.findall(r" \[(\d+)\]", second)}
    assert {c.code for c in answer.citations if c.id in marked} == {"1.000894"}


def test_two_codes_are_both_told(assistant: Assistant) -> None:
    [answer] = talk(assistant, "1.001193 và 1.000894 khác nhau thế nào")

    assert [procedure.code for procedure in answer.procedures] == ["1.001193", "1.000894"]
    assert {citation.code for citation in answer.citations} == {"1.001193", "1.000894"}


@pytest.mark.parametrize(
    "question", ["đăng ký kết hôn ở đâu và mất bao lâu", "sửa chữa và cải tạo nhà cần giấy tờ gì", "giấy tờ gì; lệ phí"]
)
def test_two_facets_of_one_procedure_are_one_question(question: str) -> None:
    assert separate(understand(question)) is None


@pytest.mark.parametrize("question", ["bao lâu", "lệ phí", "tôi muốn làm thủ tục"])
def test_a_message_without_a_topic_is_asked_for_one(assistant: Assistant, question: str) -> None:
    [answer] = talk(assistant, question)

    assert (answer.behavior, answer.options) == ("clarify", ())
    assert answer.text.startswith(replies.reply("which_procedure"))


def test_a_number_without_a_menu_is_told_so(assistant: Assistant) -> None:
    [answer] = talk(assistant, "2")

    assert (answer.behavior, answer.procedures) == ("clarify", ())
    assert answer.text.startswith(replies.reply("no_menu"))


def test_turning_an_answer_down_offers_the_others(assistant: Assistant) -> None:
    answers = talk(assistant, "đăng ký tạm trú", "không phải cái này", "1")

    assert answers[1].behavior == "clarify"
    assert "1.004194" not in {option.value for option in answers[1].options}
    assert codes(answers)[2] == answers[1].options[0].value


def test_letters_that_are_no_words_are_asked_to_be_said_again(assistant: Assistant) -> None:
    [answer] = talk(assistant, "asdfgh qwrty zxcvb")

    assert (answer.behavior, answer.options) == ("clarify", ())


def test_who_sends_the_number_of_a_paper_is_asked_not_to(assistant: Assistant) -> None:
    [answer] = talk(assistant, "cccd của tôi số 001234567890, đăng ký tạm trú cần giấy tờ gì")

    assert answer.procedures[0].code == "1.004194"
    assert replies.reply("personal_number") in answer.text
    assert "001234567890" not in answer.text


@pytest.mark.parametrize("words", ["thu nhập 500000000 đồng", "thủ tục 1.004194", "theo Nghị định 123/2015/NĐ-CP"])
def test_amounts_codes_and_documents_are_nobody_s_own_number(words: str) -> None:
    assert not understand(words).personal_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2", 2),
        ("số 2", 2),
        ("cái thứ hai", 2),
        ("cho tôi cái đầu tiên", 1),
        ("cai cuoi", LAST),
        ("chọn 3 nhé", 3),
        ("0", 0),
    ],
)
def test_a_choice_is_heard_in_words(words: str, number: int) -> None:
    assert understand(words).number == number


@pytest.mark.parametrize("words", ["hai vợ chồng", "ba tôi mất", "năm 2024", "tư pháp", "đăng ký 2 con"])
def test_ordinary_words_are_no_choice(words: str) -> None:
    assert understand(words).number is None


@pytest.mark.parametrize(
    ("words", "codes_named"),
    [
        ("1.001193", ("1.001193",)),
        ("mã 1001193", ("1.001193",)),
        ("thủ tục 1 001193 cần gì", ("1.001193",)),
        ("phí 1000000 đồng", ()),
        ("sđt 0912345678", ()),
    ],
)
def test_a_code_is_heard_with_and_without_its_dot(words: str, codes_named: tuple[str, ...]) -> None:
    assert understand(words).codes == codes_named


@pytest.mark.parametrize("text", ["và " * 1300, "hộ chiếu; " * 400, "mất giấy và " * 45, "phí khai sinh? " * 40])
def test_a_message_of_many_parts_is_read_a_few_times_at_most(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = understand(text)
    read: list[str] = []

    def counted(half: str) -> Understanding:
        read.append(half)
        return understand(half)

    monkeypatch.setattr("assistant.separate.understand", counted)
    separate(said)

    assert len(read) <= 2 * MOST_CUTS


@pytest.mark.parametrize(
    ("talk", "title"),
    [
        (("đăng ký khai sinh", "còn đăng ký kết hôn thì sao"), "kết hôn"),
        (("đăng ký khai sinh", "cho hỏi chuyện khác: đăng ký kết hôn cần gì"), "kết hôn"),
        (("đăng ký khai sinh", "còn lệ phí thì sao"), "khai sinh"),
    ],
)
def test_a_talk_follows_a_change_of_matter_and_stays_where_none_is_named(
    assistant: Assistant, talk: tuple[str, str], title: str
) -> None:
    first = assistant.ask(Question(question=talk[0]))

    second = assistant.ask(Question(question=talk[1], conversation_id=first.conversation_id))

    assert title in second.procedures[0].title.lower()
