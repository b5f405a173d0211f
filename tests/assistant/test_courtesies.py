"""What is said out of politeness is taken off; a question keeps every word of its own, on whatever keyboard typed."""

from __future__ import annotations

import time

import pytest

from assistant.answer import Assistant
from assistant.courtesies import without_courtesies
from assistant.records import Question
from assistant.understand import understand
from knowledge.vietnamese import fold

WRAPPED = [
    ("Kính chào quý cơ quan, làm lại căn cước bị mất cần gì? Em cảm ơn ạ.", "làm lại căn cước bị mất cần gì?"),
    ("dạ cho em hỏi chút xíu ạ, đăng ký khai sinh cần gì, cảm ơn nhiều", "đăng ký khai sinh cần gì"),
    ("hello shop, kết hôn nộp ở đâu z, tks ad nhiều nha", "kết hôn nộp ở đâu z"),
    ("Kính gửi Ủy ban nhân dân phường, tôi muốn xác nhận độc thân. Trân trọng cảm ơn.", "tôi muốn xác nhận độc thân."),
    ("Dạ em có việc này muốn hỏi: bao lâu thì có sổ đỏ. Mong anh chị giải đáp giúp em!", "bao lâu thì có sổ đỏ."),
    ("em chào các anh các chị, em mất bằng lái, mong mọi người chỉ giúp", "em mất bằng lái"),
    ("nhờ anh chị tư vấn giúp em đổi bằng lái với ạ", "đổi bằng lái"),
    ("chào bạn con tôi bị mất căn cước", "con tôi bị mất căn cước"),
    ("chào bác bà tôi vừa mất", "bà tôi vừa mất"),
    ("vui lòng cho tôi biết lệ phí hộ chiếu", "lệ phí hộ chiếu"),
    ("cảm ơn bạn vậy còn kết hôn thì sao", "còn kết hôn thì sao"),
    ("dạ, 2", "2"),
]

KEPT = [
    "chào bán chứng khoán ra công chúng",
    "chào mua công khai cổ phiếu",
    "xin chào bán thêm cổ phần cần gì",
    "hiến tạng thì sao",
    "xin phép xây dựng nhà ở",
    "hỏi cung bị can",
    "cho em hỏi nhầm",
    "cho hỏi chuyện khác: lệ phí",
    "mẹ tôi mong được tư vấn",
    "làm thẻ cho cán bộ, công chức",
    "quay lại cái khai sinh lúc nãy",
    "xin phep xay nha",
    "bằng lái hạng A",
]


@pytest.mark.parametrize(("typed", "asked"), WRAPPED)
def test_courtesies_around_a_question_are_taken_off(typed: str, asked: str) -> None:
    assert without_courtesies(typed) == asked


@pytest.mark.parametrize(("typed", "asked"), WRAPPED)
def test_courtesies_without_diacritics_are_taken_off(typed: str, asked: str) -> None:
    assert without_courtesies(fold(typed)) == fold(asked)


@pytest.mark.parametrize("typed", KEPT)
def test_words_of_the_question_stay(typed: str) -> None:
    assert (without_courtesies(typed), without_courtesies(fold(typed))) == (typed, fold(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "chào bạn cảm ơn bạn",
        "Em chào anh chị. Cho em hỏi với ạ. Em cảm ơn.",
        "Kính chào quý cơ quan, tôi muốn hỏi.",
        "không, em cảm ơn",
        "em hiểu rồi, cảm ơn chị",
        "/start",
        "/help",
        "menu",
        "bắt đầu",
    ],
)
def test_courtesies_alone_are_a_greeting(typed: str) -> None:
    assert (understand(typed).greets, understand(fold(typed)).greets) == (True, True)


@pytest.mark.parametrize("typed", ["", "?!", "cứu với", "cảm ơn, còn lệ phí?", "xin cấp lại", "2"])
def test_what_asks_or_cannot_be_read_is_no_greeting(typed: str) -> None:
    assert not understand(typed).greets


@pytest.mark.parametrize("said", ["chào anh chị ", "em cảm ơn ", "kính gửi quý cơ quan ", "cho em hỏi chút ", "mong "])
def test_the_longest_courtesies_are_read_within_three_seconds(said: str) -> None:
    texts = [(words * 4000)[:4000] for words in (said, fold(said))]
    without_courtesies(said)  # compiles the patterns

    began = time.perf_counter()
    for text in texts:
        without_courtesies(text)

    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "typed",
    ["Kính chào quý cơ quan, khai tử ở đâu ạ? Em cảm ơn ạ.", "chao ad, cho hoi khai tu o dau a. cam on nhieu"],
)
def test_a_short_question_in_courtesies_is_answered(assistant: Assistant, typed: str) -> None:
    answer = assistant.ask(Question(question=typed))

    assert (answer.behavior, answer.procedures[0].code, answer.facet) == ("answer", "1.000656", "where")


def test_a_call_for_what_can_be_asked_is_told_it(assistant: Assistant) -> None:
    answer = assistant.ask(Question(question="/start"))

    assert answer.behavior == "greet"
    assert "Bạn cần làm thủ tục gì?" in answer.text


@pytest.mark.parametrize("typed", ["quá đỉnh 👍 cảm ơn ad", "ok để em đi làm, cảm ơn nhiều"])
def test_praise_with_thanks_ends_kindly(assistant: Assistant, typed: str) -> None:
    answer = assistant.ask(Question(question=typed))

    assert answer.behavior == "greet"
    assert "Rất vui được giúp bạn" in answer.text


def test_a_message_typed_with_vni_keys_is_heard_as_it_was_meant(assistant: Assistant) -> None:
    asked = assistant.ask(Question(question="Xin cha2o, d9a8ng ky1 khai tu73 o73 d9a6u a5, em ca3m o7n"))
    refused = assistant.ask(Question(question="mua ba82ng la1i gia3 o73 d9a6u"))

    assert (asked.behavior, asked.procedures[0].code, asked.facet) == ("answer", "1.000656", "where")
    assert refused.behavior == "refuse"
