"""Answers in the terminal."""

from __future__ import annotations

import io

from fake_house import ASKED_FOR_OPTIONS, PAPER, FakeAssistant, FakeHit
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from assistant.records import Answer, Question
from bots import terminal
from bots.web import answer_view
from knowledge.ranking import shipped_ranking


def answered(question: str) -> Answer:
    return FakeAssistant().ask(Question(question=question))


def shown(answer: Answer) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    terminal.show(answer, console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]  # it is the StringIO of above


def test_plain_text_has_the_answer_then_the_quoted_words() -> None:
    answer = answered("cần gì")

    assert terminal.plain(answer) == (
        f"{answer.text}\n\n[1] 1.234567, the.txt: “{PAPER}”\n[2] 1.234567, the.txt: “75000 VNĐ (Lệ phí: cấp thẻ giấy)”"
    )


def test_options_are_numbered_once() -> None:
    answer = answered(ASKED_FOR_OPTIONS)
    repeated = answer.model_copy(update={"text": "Bạn hỏi thẻ nào?\n1. Thẻ giấy\n2. Thẻ nhựa"})

    assert terminal.plain(answer) == "Bạn hỏi thẻ nào?\n\n1. Thẻ giấy\n2. Thẻ nhựa"
    assert terminal.plain(repeated) == repeated.text
    assert [line.pieces[0].text for line in answer_view.lines(repeated)] == ["Bạn hỏi thẻ nào?"]
    assert answer_view.options(repeated) == [("1. Thẻ giấy", "giá trị thẻ giấy"), ("2. Thẻ nhựa", "thẻ nhựa")]
    assert answer_view.options(answer) == [("Thẻ giấy", "giá trị thẻ giấy"), ("Thẻ nhựa", "thẻ nhựa")]


def test_the_terminal_shows_text_papers_and_sources_and_reads_no_markup() -> None:
    answer = answered("cần gì").model_copy(update={"text": "[bold]x[/bold] [1]"})

    screen = shown(answer)

    assert "[bold]x[/bold] [1]" in screen
    assert "Chưa công bố" in screen
    assert "[1] 1.234567, the.txt" in screen


def test_the_ranking_shows_what_each_feature_adds_and_what_that_is_against_the_first() -> None:
    console = Console(file=io.StringIO(), width=200)
    weight = shipped_ranking().final["asked"]
    hits = [
        FakeHit("1.1", "First", 0.5, {"asked": 1.0, "phrased_cosine": 0.0, "no feature": 3.0}),
        FakeHit("1.2", "Second", 0.4, {"asked": 0.5, "named": 0.0}),
        FakeHit("1.3", "Third", 0.1, {}),
    ]

    terminal.show_ranking(hits, console)

    told = console.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO of above
    assert "0.500  1.1  First" in told
    assert f"sum {weight:.2f}: asked {weight:+.2f}" in told
    assert f"asked {weight / 2:+.2f} ({-weight / 2:+.2f})" in told
    assert "not looked at closely" in told
    assert "no feature" not in told
    assert "named" not in told


@given(st.text(), st.integers(1, 300))
def test_a_shortened_quote_is_one_line_within_its_limit(quote: str, limit: int) -> None:
    short = terminal.shortened(quote, limit)

    line = " ".join(quote.split())
    assert "\n" not in short
    assert short == line or (len(short) <= limit + 2 and line.startswith(short.removesuffix(" …")))


def test_lines_know_what_they_are() -> None:
    answer = answered("cần gì").model_copy(update={"text": "Hồ sơ: [1]\n- a [9]\n2. b\n  tiếp [2].\n\nhết"})

    lines = answer_view.lines(answer)

    assert [line.kind for line in lines] == ["head", "bullet", "number", "more", "text"]
    assert [piece.citation for piece in lines[0].pieces] == [None, 1]
    assert lines[1].pieces == (answer_view.Piece("a [9]"),)
    assert lines[2].number == "2."
    assert [piece.text for piece in lines[3].pieces] == ["tiếp ", "2", "."]
