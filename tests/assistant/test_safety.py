"""Messages that get a short reply of their own, and ordinary questions that do not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # whatever the import mode: the tables stand beside this file

from safety_cases import held_out, known, ordinary
from test_facets import CASES

from assistant.compose import replies
from assistant.phrases import Wording
from assistant.safety import find_rule, is_greeting, is_readable
from ingest.readers.portal_text import read_portal_text
from knowledge.vietnamese import fold

ORDINARY = [*ordinary(), *(question for question, _ in CASES)]


LONG = ["bị ", "xin ", "visa đi ", "đóng thuế cho ", "cho tôi em ", "hồ sơ tôi ", "a", "gửi ", "công an gọi "]


def rule_of(message: str) -> str | None:
    rule = find_rule(Wording.of(message))
    return rule.name if rule else None


@pytest.mark.parametrize(("message", "rule"), known(), ids=[message for message, _ in known()])
def test_a_message_falls_under_its_rule(message: str, rule: str) -> None:
    assert rule_of(message) == rule


def test_most_messages_that_no_pattern_was_written_for_fall_under_their_rule() -> None:
    right = [message for message, rule in held_out() if rule_of(message) == rule]

    assert len(right) / len(held_out()) >= 0.9


@pytest.mark.parametrize("question", ORDINARY)
def test_an_ordinary_question_falls_under_no_rule(question: str) -> None:
    assert (rule_of(question), rule_of(fold(question))) == (None, None)


@pytest.mark.parametrize(("folded", "most"), [(False, 0.001), (True, 0.002)])
def test_titles_of_the_corpus_fall_under_no_rule(shared: Path, folded: bool, most: float) -> None:
    files = sorted((shared / "corpora" / "portal_text").glob("*.txt"))[::7]
    titles = [read_portal_text(path.read_bytes(), path.name).title.plain for path in files]

    refused = [title for title in titles if rule_of(fold(title) if folded else title)]

    assert len(refused) <= most * len(titles), refused


def test_every_rule_has_a_reply_of_its_own() -> None:
    rules = {rule for _, rule in known()}

    assert len({replies.reply(rule) for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    "message",
    [
        "xin chào",
        "chào bạn",
        "hello ad",
        "cảm ơn nhiều nhé",
        "cam on ban",
        "bạn là ai vậy",
        "tạm biệt",
        "alo",
        "ok bạn",
    ],
)
def test_a_greeting_is_one_with_and_without_diacritics(message: str) -> None:
    assert (is_greeting(Wording.of(message)), is_greeting(Wording.of(fold(message)))) == (True, True)


@pytest.mark.parametrize("message", ["chào bạn, làm căn cước ở đâu", "xin chào mừng khai sinh", "cảm ơn, còn lệ phí?"])
def test_a_greeting_with_a_question_is_a_question(message: str) -> None:
    assert not is_greeting(Wording.of(message))


@pytest.mark.parametrize("message", ["", "   ", "?!…", "😀😀", "\u200b", "----"])
def test_signs_alone_are_nothing_to_read(message: str) -> None:
    assert not is_readable(Wording.of(message))


@given(st.text(max_size=300))
def test_any_text_has_a_rule_or_none(text: str) -> None:
    rule = find_rule(Wording.of(text))

    assert rule is None or rule.behavior in {"refuse", "warn", "handoff"}


@pytest.mark.parametrize("said", LONG)
def test_the_longest_message_is_judged_within_three_seconds(said: str) -> None:
    wordings = [Wording.of((text * 4000)[:4000]) for text in (said, fold(said))]
    find_rule(wordings[0])  # compiles the patterns

    began = time.perf_counter()
    for wording in wordings:
        find_rule(wording)

    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    ("message", "behavior"),
    [
        ("xin visa đi Nhật", "refuse"),
        ("tôi muốn chết, thủ tục gì cũng vậy thôi", "warn"),
        ("cho tôi xin số điện thoại công an phường", "handoff"),
    ],
)
def test_a_rule_says_how_the_assistant_behaves(message: str, behavior: str) -> None:
    rule = find_rule(Wording.of(message))

    assert rule is not None
    assert rule.behavior == behavior
