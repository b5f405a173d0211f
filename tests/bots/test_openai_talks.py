"""Which conversation a history leads to, without any server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from openai_house import OPTIONS, RememberingAssistant

from assistant.records import Answer, Question
from bots.web.openai_shapes import Message
from bots.web.openai_talks import REPLAYED, Asked, Talk, Talks


class Asking:
    """An assistant behind a door that notes under which channel each question came."""

    def __init__(self) -> None:
        self.assistant = RememberingAssistant()
        self.channels: list[str] = []

    async def __call__(self, question: Question, channel: str) -> Answer:
        self.channels.append(channel)
        return self.assistant.ask(question)


def request(*said: str, caller: str = "c") -> Asked:
    roles = ("user", "assistant")
    messages = [Message(role=roles[at % 2], content=words) for at, words in enumerate(said)]
    return Asked.of(caller, "citizen", messages)


def answered(talks: Talks, asking: Asking, asked: Asked) -> str:
    answer = asyncio.run(talks.answer(asked, asking))
    talks.keep(asked, answer, answer.text)
    return answer.text


def go_on(talks: Talks, asking: Asking, said: Sequence[str], **more: str) -> list[str]:
    """What was said when each of the words is asked in turn."""
    history: list[str] = []
    for words in said:
        history += [words, answered(talks, asking, request(*history, words, **more))]
    return history


def test_a_talk_is_gone_on_with_and_asked_nothing_twice() -> None:
    talks, asking = Talks(), Asking()

    history = go_on(talks, asking, ["a", "b", "c"])

    assert history[-1] == "citizen, None: a → b → c [1]"
    assert asking.channels == ["openai"] * 3


def test_what_waited_too_long_is_gone_through_again() -> None:
    talks, asking = Talks(kept_seconds=-1), Asking()

    history = go_on(talks, asking, ["a", "b", "c"])

    assert history[-1] == "citizen, None: a → b → c [1]"
    assert asking.channels.count("openai-replay") == 3


def test_no_more_histories_are_kept_than_allowed_and_the_others_are_gone_through_again() -> None:
    talks, asking = Talks(kept=2), Asking()
    firsts = {words: answered(talks, asking, request(words)) for words in "abc"}

    seconds = [answered(talks, asking, request(words, firsts[words], "?")) for words in "cba"]

    assert seconds == [f"citizen, None: {words} → ? [1]" for words in "cba"]
    assert asking.channels.count("openai-replay") == 1


def test_a_long_talk_is_gone_through_again_by_its_last_words_only() -> None:
    words = [f"w{number}" for number in range(REPLAYED + 4)]
    history = [part for one in words for part in (one, "đáp")]

    text = answered(Talks(), Asking(), request(*history, "?"))

    assert text == f"citizen, None: {' → '.join([*words[-REPLAYED:], '?'])} [1]"


def test_another_caller_with_the_same_history_starts_a_talk_of_their_own() -> None:
    talks, asking = Talks(), Asking()
    first = answered(talks, asking, request("a", caller="one"))

    other = answered(talks, asking, request("a", first, "b", caller="two"))

    assert other == "citizen, None: a → b [1]"
    assert sorted(asking.assistant.conversations.values()) == [["a"], ["a", "b"]]


def test_composed_and_decomposed_words_and_other_spaces_are_one_history() -> None:
    talks, asking = Talks(), Asking()
    first = answered(talks, asking, request("giấy"))

    answered(talks, asking, request("gia\u0302\u0301y", f" {first}\n", "b"))

    assert "openai-replay" not in asking.channels


@pytest.mark.parametrize(
    ("words", "taken"), [("1", "giá trị thẻ giấy"), (" 2) ", "giá trị thẻ nhựa"), ("3", "3"), ("²", "²")]
)
def test_only_the_number_of_a_choice_takes_it(words: str, taken: str) -> None:

    assert Talk("c", OPTIONS).taken(words) == taken
    assert Talk("c").taken(words) == words


def test_nothing_of_what_was_said_can_be_read_from_what_is_kept() -> None:
    talks = Talks()
    go_on(talks, Asking(), ["tên tôi là Trần Thị Bích Ngọc"])

    assert "Trần" not in repr(talks)
    assert repr(talks.secret) not in repr(talks)
