"""The checker sees each kind of wrong answer, and passes a right one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from evals_record import (
    FEE,
    ONLINE,
    PAPER,
    PAPER_LISTED,
    POSTAL,
    RECORD,
    RIGHT,
    TEXT,
    Written,
    citation,
    quote,
    written,
)

from assistant.circumstances import Circumstances
from evals.errors import EvalsError
from evals.exactness.checks import check
from evals.exactness.required import required
from evals.exactness.survey import survey
from knowledge.records import Case, Facet, Fee, Procedure, Quote, Span


def kinds(facet: Facet, answer: Written) -> list[str]:
    return [failure.kind for failure in check(RECORD, TEXT, facet, answer)]


@pytest.mark.parametrize("facet", RIGHT)
def test_an_exact_answer_has_no_failure(facet: Facet) -> None:
    assert check(RECORD, TEXT, facet, RIGHT[facet]) == []


@pytest.mark.parametrize("facet", [facet for facet in RIGHT if facet != "conditions"])
def test_an_empty_answer_leaves_out_what_the_record_holds(facet: Facet) -> None:
    failures = check(RECORD, TEXT, facet, written(""))

    assert {failure.kind for failure in failures} == (
        {"left_out", "unknown_unsaid"} if facet == "fee" else {"left_out"}
    )
    listed = ["cases.0.items.0 in the checklist"] if facet == "documents" else []
    paths = [wanted.path for wanted in required(RECORD, facet)]
    left_out = [failure.detail.split(": ")[0] for failure in failures if failure.kind == "left_out"]
    assert left_out == paths + listed


@pytest.mark.parametrize("facet", [facet for facet in RIGHT if facet != "conditions"])
def test_a_right_text_without_citations_is_uncited(facet: Facet) -> None:
    bare = Written(RIGHT[facet].text, checklist=RIGHT[facet].checklist)

    assert "uncited_field" in kinds(facet, bare)
    assert "unknown_marker" in kinds(facet, bare)
    assert "left_out" not in kinds(facet, bare)


@pytest.mark.parametrize(
    "changed",
    [
        {"citation": None},
        {"citation": 2},
        {"originals": 7},
        {"name": "Giấy chứng sinh"},
        {"form": "Mẫu số 03"},
    ],
)
def test_what_a_checklist_item_says_stands_in_the_words_that_it_cites(changed: dict[str, object]) -> None:
    right = RIGHT["documents"]
    item = PAPER_LISTED.model_copy(update=changed)

    found = check(RECORD, TEXT, "documents", Written(right.text, right.citations, [item, PAPER_LISTED]))

    assert [failure.kind for failure in found] == ["uncited_field"]


def test_a_quote_that_is_not_the_sources_slice_is_wrong() -> None:
    moved = FEE.citations[0].model_copy(update={"span": Span(0, 5)})
    foreign = FEE.citations[0].model_copy(update={"code": "1.000656"})

    assert "wrong_quote" in kinds("fee", Written(FEE.text, [moved]))
    assert "wrong_quote" in kinds("fee", Written(FEE.text, [foreign]))


def test_a_figure_must_stand_in_a_quote_that_its_line_names() -> None:
    other = written("- 80.000 đồng [1]", "75000 VNĐ (lệ phí cấp thẻ)")
    misattributed = written(
        "75.000 đồng (lệ phí cấp thẻ) [2]", "75000 VNĐ (lệ phí cấp thẻ)", "Bước 1: nộp hồ sơ trong 05 ngày."
    )

    assert "uncited_number" in kinds("fee", other)
    assert "uncited_number" in kinds("fee", misattributed)


def test_numbers_of_lists_and_citations_are_no_figures() -> None:
    listed = written("12. Giấy khai sinh [1]\n\n99. Giấy khai sinh [1]", "Giấy khai sinh")

    assert kinds("result", listed) == []


def test_a_wrong_unit_or_amount_leaves_the_field_out() -> None:
    assert "left_out" in kinds("time", written("8 ngày [1]", "8 WORKING_DAY"))
    assert "left_out" in kinds("fee", written("75.000 USD (lệ phí cấp thẻ) [1]", "75000 VNĐ (lệ phí cấp thẻ)"))
    assert "left_out" in kinds(
        "documents", written("Tờ khai theo Mẫu số 02 (bản chính: 1) [1]", "Tờ khai theo Mẫu số 02")
    )


@pytest.mark.parametrize("word", ["1 OTHER", "8 WORKING_DAY", "nộp POSTAL", "nộp DIRECT", "thu 0 VNĐ"])
def test_placeholders_of_the_source_are_never_printed(word: str) -> None:
    assert "banned_word" in kinds("time", written(f"{word} [1]", TEXT.rstrip("\n")))


@pytest.mark.parametrize("claim", ["Miễn phí", "không thu lệ phí", "0 đồng", "không phải nộp", "Không mất tiền"])
def test_an_unknown_fee_told_as_free_is_seen(claim: str) -> None:
    assert "claimed_free" in kinds("fee", Written(f"{FEE.text}\n- Bưu chính: {claim}", FEE.citations))


@pytest.mark.parametrize(
    "said",
    [
        "chưa công bố mức thu",
        "nguồn để trống, không có nghĩa là không phải nộp",
        "đơn vị không thuộc diện này",
        "thu 10.000 đồng, 20.000 đồng",
    ],
)
def test_honest_words_about_an_unknown_fee_are_no_claim(said: str) -> None:
    assert "claimed_free" not in kinds("fee", Written(f"{FEE.text}\n- Bưu chính: {said}", FEE.citations))


def test_a_line_that_cites_a_free_fee_may_say_so_as_often_as_it_likes() -> None:
    free = POSTAL.fees[0].model_copy(update={"amount": Decimal(0)})
    unknown = ONLINE.model_copy(update={"fees": (Fee(quote=quote("8 WORKING_DAY")),)})
    record = RECORD.model_copy(update={"channels": (unknown, POSTAL.model_copy(update={"fees": (free,)}))})
    line = "- Bưu chính: không thu [1]"

    cited = check(record, TEXT, "fee", written(f"{line}\n{line}\n- Trực tuyến: chưa công bố mức thu", "0 VNĐ ()"))
    uncited = check(record, TEXT, "fee", written("- Trực tuyến: không thu [1]", "8 WORKING_DAY"))

    assert cited == []
    assert "claimed_free" in [failure.kind for failure in uncited]


def test_the_sources_own_words_about_free_services_are_no_claim_of_ours() -> None:
    record = RECORD.model_copy(
        update={"steps": (Quote(text="Người nghèo được miễn lệ phí khi nộp", span=Span(0, 36)),)}
    )
    step = record.steps[0]
    quoted = Written(f"- {step.text} [1]", [citation(1, step)])

    failures = check(record, step.text, "steps", quoted)

    assert failures == []


class OneRecord:
    codes = ("1.001193", "1.000656")

    def procedure(self, code: str) -> Procedure | None:
        return RECORD if code == "1.001193" else None

    def source_text(self, code: str) -> str | None:
        return TEXT


def answer_of(facet: Facet, *, full: bool) -> Written:
    return RIGHT[facet] if facet != "fee" or not full else written("5 đồng, mức khác chưa công bố")


def test_a_survey_counts_over_procedures_facets_and_both_lengths() -> None:
    seen: list[tuple[str, int, int]] = []

    found = survey(
        OneRecord(),
        lambda record, text, facet, *, full, told: answer_of(facet, full=full),
        1,
        1,
        lambda *step: seen.append(step),
    )

    assert (found.procedures, found.answers, found.cases) == (1, 22, 0)
    assert (found.printed_without_citation, found.left_out, found.banned_words, found.claimed_free) == (1, 1, 0, 0)
    assert found.by_kind == {"left_out": {"fee": 1}, "uncited_number": {"fee": 1}}
    assert [(failure.code, failure.facet) for failure in found.failures] == [("1.001193", "fee")] * 2
    assert seen == [("exactness", 1, 1)]


def test_a_code_that_the_snapshot_does_not_hold_is_an_error() -> None:
    with pytest.raises(EvalsError, match=r"lists 1\.000656 and does not hold it"):
        survey(OneRecord(), lambda record, text, facet, *, full, told: RIGHT[facet], None, 1, lambda *step: None)


@pytest.mark.parametrize("facet", [facet for facet in RIGHT if facet not in {"conditions", "fee"}])
def test_a_short_answer_may_leave_out_what_it_says_to_leave_out(facet: Facet) -> None:
    silent = check(RECORD, TEXT, facet, written(""), full=False)
    honest = check(RECORD, TEXT, facet, Written("", shortened=True), full=False)

    assert {failure.kind for failure in silent} == {"left_out_silently"}
    assert honest == []


def test_figures_of_a_short_answer_are_held_to_their_quotes_too() -> None:
    found = check(RECORD, TEXT, "fee", Written("chưa công bố: 80.000 đồng", shortened=True), full=False)

    assert [failure.kind for failure in found] == ["uncited_number"]


def test_an_unknown_fee_that_is_passed_over_is_seen() -> None:
    passed_over = written("- Trực tuyến: 75.000 đồng (lệ phí cấp thẻ) [1]", "75000 VNĐ (lệ phí cấp thẻ)")

    assert kinds("fee", passed_over) == ["unknown_unsaid"]


def test_an_unknown_time_that_is_passed_over_is_seen() -> None:
    silent = RECORD.model_copy(update={"channels": (POSTAL,)})

    assert [failure.kind for failure in check(silent, TEXT, "time", written(""))] == ["unknown_unsaid"]
    assert check(silent, TEXT, "time", written("Thời hạn: chưa công bố.")) == []


TWO_CASES = RECORD.model_copy(
    update={
        "cases": (
            Case(title=quote("Công dân Việt Nam"), items=(PAPER,)),
            Case(title=quote("Hộ tịch"), items=(PAPER, PAPER.model_copy(update={"originals": 0, "copies": 0}))),
        )
    }
)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("- Hộ tịch (1 loại giấy tờ) [1]", False),
        ("- Hộ tịch (2 loại giấy tờ) [1]", True),
        ("- Hộ tịch (1 loại giấy tờ)", True),
        ("Hộ tịch [1], còn 1 trường hợp khác", False),
        ("Hộ tịch [1], còn 3 trường hợp khác", True),
        ("  … và còn 1 giấy tờ khác", False),
        ("  … và còn 9 giấy tờ khác", True),
    ],
)
def test_counts_of_an_answers_own_are_counted_again(line: str, wrong: bool) -> None:
    answer = Written(line, [citation(1, quote("Hộ tịch"))], shortened=True)

    found = check(TWO_CASES, TEXT, "documents", answer, full=False)

    assert [failure.kind for failure in found] == (["wrong_count"] if wrong else [])


def test_the_papers_of_a_case_are_listed_where_its_heading_asks_for_it() -> None:
    class Record(OneRecord):
        def procedure(self, code: str) -> Procedure | None:
            return TWO_CASES

    asked: list[str] = []

    def compose(record: Procedure, text: str, facet: Facet, *, full: bool, told: Circumstances) -> Written:
        asked.append(told.words)
        return Written("chưa công bố", shortened=True)

    found = survey(Record(), compose, 1, 99, lambda *step: None)

    assert set(asked) == {"", "Công dân Việt Nam", "Hộ tịch"}
    assert found.cases == 2
    assert "cases.0.items.0 in the checklist: Tờ khai theo Mẫu số 02" in [one.detail for one in found.failures]


@pytest.mark.parametrize(
    ("note", "right"),
    [("Tờ khai", True), ("Mẫu số 02", True), ("Nộp", False), ("Mang theo khi nhận", False)],
)
def test_the_note_of_a_checklist_item_stands_in_the_record(note: str, right: bool) -> None:
    item = PAPER_LISTED.model_copy(update={"note": note})
    answer = Written(RIGHT["documents"].text, RIGHT["documents"].citations, [item])

    assert kinds("documents", answer) == ([] if right else ["uncited_field"])
