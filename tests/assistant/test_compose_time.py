"""What a person is told about how long it takes."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("8 WORKING_DAY", "8 ngày làm việc"),
        ("30 DAY", "30 ngày"),
        ("4 HOUR", "4 giờ"),
        ("2 MONTH", "2 tháng"),
        ("2.5 WORKING_DAY", "2,5 ngày làm việc"),
        ("Ngay trong buổi sáng OTHER", "Ngay trong buổi sáng"),
    ],
)
def test_a_limit_is_told_in_everyday_units(read, source: str, said: str) -> None:
    assert read([("DIRECT", source, "0 VNĐ ()")]).lines("time") == ["Thời hạn giải quyết:", f"- Trực tiếp: {said} [3]"]


def test_channels_that_take_as_long_stand_together(read) -> None:
    lines = read(
        [("DIRECT", "3 DAY", "0 VNĐ ()"), ("ONLINE", "2 DAY", "0 VNĐ ()"), ("POSTAL", "3 DAY", "0 VNĐ ()")]
    ).lines("time")

    assert lines == ["Thời hạn giải quyết:", "- Trực tiếp, bưu chính: 3 ngày [3]", "- Trực tuyến: 2 ngày [4]"]


def test_a_channel_with_two_limits_tells_both_as_cases(read) -> None:
    channels = [("DIRECT", "7 DAY", "0 VNĐ ()", "Cấp mới: 7 ngày"), ("DIRECT", "3 DAY", "0 VNĐ ()", "Cấp lại: 3 ngày")]

    assert read(channels).lines("time") == [
        "Thời hạn giải quyết:",
        "- Trực tiếp: 7 ngày, tùy trường hợp [3]",
        "    Cấp mới: 7 ngày [4]",
        "- Trực tiếp: 3 ngày, tùy trường hợp [5]",
        "    Cấp lại: 3 ngày [6]",
    ]


def test_the_limit_of_the_case_that_the_question_fixes_comes_first(read) -> None:
    channels = [
        ("DIRECT", "7 DAY", "0 VNĐ ()", "Trường hợp cấp mới thẻ"),
        ("DIRECT", "3 DAY", "0 VNĐ ()", "Trường hợp cấp lại do mất thẻ"),
        ("ONLINE", "7 DAY", "0 VNĐ ()", "Trường hợp cấp mới thẻ"),
        ("ONLINE", "3 DAY", "0 VNĐ ()", "Trường hợp cấp lại do mất thẻ"),
    ]

    assert read(channels).say("time", words="mat the roi bao lau co lai").text.split("\n")[1:] == [
        "Thời hạn giải quyết:",
        "- Trực tiếp, trực tuyến: 3 ngày, tùy trường hợp [3]",
        "    Trường hợp cấp lại do mất thẻ [4]",
        "- Trực tiếp, trực tuyến: 7 ngày, tùy trường hợp [5]",
        "    Trường hợp cấp mới thẻ [6]",
    ]


def test_remarks_that_all_channels_of_a_kind_share_are_no_condition(read) -> None:
    channels = [
        ("DIRECT", "7 DAY", "0 VNĐ ()", "Nộp tại quầy\n    Trường hợp cấp mới"),
        ("DIRECT", "3 DAY", "0 VNĐ ()", "Nộp tại quầy\n    Trường hợp cấp lại"),
    ]

    lines = read(channels).lines("time", full=False)

    assert [line.split(" [")[0] for line in lines] == [
        "Thời hạn giải quyết:",
        "- Trực tiếp: 7 ngày, tùy trường hợp",
        "    Trường hợp cấp mới",
        "- Trực tiếp: 3 ngày, tùy trường hợp",
        "    Trường hợp cấp lại",
    ]


def test_working_days_and_days_are_told_apart_as_the_record_does(read) -> None:
    lines = read([("DIRECT", "3 WORKING_DAY", "0 VNĐ ()"), ("ONLINE", "3 DAY", "0 VNĐ ()")]).lines("time")

    assert lines == ["Thời hạn giải quyết:", "- Trực tiếp: 3 ngày làm việc [3]", "- Trực tuyến: 3 ngày [4]"]


def test_where_only_the_steps_state_the_time_they_are_quoted(read) -> None:
    step = "- Trong thời hạn 05 ngày làm việc kể từ khi nhận đủ hồ sơ, thư viện cấp thẻ."

    composed = read([("DIRECT", "1 OTHER", "0 VNĐ ()")], steps=["- Nộp hồ sơ.", step]).say("time")

    assert composed.text.split("\n")[1:] == [
        "Thời hạn giải quyết: nguồn không ghi thành con số riêng, phần trình tự ghi:",
        "- Trong thời hạn 05 ngày làm việc kể từ khi nhận đủ hồ sơ, thư viện cấp thẻ. [3]",
    ]
    assert composed.citations[2].quote == step


def test_where_only_the_remarks_state_the_time_they_are_quoted(read) -> None:
    lines = read([("DIRECT", "1 OTHER", "0 VNĐ ()", "10 ngày kể từ khi nhận đủ hồ sơ")]).lines("time")

    assert lines == [
        "Thời hạn giải quyết: nguồn không ghi thành con số riêng, phần mô tả ghi:",
        "- 10 ngày kể từ khi nhận đủ hồ sơ [3]",
    ]


@pytest.mark.parametrize("channels", [[], [("DIRECT", "1 OTHER", "0 VNĐ ()")], [("DIRECT", "OTHER", "0 VNĐ ()")]])
def test_a_time_that_nothing_states_is_unknown(read, channels: list[tuple[str, ...]]) -> None:
    assert read(channels, steps=["- Nộp hồ sơ."]).lines("time") == ["Thời hạn giải quyết: chưa công bố."]


def test_a_channel_without_a_limit_is_unknown_beside_one_that_has_one(read) -> None:
    lines = read([("DIRECT", "3 DAY", "0 VNĐ ()"), ("ONLINE", "1 OTHER", "0 VNĐ ()")]).lines("time")

    assert lines == ["Thời hạn giải quyết:", "- Trực tiếp: 3 ngày [3]", "- Trực tuyến: chưa công bố"]


def test_a_remark_of_every_channel_is_printed_once(read) -> None:
    remark = "Không quá 3 ngày kể từ khi nhận đủ hồ sơ"

    lines = read([("DIRECT", "3 DAY", "0 VNĐ ()", remark), ("ONLINE", "3 DAY", "0 VNĐ ()", remark)]).lines("time")

    assert lines == [
        "Thời hạn giải quyết:",
        "- Trực tiếp, trực tuyến: 3 ngày [3]",
        "Phần mô tả của nguồn ghi thêm:",
        f"- {remark} [4]",
    ]


def test_remarks_without_a_duration_are_for_the_full_answer(read) -> None:
    procedure = read([("DIRECT", "3 DAY", "0 VNĐ ()", "Nhận hồ sơ vào giờ hành chính")])

    assert procedure.lines("time", full=False) == ["Thời hạn giải quyết:", "- Trực tiếp: 3 ngày [3]"]
    assert procedure.lines("time")[2:] == ["Phần mô tả của nguồn ghi thêm:", "- Nhận hồ sơ vào giờ hành chính [4]"]


@pytest.mark.parametrize("facet", ["time", "online", "overview"])
def test_the_placeholder_is_never_printed(read, facet: str) -> None:
    procedure = read([("ONLINE", "1 OTHER", "0 VNĐ ()"), ("DIRECT", "Theo mô tả OTHER", "0 VNĐ ()")], kind="OTHER")

    assert "OTHER" not in procedure.say(facet).text
