"""The claim check: a sentence stands as the record's line in other connecting words, or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.check import check
from assistant.lexicon import read_list
from assistant.records import Answer, Citation
from knowledge.records import Span

LINES = [
    "Đăng ký thẻ đọc sách (mã thủ tục 9.000001) [1] [2]",
    "Thời hạn giải quyết:",
    "- Trực tiếp: 5 ngày làm việc [3]",
    "- Trực tuyến, bưu chính: 8 ngày làm việc [4]",
    "Phí, lệ phí:",
    "- Trực tiếp: 50.000 đồng (lệ phí cấp thẻ; trẻ em không phải nộp) [5]",
    "  Lưu ý: thời gian áp dụng ghi ở trên đã hết (đến hết ngày 31/12/2025).",
    "Kết quả nhận được: Thẻ đọc sách [6]",
    "Muốn hỏi trực tiếp: liên hệ Thư viện tỉnh.",
]
QUOTES = {
    1: "Đăng ký thẻ đọc sách",
    2: "9.000001",
    3: "5 ngày làm việc",
    4: "8 ngày làm việc",
    5: "50000 VNĐ (lệ phí cấp thẻ; trẻ em không phải nộp)",
    6: "Thẻ đọc sách",
}
TRUE = (
    "Bạn nộp trực tiếp thì thời hạn giải quyết là 5 ngày làm việc [3], "
    "còn nếu nộp trực tuyến hoặc bưu chính thì 8 ngày làm việc [4]."
)


def answer_of(lines: list[str] = LINES, quotes: dict[int, str] = QUOTES) -> Answer:
    citations = tuple(
        Citation(
            id=number,
            code="9.000001",
            field="title" if number == 1 else "code_quote" if number == 2 else "x",
            quote=quote,
            source_url=None,
            source_file="f.txt",
            span=Span(0, len(quote)),
        )
        for number, quote in quotes.items()
    )
    return Answer(conversation_id="c", turn_id="t", behavior="answer", text="\n".join(lines), citations=citations)


def test_a_true_rewording_stands_for_its_lines_and_for_the_label_that_it_says() -> None:
    checked = check(TRUE, answer_of())

    assert checked.text.split("\n") == [LINES[0], TRUE, *LINES[4:]]
    assert (checked.kept, checked.replaced) == (1, ())


def test_a_label_stays_where_one_of_its_lines_does() -> None:
    checked = check("Nộp trực tiếp thì thời hạn giải quyết là 5 ngày làm việc [3].", answer_of())

    assert checked.text.split("\n")[1:4] == [
        LINES[1],
        "- Nộp trực tiếp thì thời hạn giải quyết là 5 ngày làm việc [3].",
        LINES[3],
    ]


def test_a_lie_is_replaced_by_the_line_and_the_reason_is_kept() -> None:
    lie = "Trực tiếp là 50.000 USD (lệ phí cấp thẻ; trẻ em không phải nộp) [5]."

    checked = check(f"{TRUE} {lie}", answer_of())

    assert checked.text.split("\n") == [LINES[0], TRUE, *LINES[4:]]
    assert [(one.sentence, one.reason) for one in checked.replaced] == [(lie, "money")]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Trực tiếp: 6 ngày làm việc [3].", "number, time"),
        ("Trực tiếp: 5 ngày [3].", "time"),
        ("Trực tiếp: -5 ngày làm việc [3].", "words"),
        ("Trực tiếp: ...5 ngày làm việc [3].", "words"),
        ("TRỰC TIẾP: 5 NGÀY LÀM VIỆC [3].", "words"),
        ("Trực tiếp: năm ngày làm việc [3].", "spoken number"),
        ("Trực tuyến: 5 ngày làm việc [3].", "words"),
        ("Trực tiếp: 8 ngày làm việc [4].", "words"),
        ("Trực tiếp: 5 ngày làm việc [4].", "number, time"),
        ("Trực tiếp: 5 ngày làm việc [9].", "marker"),
        ("Trực tiếp: 5 ngày làm việc [3] [4].", "marker"),
        ("Trực tiếp: 5 ngày làm việc.", "marker"),
        ("Trực tiếp: 50.000 đồng (lệ phí cấp thẻ; trẻ em phải nộp) [5].", "words"),
        ("Trực tiếp: 50.000 đồng (lệ phí cấp thẻ) [5].", "words"),
        ("Trực tiếp: 50.000 đồng (trẻ em không phải nộp; lệ phí cấp thẻ) [5].", "words"),
        ("Trực tiếp: 50.000 đồng (lệ phí cấp thẻ, trẻ em không phải nộp) [5].", "words"),
        ("Trực tiếp: 50.000 đồng, lệ phí cấp thẻ; trẻ em không phải nộp [5].", "words"),
        ("Trực tuyến bưu chính: 8 ngày làm việc [4].", "words"),
        ("Bưu chính: 8 ngày làm việc [4].", "words"),
        ("Kết quả nhận được là nộp Thẻ đọc sách [6].", "words"),
        ("Kết quả nhận được chỉ là Thẻ đọc sách [6].", "absolute"),
        ("Kết quả nhận được là Thẻ đọc sách của Sở Văn hóa [6].", "agency"),
        ("Kết quả nhận được là Thẻ đọc sách! [6].", "words"),
        ("Kết quả nhận được là Thẻ đọc sách\u200b [6].", "characters"),
    ],
)
def test_each_kind_of_lie_has_its_reason_and_leaves_the_answer_alone(sentence: str, reason: str) -> None:
    checked = check(sentence, answer_of())

    assert [one.reason for one in checked.replaced] == [reason]
    assert (checked.text, checked.kept) == ("\n".join(LINES), 0)


def test_lines_keep_their_order_so_that_a_line_stays_under_its_case() -> None:
    checked = check("Kết quả nhận được là Thẻ đọc sách [6].\nTrực tiếp thì 5 ngày làm việc [3].", answer_of())

    assert [one.reason for one in checked.replaced] == ["order"]
    assert checked.text.index("5 ngày làm việc [3]") < checked.text.index("Thẻ đọc sách [6]")


def test_clauses_of_one_sentence_stand_for_lines_that_follow_each_other() -> None:
    checked = check("Trực tiếp là 5 ngày làm việc [3], kết quả nhận được là Thẻ đọc sách [6].", answer_of())

    assert [one.reason for one in checked.replaced] == ["marker"]


def test_where_most_sentences_fail_the_whole_answer_stands() -> None:
    checked = check(f"{TRUE} Miễn phí. Không cần giấy tờ.", answer_of())

    assert (checked.text, checked.kept) == ("\n".join(LINES), 0)


@pytest.mark.parametrize("line", [LINES[0], LINES[6], LINES[8]])
def test_headings_warnings_and_what_has_no_citation_are_not_reworded(line: str) -> None:
    checked = check(f"Dạ, {line}", answer_of())

    assert checked.text == "\n".join(LINES)


def test_a_figure_that_the_cited_words_lack_is_not_said_in_other_words() -> None:
    line = "Ngày hẹn: 08/12/2026 [3]"

    checked = check("Ngày hẹn là 08/12/2026 [3].", answer_of([line], {3: "10 ngày làm việc"}))

    assert (checked.text, [one.reason for one in checked.replaced]) == (line, ["number"])


def test_what_is_denied_does_not_run_into_what_follows() -> None:
    line = "Trẻ em không: nộp lệ phí [5]"

    assert check("Trẻ em không nộp lệ phí [5].", answer_of([line], {5: "x"})).text == line
    assert check("Trẻ em không thì nộp lệ phí [5].", answer_of([line], {5: "x"})).kept == 1


def test_an_empty_or_endless_text_changes_nothing() -> None:
    assert check("", answer_of()).text == "\n".join(LINES)
    assert check(TRUE * 30, answer_of()).text == "\n".join(LINES)


def essence(text: str) -> list[str]:
    return sorted(re.findall(r"\d[\w.,/]*", text))


@given(st.data())
def test_a_true_sentence_with_one_other_letter_or_digit_is_not_shown(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TRUE) - 1))
    letter = data.draw(st.sampled_from("0123456789aàeêdđkm%²５٣"))
    assume(TRUE[at].isalnum() and TRUE[at].casefold() != letter)
    mutated = TRUE[:at] + letter + TRUE[at + 1 :]
    assume(not set(re.findall(r"\w+", mutated.casefold())) <= _said_or_connecting())

    checked = check(mutated, answer_of())

    assert checked.text == "\n".join(LINES)


@given(st.sampled_from(["tháng", "năm", "giờ", "ngày", "tuần", "phút", "đồng"]), st.integers(0, 400))
def test_another_figure_or_unit_is_not_shown(unit: str, figure: int) -> None:
    assume((unit, figure) != ("ngày làm việc", 5))

    assert check(f"Trực tiếp là {figure} {unit} [3].", answer_of()).text == "\n".join(LINES)


PIECES = [
    *" ".join(LINES).split(),
    "là",
    "thì",
    "nếu",
    "không",
    "miễn phí",
    "[3].",
    "[4],",
    "[5].",
    "[6]",
    "\n",
    ".",
    "hoặc",
]


@given(st.lists(st.sampled_from([*PIECES, TRUE, "Kết quả nhận được là Thẻ đọc sách [6]."]), max_size=30))
def test_whatever_is_made_of_true_words_adds_and_loses_no_figure_and_no_denial(pieces: list[str]) -> None:
    checked = check(" ".join(pieces), answer_of())

    assert essence(checked.text) == essence("\n".join(LINES))
    assert checked.text.count("không") == 1
    assert "miễn phí" not in checked.text
    assert [line for line in (LINES[0], LINES[6], LINES[8]) if line not in checked.text] == []


@given(st.text(max_size=300))
def test_whatever_else_is_written_changes_nothing(text: str) -> None:
    assert check(text, answer_of()).text == "\n".join(LINES)


def _said_or_connecting() -> set[str]:
    lists = read_list("phrasing")
    phrases = [phrase for name in lists if name != "asking" for phrase in lists[name]]
    return set(re.findall(r"\w+", " ".join([*LINES, *phrases]).casefold()))
