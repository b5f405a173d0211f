"""The checker sees each kind of wrong answer, and passes a right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Citation
from evals.errors import EvalsError
from evals.exactness.checks import check
from evals.exactness.page import Page, canonical, numbers
from evals.exactness.required import required, says_free
from evals.exactness.survey import survey
from knowledge.records import (
    Agencies,
    Case,
    Channel,
    DossierItem,
    Facet,
    Fee,
    LegalBasis,
    Procedure,
    Quote,
    Source,
    Span,
    TimeLimit,
)

TEXT = """1.001193 | Đăng ký khai sinh | Cấp Xã | Hộ tịch | Công dân Việt Nam | Giấy khai sinh
ONLINE 8 WORKING_DAY 75000 VNĐ (lệ phí cấp thẻ)
POSTAL 1 OTHER 0 VNĐ ()
- Tờ khai theo Mẫu số 02 ; Bản chính: 1, Bản sao: 2
Luật Hộ tịch (60/2014/QH13)
Bước 1: nộp hồ sơ trong 05 ngày.
Ủy ban nhân dân cấp xã
"""


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(text=words, span=Span(start, start + len(words)))


PAPER = DossierItem(
    name=quote("Tờ khai theo Mẫu số 02"),
    originals=1,
    copies=2,
    counts=quote("Bản chính: 1, Bản sao: 2"),
    forms=("Mẫu số 02",),
)
ONLINE = Channel(
    kind="online",
    label=quote("ONLINE"),
    time_limits=(TimeLimit(amount=Decimal(8), unit="working_day", quote=quote("8 WORKING_DAY")),),
    fees=(
        Fee(
            kind="lệ phí",
            amount=Decimal(75000),
            note=quote("lệ phí cấp thẻ"),
            quote=quote("75000 VNĐ (lệ phí cấp thẻ)"),
        ),
    ),
)
POSTAL = Channel(
    kind="postal", label=quote("POSTAL"), time_limits=(TimeLimit(),), fees=(Fee(quote=quote("0 VNĐ ()")),)
)
RECORD = Procedure(
    code="1.001193",
    code_quote=quote("1.001193"),
    title=quote("Đăng ký khai sinh"),
    level="commune",
    level_quote=quote("Cấp Xã"),
    field=quote("Hộ tịch"),
    audience=(quote("Công dân Việt Nam"),),
    result=quote("Giấy khai sinh"),
    channels=(ONLINE, POSTAL),
    cases=(Case(items=(PAPER,)),),
    legal_bases=(
        LegalBasis(
            title=quote("Luật Hộ tịch"),
            number=quote("60/2014/QH13"),
            quote=quote("Luật Hộ tịch (60/2014/QH13)"),
        ),
    ),
    steps=(quote("Bước 1: nộp hồ sơ trong 05 ngày."),),
    agencies=Agencies(implementing=quote("Ủy ban nhân dân cấp xã")),
    source=Source(system="test", file="a.txt", sha256="0"),
)


@dataclass
class Written:
    text: str
    citations: Sequence[Citation] = field(default_factory=list)


def written(text: str, *cited: str) -> Written:
    quotes = [quote(words) for words in cited]
    return Written(text, [citation(number, words) for number, words in enumerate(quotes, start=1)])


def citation(number: int, words: Quote) -> Citation:
    return Citation(
        id=number,
        code="1.001193",
        field="x",
        quote=words.text,
        source_url=None,
        source_file="a.txt",
        span=words.span,
    )


def kinds(facet: Facet, answer: Written) -> list[str]:
    return [failure.kind for failure in check(RECORD, TEXT, facet, answer)]


FEE = written("Phí, lệ phí:\n- Trực tuyến: 75.000 đồng (lệ phí cấp thẻ) [1]", "75000 VNĐ (lệ phí cấp thẻ)")
RIGHT: dict[Facet, Written] = {
    "fee": FEE,
    "time": written("- Trực tuyến: 8 ngày làm việc [1]", "8 WORKING_DAY"),
    "documents": written(
        "1. Tờ khai theo Mẫu số 02 (bản chính: 1, bản sao: 2) [1]",
        "Tờ khai theo Mẫu số 02 ; Bản chính: 1, Bản sao: 2",
    ),
    "form": written("- Tờ khai theo Mẫu số 02 [1]", "Tờ khai theo Mẫu số 02"),
    "steps": written("1. Bước 1: nộp hồ sơ\ntrong 05 ngày. [1]", "Bước 1: nộp hồ sơ trong 05 ngày."),
    "legal": written("- Luật Hộ tịch (60/2014/QH13) [1]", "Luật Hộ tịch (60/2014/QH13)"),
    "result": written("Kết quả: Giấy khai sinh [1]", "Giấy khai sinh"),
    "where": written(
        "Nơi nộp: Ủy ban nhân dân cấp xã [1]\nTrực tuyến [2], bưu chính [3]",
        "Ủy ban nhân dân cấp xã",
        "ONLINE",
        "POSTAL",
    ),
    "online": written(
        "Trực tuyến [1]: 8 ngày làm việc [2], 75.000 đồng (lệ phí cấp thẻ) [3]",
        "ONLINE",
        "8 WORKING_DAY",
        "75000 VNĐ (lệ phí cấp thẻ)",
    ),
    "conditions": written("Yêu cầu, điều kiện: chưa công bố."),
    "overview": written(
        "Đăng ký khai sinh (1.001193), cấp xã, Hộ tịch, Công dân Việt Nam: Giấy khai sinh [1]",
        TEXT.split("\n", 1)[0],
    ),
}


@pytest.mark.parametrize("facet", RIGHT)
def test_an_exact_answer_has_no_failure(facet: Facet) -> None:
    assert check(RECORD, TEXT, facet, RIGHT[facet]) == []


@pytest.mark.parametrize("facet", [facet for facet in RIGHT if facet != "conditions"])
def test_an_empty_answer_leaves_out_what_the_record_holds(facet: Facet) -> None:
    failures = check(RECORD, TEXT, facet, written(""))

    assert {failure.kind for failure in failures} == {"left_out"}
    assert [failure.detail.split(": ")[0] for failure in failures] == [
        wanted.path for wanted in required(RECORD, facet)
    ]


@pytest.mark.parametrize("facet", [facet for facet in RIGHT if facet != "conditions"])
def test_a_right_text_without_citations_is_uncited(facet: Facet) -> None:
    bare = Written(RIGHT[facet].text)

    assert "uncited_field" in kinds(facet, bare)
    assert "unknown_marker" in kinds(facet, bare)
    assert "left_out" not in kinds(facet, bare)


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
    assert "left_out" in kinds(
        "fee", written("75.000 USD (lệ phí cấp thẻ) [1]", "75000 VNĐ (lệ phí cấp thẻ)")
    )
    assert "left_out" in kinds(
        "documents", written("Tờ khai theo Mẫu số 02 (bản chính: 1) [1]", "Tờ khai theo Mẫu số 02")
    )


@pytest.mark.parametrize("word", ["1 OTHER", "8 WORKING_DAY", "nộp POSTAL", "nộp DIRECT", "thu 0 VNĐ"])
def test_placeholders_of_the_source_are_never_printed(word: str) -> None:
    assert "banned_word" in kinds("time", written(f"{word} [1]", TEXT.rstrip("\n")))


@pytest.mark.parametrize(
    "claim", ["Miễn phí", "không thu lệ phí", "0 đồng", "không phải nộp", "Không mất tiền"]
)
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


def test_the_sources_own_words_about_free_services_are_no_claim_of_ours() -> None:
    record = RECORD.model_copy(
        update={"steps": (Quote(text="Người nghèo được miễn lệ phí khi nộp", span=Span(0, 36)),)}
    )
    step = record.steps[0]
    quoted = Written(f"- {step.text} [1]", [citation(1, step)])

    failures = check(record, step.text, "steps", quoted)

    assert failures == []


@pytest.mark.parametrize(
    ("figure", "same"),
    [
        ("75.000", "75000"),
        ("1,250,000", "1250000"),
        ("08", "8"),
        ("0,5", "0.5"),
        ("1.001193", "1.001193"),
        ("000", "0"),
    ],
)
def test_figures_meet_across_formats(figure: str, same: str) -> None:
    assert canonical(figure) == same


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_is_found_however_it_is_grouped(amount: int) -> None:
    spellings = (f"{amount}", f"{amount:,}", f"{amount:,}".replace(",", "."))

    assert {numbers(f"thu {spelling} đồng [7]") for spelling in spellings} == {frozenset([str(amount)])}


@given(st.text(max_size=80))
def test_any_text_is_a_page_that_holds_its_own_words(text: str) -> None:
    page = Page(text)

    assert page.has(text)
    assert isinstance(says_free(text), bool)
    assert all(kind in {"bản chính", "bản sao"} for _, kind in page.counts)


class OneRecord:
    codes = ("1.001193", "1.000656")

    def procedure(self, code: str) -> Procedure | None:
        return RECORD if code == "1.001193" else None

    def source_text(self, code: str) -> str | None:
        return TEXT


def test_a_survey_counts_over_procedures_and_facets() -> None:
    seen: list[tuple[str, int, int]] = []

    found = survey(
        OneRecord(),
        lambda record, text, facet: RIGHT[facet] if facet != "fee" else written("5 đồng"),
        1,
        1,
        lambda *step: seen.append(step),
    )

    assert (found.procedures, found.answers) == (1, 11)
    assert (found.printed_without_citation, found.left_out, found.banned_words, found.claimed_free) == (
        1,
        1,
        0,
        0,
    )
    assert found.by_kind == {"left_out": {"fee": 1}, "uncited_number": {"fee": 1}}
    assert [(failure.code, failure.facet) for failure in found.failures] == [("1.001193", "fee")] * 2
    assert seen == [("exactness", 1, 1)]


def test_a_code_that_the_snapshot_does_not_hold_is_an_error() -> None:
    with pytest.raises(EvalsError, match=r"lists 1\.000656 and does not hold it"):
        survey(OneRecord(), lambda record, text, facet: RIGHT[facet], None, 1, lambda *step: None)
