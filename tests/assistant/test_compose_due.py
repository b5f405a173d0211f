"""What a person is told about the day on which the result will be there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from assistant.circumstances import Circumstances
from assistant.compose.draft import Draft
from assistant.compose.due import write_due

TODAY = date(2026, 11, 24)
RULE = (
    "  Quy tắc: ngày nhận hồ sơ không tính, ngày cuối là ngày nghỉ thì lùi sang ngày làm việc kế tiếp "
    "(Bộ luật Dân sự 2015, Điều 147 và 148)"
)
CULTURE = "; ngày lễ theo Nghị quyết 28/2026/QH16."


@pytest.fixture
def draft(read) -> Callable[..., Draft]:
    def make(channels: Sequence[tuple[str, ...]], filed: date | None, **fields) -> Draft:
        found = read(channels, **fields)
        sheet = Draft(found.procedure, found.text, False, TODAY, told=Circumstances(filed_on=filed))
        write_due(sheet)
        return sheet

    return make


def limits(*said: str) -> list[tuple[str, ...]]:
    return [(kind, limit, "0 VNĐ ()") for kind, limit in zip(("DIRECT", "ONLINE", "POSTAL"), said, strict=False)]


def test_the_day_is_told_with_its_count_and_its_rule(draft) -> None:
    sheet = draft(limits("7 WORKING_DAY"), date(2026, 11, 25))

    assert sheet.lines == [
        "Ngày có kết quả nếu nộp thứ Tư 25/11/2026, hồ sơ hợp lệ và nộp trong giờ làm việc (tính ra từ thời hạn):",
        "- Trực tiếp: chậm nhất thứ Sáu 04/12/2026, tức 7 ngày làm việc kể từ ngày nhận [1]",
        "  Cách tính: nhận thứ Tư 25/11/2026; đếm 7 ngày làm việc từ thứ Năm 26/11/2026, trừ 28–29/11 "
        "(thứ Bảy, Chủ nhật), không vướng ngày lễ nào → thứ Sáu 04/12/2026.",
        f"{RULE}.",
    ]
    assert [(one.field, one.quote) for one in sheet.citations] == [("channels.0.time_limits.0.quote", "7 WORKING_DAY")]


def test_what_is_filed_on_a_holiday_is_received_on_the_next_working_day(draft) -> None:
    lines = draft(limits("1 WORKING_DAY"), TODAY).lines

    assert lines[1:4] == [
        "  Vào thứ Ba 24/11/2026 cơ quan nghỉ (Ngày Văn hóa Việt Nam): tính như nhận vào ngày làm việc kế tiếp.",
        "- Trực tiếp: chậm nhất thứ Năm 26/11/2026, tức 1 ngày làm việc kể từ ngày nhận [1]",
        "  Cách tính: nhận thứ Tư 25/11/2026; đếm 1 ngày làm việc từ thứ Năm 26/11/2026, không vướng ngày lễ nào "
        "→ thứ Năm 26/11/2026.",
    ]
    assert lines[4] == RULE + CULTURE


def test_channels_with_other_limits_have_days_of_their_own(draft) -> None:
    sheet = draft(limits("2 WORKING_DAY", "1 WORKING_DAY", "2 WORKING_DAY"), date(2026, 11, 25))

    assert [line for line in sheet.lines if line.startswith("- ")] == [
        "- Trực tiếp, bưu chính: chậm nhất thứ Sáu 27/11/2026, tức 2 ngày làm việc kể từ ngày nhận [1]",
        "- Trực tuyến: chậm nhất thứ Năm 26/11/2026, tức 1 ngày làm việc kể từ ngày nhận [2]",
    ]


def test_two_limits_of_one_channel_are_told_as_cases(draft) -> None:
    sheet = draft([("DIRECT", "7 DAY", "0 VNĐ ()"), ("DIRECT", "3 DAY", "0 VNĐ ()")], date(2026, 11, 25))

    assert [line.split(":")[0] for line in sheet.lines if line.startswith("- ")] == [
        "- Trực tiếp (tùy trường hợp)",
        "- Trực tiếp (tùy trường hợp)",
    ]


@pytest.mark.parametrize(
    ("limit", "filed", "count"),
    [
        (
            "10 DAY",
            date(2026, 11, 25),
            "đếm 10 ngày từ thứ Năm 26/11/2026, kể cả ngày nghỉ, → thứ Bảy 05/12/2026; ngày đó nghỉ nên lùi đến "
            "thứ Hai 07/12/2026",
        ),
        (
            "30 DAY",
            date(2027, 1, 5),
            "đếm 30 ngày từ thứ Tư 06/01/2027, kể cả ngày nghỉ, → thứ Năm 04/02/2027; ngày đó nghỉ (Tết Âm lịch) "
            "nên lùi đến thứ Năm 11/02/2027",
        ),
        ("2 MONTH", date(2026, 11, 25), "sau 2 tháng → thứ Hai 25/01/2027"),
        (
            "15 WORKING_DAY",
            date(2026, 11, 20),
            "đếm 15 ngày làm việc từ thứ Hai 23/11/2026, trừ 6 ngày thứ Bảy, Chủ nhật, 24/11 (Ngày Văn hóa Việt Nam) "
            "→ thứ Hai 14/12/2026",
        ),
        (
            "1 WORKING_DAY",
            date(2026, 1, 9),
            "đếm 1 ngày làm việc từ thứ Bảy 10/01/2026, không vướng ngày lễ nào, tính cả 10/01 làm bù "
            "→ thứ Bảy 10/01/2026",
        ),
    ],
)
def test_every_unit_is_counted_by_its_own_rule(draft, limit: str, filed: date, count: str) -> None:
    lines = draft(limits(limit), filed).lines

    assert lines[2] == f"  Cách tính: nhận {WEEKDAYS[filed.weekday()]} {filed:%d/%m/%Y}; {count}."


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def test_a_calendar_that_is_not_announced_is_said(draft) -> None:
    lines = draft(limits("2 WORKING_DAY"), date(2028, 3, 1)).lines

    assert lines[-1] == "  Lịch nghỉ năm 2028 chưa công bố: chưa tính ngày nghỉ bù, hoán đổi chưa công bố."


def test_behind_the_table_no_day_is_told(draft) -> None:
    lines = draft(limits("2 WORKING_DAY"), date(2031, 3, 3)).lines

    assert lines[1:] == ["- Trực tiếp: 2 ngày làm việc [1]; lịch nghỉ đến lúc đó chưa có nên không tính được ngày"]


def test_a_day_gone_by_is_said(draft) -> None:
    lines = draft(limits("1 WORKING_DAY"), date(2026, 11, 2)).lines

    assert lines[-1] == "  Ngày này đã qua: chưa nhận được kết quả thì hãy hỏi nơi đã nộp hồ sơ."


def test_a_remark_with_a_limit_of_its_own_is_pointed_at(draft) -> None:
    lines = draft([("DIRECT", "10 DAY", "0 VNĐ ()", "Nhà ở riêng lẻ: 07 ngày")], date(2026, 11, 25)).lines

    assert lines[-1].startswith("  Phần mô tả của nguồn cũng ghi thời hạn")


def test_words_in_the_place_of_a_figure_give_no_day(draft) -> None:
    lines = draft(limits("Ngay trong buổi sáng OTHER", "2 DAY"), date(2026, 11, 25)).lines

    assert lines[1] == "- Trực tiếp: nguồn chỉ ghi “Ngay trong buổi sáng”, không tính được ngày [1]"


def test_a_silent_source_gives_no_day(draft) -> None:
    assert draft(limits("1 OTHER"), date(2026, 11, 25)).lines == [
        "Ngày có kết quả: không tính được, vì nguồn không ghi thời hạn thành con số."
    ]


def test_without_a_day_of_filing_nothing_is_written(draft) -> None:
    assert draft(limits("2 DAY"), None).lines == []


def test_both_readings_of_a_limit_are_counted_where_the_text_has_another_unit(draft) -> None:
    channels = [("DIRECT", "7 DAY", "0 VNĐ ()", "Không quá 7 ngày làm việc.")]

    lines = draft(channels, date(2026, 11, 25)).lines

    assert [line for line in lines if line.startswith("- ")] == [
        "- Trực tiếp: chậm nhất thứ Tư 02/12/2026, tức 7 ngày kể từ ngày nhận [1]",
        "- Theo phần mô tả của nguồn: chậm nhất thứ Sáu 04/12/2026, tức 7 ngày làm việc kể từ ngày nhận [2]",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nộp 31/4/2027 thì sao", "Không có ngày 31/04/2027 trong lịch: tháng 4/2027 chỉ có 30 ngày."),
        ("nop ngay 29/2/2027", "Không có ngày 29/02/2027 trong lịch: tháng 2/2027 chỉ có 28 ngày."),
        ("nộp 31/4 thì bao giờ xong", "Không có ngày 31/04 trong lịch."),
    ],
)
def test_a_day_of_filing_that_does_not_exist_is_said(read, words: str, said: str) -> None:
    found = read(limits("7 DAY"))
    sheet = Draft(found.procedure, found.text, False, TODAY, told=Circumstances(words=words))

    write_due(sheet)

    assert sheet.lines == [f"{said} Bạn cho biết lại ngày nộp để tính ngày có kết quả."]


def test_hours_are_told_and_not_turned_into_a_day(draft) -> None:
    sheet = draft(limits("1 HOUR"), date(2026, 11, 25))

    assert sheet.lines[1] == "- Trực tiếp: 1 giờ [1] kể từ lúc cơ quan nhận đủ hồ sơ, không quy ra ngày được"
    assert not any("chậm nhất" in line for line in sheet.lines)
