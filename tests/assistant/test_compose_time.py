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


def test_a_remark_about_money_is_no_time(read) -> None:
    remark = "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang"

    assert read([("DIRECT", "1 OTHER", "0 VNĐ ()", remark)]).lines("time") == ["Thời hạn giải quyết: chưa công bố."]


LISTED = [
    "* Bước 1. Nộp hồ sơ",
    "* Thời hạn giải quyết",
    "1. Cấp sổ: không quá 10 ngày kể từ ngày nhận đủ hồ sơ.",
    "2. Ghi lại sổ: không quá 5 ngày kể từ ngày nhận đủ hồ sơ.",
    "3. Cấp lại thẻ:",
    "+ Trường hợp đổi tên: không quá 03 ngày kể từ ngày nhận đủ hồ sơ.",
    "+ Trường hợp khác: trả trong ngày khi nhận đủ hồ sơ.",
    "* Bước 2. Nhận kết quả trong 2 ngày",
]


def test_times_that_the_steps_list_by_the_case_are_quoted_the_nearest_to_the_question(read) -> None:
    told = read([("DIRECT", "45 DAY", "0 VNĐ ()")], steps=LISTED).say("time", full=False, words="lam lai the bao lau")

    assert told.text.split("\n")[1:] == [
        "Thời hạn giải quyết:",
        "- Trực tiếp: 45 ngày [3]",
        "Phần trình tự của nguồn ghi thêm:",
        "- 3. Cấp lại thẻ: [4]",
        "  - Trường hợp đổi tên: không quá 03 ngày kể từ ngày nhận đủ hồ sơ. [5]",
        "  - Trường hợp khác: trả trong ngày khi nhận đủ hồ sơ. [6]",
    ]
    assert told.shortened


def test_the_full_answer_quotes_all_times_of_such_a_list_and_nothing_behind_it(read) -> None:
    lines = read([("DIRECT", "45 DAY", "0 VNĐ ()")], steps=LISTED).lines("time")

    assert [line[:12] for line in lines[3:]] == [
        "- 1. Cấp sổ:",
        "- 2. Ghi lại",
        "- 3. Cấp lại",
        "  - Trường h",
        "  - Trường h",
    ]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("20 DAY", "không quá 20 ngày làm việc", "ô thời hạn ghi 20 ngày [3], phần mô tả ghi 20 ngày làm việc [4]"),
        ("20 WORKING_DAY", "không quá 20 ngày", "ô thời hạn ghi 20 ngày làm việc [3], phần mô tả ghi 20 ngày [4]"),
    ],
)
def test_the_same_number_with_another_unit_in_the_text_is_said(read, field: str, text: str, said: str) -> None:
    lines = read([("DIRECT", field, "0 VNĐ ()", f"Giải quyết {text}.")]).lines("time")

    assert lines[2] == f"  Nguồn không thống nhất: {said}. Hãy hỏi lại nơi nộp."


@pytest.mark.parametrize("text", ["không quá 20 ngày làm việc", "không quá 5 ngày", "ngày 20 tháng 5"])
def test_a_text_that_agrees_or_tells_another_number_is_no_clash(read, text: str) -> None:
    lines = read([("DIRECT", "20 WORKING_DAY", "0 VNĐ ()", f"Giải quyết {text}.")]).lines("time")

    assert [line for line in lines if "không thống nhất" in line] == []


def test_a_step_clashes_only_where_it_counts_from_the_receipt_of_a_file_in_order(read) -> None:
    steps = ["- Trong 7 ngày làm việc kể từ ngày nhận đủ hồ sơ, thư viện cấp thẻ.", "- Bổ sung hồ sơ trong 5 ngày."]
    lines = read([("DIRECT", "7 DAY", "0 VNĐ ()"), ("ONLINE", "5 WORKING_DAY", "0 VNĐ ()")], steps=steps).lines("time")

    assert [line.split(": ")[1] for line in lines if "không thống nhất" in line] == [
        "ô thời hạn ghi 7 ngày [3], phần trình tự ghi 7 ngày làm việc [5]. Hãy hỏi lại nơi nộp."
    ]
