"""When a question asks on which day something filed on a day will be done."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.days_named import NoDay, mark_days, mark_no_days
from assistant.due_dates import Filing, filed_on, find_filing, with_filing
from assistant.understand import understand
from knowledge.vietnamese import fold

TODAY = date(2026, 11, 24)  # a Tuesday

ASKED = [
    ("nộp hôm nay thì bao giờ có", 0),
    ("giờ nộp thì bao giờ có", 0),
    ("nộp luôn thì khi nào nhận được giấy", 0),
    ("hnay nop ho so lam passport khi nao co", 0),
    ("nop sang nay khi nao lay dc", 0),
    ("bữa nay nộp thì chừng nào có vậy", 0),
    ("làm lại cccd nộp hôm nay bao lâu có", 0),
    ("hôm nay tôi đi làm hộ chiếu thì hôm nào có", 0),
    ("làm căn cước hôm nay thì bao giờ lấy được", 0),
    ("nộp hồ sơ kết hôn chiều nay nhận giấy khi nào", 0),
    ("mai nộp thì hôm nào xong", 1),
    ("nộp ngày mai, mấy ngày thì có", 1),
    ("sáng thứ 5 này tôi nộp hồ sơ thì bao giờ ra giấy phép", 2),
    ("thứ sáu nộp thì bao giờ có", 3),
    ("chủ nhật này nộp online thì khi nào có", 5),
    ("nếu thứ 2 tuần sau tôi nộp thì khi nào có kết quả", 6),
    ("tuần sau thứ 3 nộp thì hôm nào lấy", 7),
    ("nop ngay 30 thi ngay nao nhan", 6),
    ("nộp ngày 1/12 thì ngày nào nhận", 7),
    ("nộp ngày 1-12-2026 thì ngày nào nhận", 7),
    ("nộp ngày 5/1 thì khi nào xong", 42),
    ("nộp ngày 20 tháng 12 năm 2026 thì bao giờ có kết quả", 26),
    ("mùng 5 tháng 12 dương tôi nộp thì bao giờ lấy được", 11),
    ("hôm qua nộp rồi bao giờ có", -1),
    ("hôm kia em nộp hồ sơ làm hộ chiếu thì ngày nào nhận", -2),
    ("hồ sơ nộp 20/11/2026 thì hạn trả kết quả đăng ký thường trú là ngày nào", -4),
    ("nộp 25/12/2026 thì hạn hòa giải là ngày nào", 31),
    ("nộp hôm 12/12 thì hẹn trả ngày nào", 18),
    ("nộp 10/2/2027 thì sao", 78),
    ("nộp ngày 30/12/2026 thì sao", 36),
    ("thế nếu thứ 7 nộp thì sao ạ", 4),
    ("nộp hồ sơ thứ 7 thì thế nào", 4),
    ("nộp 30/12", 36),
]

NOT_ASKED = [
    "",
    "hồ sơ tôi nộp hôm qua đến đâu rồi",
    "nộp hôm qua mà chưa có, bao giờ có",
    "nộp hôm qua đã có kết quả chưa",
    "nộp trước Tết có kịp không",
    "khi nào nộp được",
    "bao giờ phải nộp tờ khai thuế",
    "hôm nay nộp hồ sơ ở đâu",
    "hôm nay có làm việc không",
    "thứ 7 có nộp hồ sơ được không",
    "làm căn cước mất bao lâu",
    "con tôi sinh hôm qua, làm khai sinh bao lâu thì có",
    "con toi sinh hom qua lam khai sinh bao lau thi co",
    "tôi mất giấy tờ hôm qua, làm lại bao lâu có",
    "nộp phạt hôm nay thì bao giờ được trả bằng lái",
    "hồ sơ nộp lần thứ 2 bao lâu có",
    "mùng 10 tháng 3 âm nộp thì bao giờ có",
    "mùng 5 nộp thì bao giờ có",
    "nộp ngày 31/2 thì bao giờ có",
    "nộp trong 30 ngày thì có bị phạt không",
    "hạn nộp tờ khai là ngày nào",
    "nộp phạt 30/12 thì sao",
    "nộp thuế ngày 20/12 thì sao",
    "nộp 31/4/2027 thì sao",
    "thứ 7 thì sao",
]


@pytest.mark.parametrize(("question", "days"), ASKED)
def test_a_day_of_filing_is_heard_with_marks_and_without(question: str, days: int) -> None:
    forms = (question, fold(question), question.upper(), unicodedata.normalize("NFD", question))

    assert [filed_on(form, TODAY) for form in forms] == [TODAY + timedelta(days=days)] * 4


@pytest.mark.parametrize("question", NOT_ASKED)
def test_other_questions_tell_no_day_of_filing(question: str) -> None:
    assert filed_on(question, TODAY) is None
    assert filed_on(fold(question), TODAY) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("thu 3", TODAY),
        ("thu 2", date(2026, 11, 30)),
        ("thu 2 tuan nay", date(2026, 11, 23)),
        ("thu 6 tuan truoc", date(2026, 11, 20)),
        ("thu hai vua roi", date(2026, 11, 23)),
        ("t7", date(2026, 11, 28)),
        ("dau tuan sau", date(2026, 11, 30)),
        ("ngay kia", date(2026, 11, 26)),
        ("ngay 5 thang sau", date(2026, 12, 5)),
        ("ngay 5", date(2026, 12, 5)),
        ("ngay 2/11", date(2026, 11, 2)),
        ("2/1/27", date(2027, 1, 2)),
    ],
)
def test_a_day_means_what_it_means_today(said: str, day: date) -> None:
    assert mark_days(f"nop {said} nhe", TODAY) == ("nop @ nhe", [day])


@pytest.mark.parametrize("said", ["ngay 10/3 am lich", "lan thu 2", "ngay 30/2", "mai tang", "30 ngay"])
def test_what_is_no_day_stays(said: str) -> None:
    assert mark_days(said, TODAY) == (said, [])


def test_what_is_filed_is_the_topic_and_the_time_is_asked() -> None:
    said = with_filing(understand("nộp đơn xin cấp phép xây dựng ngày 30/11 thì ngày nào được cấp"), TODAY)

    assert (said.facets, said.topicless) == (("time",), False)
    assert "xay" in said.topic
    assert "30" not in said.topic


@pytest.mark.parametrize("question", ["nộp hôm nay thì bao giờ có", "mai nop thi hom nao xong"])
def test_a_filing_alone_names_no_topic(question: str) -> None:
    said = with_filing(understand(question), TODAY)

    assert (said.facets, said.topic, said.topicless) == (("time",), (), True)


def test_a_message_without_a_filing_is_left_as_it_is() -> None:
    said = understand("làm căn cước mất bao lâu")

    assert with_filing(said, TODAY) is said


def test_a_deed_that_is_begun_stays_in_the_topic() -> None:
    filing = find_filing("sáng mai đi đăng ký kết hôn thì bao giờ có giấy", TODAY)

    assert filing == Filing(date(2026, 11, 25), "di dang ky ket hon thi giay")


def test_what_the_limit_is_of_stays_in_the_topic() -> None:
    filing = find_filing("nộp 25/12/2026 thì hạn hòa giải là ngày nào", TODAY)

    assert filing == Filing(date(2026, 12, 25), "thi hoa giai")


@pytest.mark.parametrize(
    ("question", "no_day"),
    [
        ("nộp 31/4/2027", NoDay(31, 4, 2027)),
        ("nộp ngày 29/2/2027 thì sao", NoDay(29, 2, 2027)),
        ("nop ngay 31 thang 11 thi bao gio co", NoDay(31, 11, None)),
        ("nộp 31/4/27 thì khi nào có", NoDay(31, 4, 2027)),
    ],
)
def test_a_date_that_no_calendar_has_is_heard_as_such(question: str, no_day: NoDay) -> None:
    filing = find_filing(question, TODAY)

    assert filing is not None
    assert (filing.day, filing.no_day) == (None, no_day)


@pytest.mark.parametrize("question", ["nộp ngày 29/2/2027 thì sao", "nop thu 7 thi sao"])
def test_a_bare_filing_asks_for_the_time_of_the_last_matter(question: str) -> None:
    said = with_filing(understand(question), TODAY)

    assert (said.facets, said.topic, said.topicless) == (("time",), (), True)


@pytest.mark.parametrize("said", ["nop 29/2/2028", "quoc lo 31/44", "10 am lich"])
def test_other_numbers_are_no_impossible_date(said: str) -> None:
    assert mark_no_days(said, TODAY) == (said, [])


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_whole_date_is_itself_whenever_it_is_said(day: date, today: date) -> None:
    assert mark_days(f"ngay {day.day}/{day.month}/{day.year}", today) == ("@", [day])


@given(st.text())
@settings(deadline=None)
def test_any_text_has_a_day_or_none(text: str) -> None:
    assert filed_on(text, TODAY) is None or isinstance(filed_on(text, TODAY), date)
