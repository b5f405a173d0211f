"""Time limits: a figure and a unit, words, or unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.parse.text import SourceText
from ingest.parse.times import parse_time, stated_times, states_duration
from knowledge.records import Channel, Quote, Span, TimeLimit


def _time(words: str) -> TimeLimit | None:
    return parse_time(SourceText(words), 0, len(words))


def _quote(words: str) -> Quote:
    return Quote(text=words, span=Span(0, len(words)))


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("8 WORKING_DAY", "8", "working_day"),
        ("30 ngày", "30", "calendar_day"),
        ("3.5 WORKING_DAY", "3.5", "working_day"),
        ("1 HOUR", "1", "hour"),
        ("3 MONTH", "3", "month"),
        ("1 năm", "1", "year"),
        ("3 Ngày làm việc", "3", "working_day"),
    ],
)
def test_a_figure_with_a_unit_is_read(words: str, amount: str, unit: str) -> None:
    limit = _time(words)

    assert limit is not None
    assert (limit.amount, limit.unit) == (Decimal(amount), unit)
    assert limit.quote is not None
    assert limit.quote.text == words


@pytest.mark.parametrize("words", ["", "  ", "Không có thông tin"])
def test_nothing_is_no_limit(words: str) -> None:
    assert _time(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "1 OTHER",
        "OTHER",
        " OTHER",
        "3/5 OTHER",
        "- OTHER",
        "0 WORKING_DAY",
        "0 OTHER",
        "Theo mô tả OTHER",
        "Xem phần mô tả",
    ],
)
def test_a_placeholder_is_an_unknown_limit(words: str) -> None:
    limit = _time(words)

    assert limit == TimeLimit()
    assert not limit.known


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Không quá 15 ngày OTHER", "Không quá 15 ngày"),
        ("1/12 hàng năm OTHER", "1/12 hàng năm"),
        ("22 ngày làm việc kể từ khi nhận đủ hồ sơ.", "22 ngày làm việc kể từ khi nhận đủ hồ sơ."),
        ("theo BROTHER", "theo BROTHER"),
    ],
)
def test_words_are_kept_without_the_placeholder(words: str, kept: str) -> None:
    limit = _time(words)

    assert limit is not None
    assert limit.amount is None
    assert limit.quote is not None
    assert limit.quote.text == kept


@pytest.mark.parametrize(
    "words",
    [
        "Trong thời hạn 05 ngày làm việc, cơ quan đăng ký cấp giấy",
        "Cơ quan tiếp nhận trả lời ngay khi nhận hồ sơ",
        "Sở xem xét hồ sơ, thời gian không quá 10 (mười) ngày",
        "Giải quyết ngay trong ngày làm việc",
        "Bộ có văn bản xác nhận chậm nhất vào ngày 15 tháng 5 hàng năm",
        "Trong thời hạn 02 ngày, phòng thông báo rõ cho tổ chức, cá nhân bổ sung",
    ],
)
def test_a_sentence_says_how_long_the_office_takes(words: str) -> None:
    assert states_duration(_quote(words))


@pytest.mark.parametrize(
    "words",
    [
        "Giấy phép có giá trị 06 tháng kể từ ngày cấp",
        "Kết quả có hiệu lực trong thời hạn 02 năm",
        "Trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm khai sinh",
        "Trong thời hạn 07 ngày, cá nhân nộp lại hồ sơ",
        "Chậm nhất 10 ngày làm việc trước ngày dự kiến bay",
        "Người nộp thuế nộp tờ khai chậm nhất là ngày 20 của tháng sau",
        "Quy định kể từ ngày 01 tháng 7 năm 2025",
        "Nộp hồ sơ tại một cửa",
    ],
)
def test_a_paper_s_validity_a_date_and_the_applicant_s_deadline_are_no_time_of_the_office(words: str) -> None:
    assert not states_duration(_quote(words))


def test_steps_state_the_time_only_where_no_channel_does() -> None:
    step = _quote("Trong thời hạn 05 ngày làm việc, sở cấp giấy phép")
    other = _quote("Nộp hồ sơ")
    silent = Channel(kind="direct", label=None, time_limits=(TimeLimit(),))
    known = Channel(kind="direct", label=None, time_limits=(TimeLimit(quote=_quote("3 ngày")),))
    noted = Channel(kind="direct", label=None, notes=(_quote("Giải quyết trong thời hạn 3 ngày"),))

    assert stated_times((silent,), (other, step)) == (step,)
    assert stated_times((), (other, step)) == (step,)
    assert stated_times((silent, known), (step,)) == ()
    assert stated_times((silent, noted), (step,)) == ()
