"""The plan of a life event: its steps in order, each with its reason, its deadline and its essentials."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.compose.plan import RecordOf, compose_plan
from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder
from knowledge.life_events import LifeEvent, Step, life_events

TODAY = date(2026, 11, 24)
LAW = "law/2501100000000000200001700000000000000000"


@pytest.fixture
def records(read) -> RecordOf:
    """Two records of a library: the first states a deadline and a fee, the second is nearly silent."""
    card = read(
        [("DIRECT", "3 WORKING_DAY", "20000 VNĐ (lệ phí cấp thẻ)"), ("ONLINE", "2 WORKING_DAY", "0 VNĐ (Không)")],
        steps=["- Nộp đơn trong 15 ngày kể từ ngày mất thẻ."],
        office="Thư viện tỉnh",
    )
    book = read([("DIRECT", "1 OTHER", "0 VNĐ ()")], level="Cấp Xã")
    held = {"9.000001": (card.procedure, card.text), "9.000002": (book.procedure, book.text)}
    return held.get


def event(*steps: Step) -> LifeEvent:
    return LifeEvent("lost_card", "Mất thẻ đọc sách", ("mất thẻ",), steps)


def plan(records: RecordOf, *steps: Step) -> list[str]:
    found = compose_plan(event(*steps), records, TODAY)
    return found.composed.text.split("\n") if found else []


CARD = Step("9.000001", "always", "được mượn tiếp", "trong 15 ngày từ ngày mất", "9.000001")
BOOK = Step("9.000002", "if", "khỏi đền sách", condition="đang mượn sách")


def test_a_step_has_its_reason_its_deadline_and_its_essentials(records: RecordOf) -> None:
    assert plan(records, CARD) == [
        "Mất thẻ đọc sách: các việc cần làm, theo thứ tự.",
        "1. Cấp thẻ đọc sách (mã 9.000001) [1] – được mượn tiếp.",
        "   Hạn: trong 15 ngày từ ngày mất [2].",
        "   Nơi làm: Thư viện tỉnh [3]; thời gian: 3 ngày làm việc hoặc 2 ngày làm việc, tùy trường hợp [4] [5]; "
        "phí, lệ phí: 20.000 đồng hoặc không thu, tùy trường hợp [6] [7].",
        "Chọn một việc (gõ số) để xem giấy tờ, nơi nộp và lệ phí của việc đó.",
    ]


def test_what_depends_stands_behind_what_everybody_does_and_says_in_whose_case(records: RecordOf) -> None:
    found = compose_plan(event(BOOK, CARD), records, TODAY)

    assert found is not None
    assert found.composed.text.split("\n")[4:] == [
        "Tùy hoàn cảnh, làm thêm:",
        "2. Nếu đang mượn sách: Cấp thẻ đọc sách (mã 9.000002) [8].",
        "Chọn một việc (gõ số) để xem giấy tờ, nơi nộp và lệ phí của việc đó.",
    ]
    assert [option.value for option in found.options] == ["9.000001", "9.000002"]
    assert [option.label for option in found.options] == ["Cấp thẻ đọc sách"] * 2


def test_what_depends_tells_its_deadline_on_its_line(records: RecordOf) -> None:
    step = Step("9.000002", "if", "khỏi đền sách", "trong 15 ngày từ ngày mất", "9.000001", "đang mượn sách")

    assert plan(records, CARD, step)[5] == (
        "2. Nếu đang mượn sách: Cấp thẻ đọc sách (mã 9.000002) [8]; hạn: trong 15 ngày từ ngày mất [9]."
    )


def test_a_few_steps_that_all_depend_have_their_essentials(records: RecordOf) -> None:
    assert plan(records, BOOK)[1:4] == [
        "Tùy hoàn cảnh:",
        "1. Nếu đang mượn sách: Cấp thẻ đọc sách (mã 9.000002) [1] – khỏi đền sách.",
        "   Nơi làm: cấp Xã [2]; thời gian: chưa công bố; phí, lệ phí: chưa công bố mức thu.",
    ]


def test_an_office_of_one_province_is_left_out_of_a_national_record(read) -> None:
    record = read([("DIRECT", "2 DAY", "0 VNĐ ()")], office="Sở Văn hóa - TP.HCM", level="Cấp Tỉnh")

    found = compose_plan(event(CARD), {"9.000001": (record.procedure, record.text)}.get, TODAY)

    assert found is not None
    assert "HCM" not in found.composed.text
    assert "Nơi làm: cấp Tỉnh" in found.composed.text


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("CẤP THẺ ĐỌC SÁCH", "Cấp thẻ đọc sách"),
        ("Thủ tục cấp thẻ đọc sách", "Cấp thẻ đọc sách"),
        ("Cấp thẻ BHYT", "Cấp thẻ BHYT"),
        ("Cấp thẻ đọc sách " + "cho người đọc " * 4, "Cấp thẻ đọc sách cho người đọc cho người đọc cho người đọc…"),
    ],
)
def test_an_option_is_short_and_does_not_shout(read, title: str, label: str) -> None:
    record = read([("DIRECT", "2 DAY", "0 VNĐ ()")])
    text = record.text.replace("Cấp thẻ đọc sách", title)
    procedure = read_portal_text(text.encode(), "9.000001.txt")

    found = compose_plan(event(CARD), {"9.000001": (procedure, text)}.get, TODAY)

    assert found is not None
    assert [option.label for option in found.options] == [label]


def test_a_deadline_of_another_record_is_cited_there(records: RecordOf) -> None:
    step = Step("9.000002", "always", "khỏi đền sách", "trong 15 ngày từ ngày mất", "9.000001")

    found = compose_plan(event(step), records, TODAY)

    assert found is not None
    deadline = found.composed.citations[1]
    assert (deadline.id, deadline.field, deadline.quote) == (
        2,
        "steps.0",
        "- Nộp đơn trong 15 ngày kể từ ngày mất thẻ.",
    )
    assert found.composed.text.split("\n")[2] == "   Hạn: trong 15 ngày từ ngày mất [2]."


def test_a_deadline_that_the_record_does_not_state_is_not_told(records: RecordOf) -> None:
    step = Step("9.000001", "always", "được mượn tiếp", "trong 20 ngày từ ngày mất", "9.000001")

    assert [line for line in plan(records, step) if "Hạn" in line] == []


def test_a_deadline_of_a_law_names_the_law(records: RecordOf) -> None:
    step = Step("9.000001", "always", "được mượn tiếp", "trong 10 ngày làm việc từ ngày đến nơi mới", LAW)

    assert plan(records, step)[2] == (
        "   Hạn: trong 10 ngày làm việc từ ngày đến nơi mới (Luật Nghĩa vụ quân sự 2015, Điều 17)."
    )


def test_a_reason_that_repeats_the_title_is_left_out(records: RecordOf) -> None:
    step = Step("9.000001", "always", "cấp thẻ đọc sách mới")

    assert plan(records, step)[1] == "1. Cấp thẻ đọc sách (mã 9.000001) [1]."


def test_a_figure_in_our_own_words_that_nothing_states_is_left_out(records: RecordOf) -> None:
    step = Step("9.000001", "if", "giữ được thẻ 3 năm", condition="chưa đủ 14 tuổi")

    assert plan(records, step)[2] == "1. Cấp thẻ đọc sách (mã 9.000001) [1]."


def test_records_that_are_not_held_are_passed_over(records: RecordOf) -> None:
    absent = Step("9.000009", "always", "không có trong dữ liệu")

    assert [line[:20] for line in plan(records, absent, CARD) if line[:1].isdigit()] == ["1. Cấp thẻ đọc sách "]
    assert compose_plan(event(absent), records, TODAY) is None


def test_citations_go_on_from_a_number(records: RecordOf) -> None:
    found = compose_plan(event(CARD), records, TODAY, first_id=5)

    assert found is not None
    assert [citation.id for citation in found.composed.citations] == list(range(5, 12))


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        ("0 VNĐ ()", "chưa công bố mức thu."),
        ("0 VNĐ (Không)", "không thu [4]."),
        ("0 VNĐ (Theo quy định của tỉnh)", "Theo quy định của tỉnh [4]."),
        ("40 VNĐ (40.000 đồng/giấy)", "nguồn ghi bằng lời."),
    ],
)
def test_a_fee_is_told_short_and_never_guessed(read, fee: str, said: str) -> None:
    record = read([("DIRECT", "2 DAY", fee)], office="Thư viện tỉnh")

    found = compose_plan(event(CARD), {"9.000001": (record.procedure, record.text)}.get, TODAY)

    assert found is not None
    assert found.composed.text.split("\n")[2].split("phí, lệ phí: ")[1] == said


def starter_records(code: str):
    path: Path = starter_folder() / f"{code}.txt"
    if not path.is_file():
        return None
    content = path.read_bytes()
    return read_portal_text(content, path.name, system="starter"), content.decode("utf-8")


def test_every_plan_of_the_starter_corpus_cites_the_exact_words_in_order() -> None:
    plans = [(one, found) for one in life_events() if (found := compose_plan(one, starter_records, TODAY))]

    assert {"birth", "death", "marriage", "moving", "lost_papers"} <= {one.id for one, _ in plans}
    for one, found in plans:
        markers = [int(marker) for marker in re.findall(r" \[(\d+)\]", found.composed.text)]
        held = [step.code for step in in_order(one) if starter_records(step.code)]
        assert (one.id, list(dict.fromkeys(markers))) == (one.id, [one.id for one in found.composed.citations])
        assert [option.value for option in found.options] == held
        for citation in found.composed.citations:
            record = starter_records(citation.code)
            assert record is not None
            assert record[1][citation.span.start : citation.span.end] == citation.quote


def in_order(one: LifeEvent) -> list[Step]:
    return sorted(one.steps, key=lambda step: step.needed == "if")
