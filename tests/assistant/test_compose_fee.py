"""What a person is told about fees: the source's figure with its note, or plainly that it is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.compose.fee import money

UNKNOWN = "Phí, lệ phí: chưa công bố mức thu (nguồn để trống, không có nghĩa là không phải nộp)."
HALVED = (
    "500000 VNĐ (áp dụng mức phí 250.000 đồng/hồ sơ kể từ ngày 01/7/2025 đến hết ngày 31/12/2026 "
    "theo Thông tư số 64/2025/TT-BTC)"
)


def test_zero_fee_without_a_note_is_unknown(read) -> None:
    assert read([("DIRECT", "3 DAY", "0 VNĐ ()")]).lines("fee") == [UNKNOWN]


def test_a_procedure_without_any_fee_line_is_unknown(read) -> None:
    assert read().lines("fee") == [UNKNOWN]


@pytest.mark.parametrize("note", ["Không", "Không có", "Miễn lệ phí"])
def test_free_is_said_only_in_the_words_of_the_source(read, note: str) -> None:
    assert read([("DIRECT", "3 DAY", f"0 VNĐ ({note})")]).lines("fee") == [
        "Phí, lệ phí:",
        f"- Trực tiếp: không thu (nguồn ghi: “{note}”) [3]",
    ]


def test_channels_that_charge_the_same_stand_together(read) -> None:
    fee = "75000 VNĐ (lệ phí cấp thẻ)"

    lines = read([("DIRECT", "3 DAY", fee), ("ONLINE", "3 DAY", fee), ("POSTAL", "3 DAY", "0 VNĐ ()")]).lines("fee")

    assert lines == [
        "Phí, lệ phí:",
        "- Trực tiếp, trực tuyến: 75.000 đồng (lệ phí cấp thẻ) [3]",
        "- Bưu chính: chưa công bố mức thu (nguồn để trống, không có nghĩa là không phải nộp)",
    ]


def test_a_figure_that_its_note_contradicts_is_unknown_and_both_are_shown(read) -> None:
    assert read([("DIRECT", "3 DAY", "40 VNĐ (40.000 đồng/giấy)")]).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp: chưa xác định: ô mức thu của nguồn ghi “40”, còn ghi chú ghi “40.000 đồng/giấy” [3]",
        "  Mức chưa xác định thì hãy hỏi lại nơi nộp hồ sơ.",
    ]


def test_a_figure_too_small_for_dong_is_no_amount(read) -> None:
    assert read([("DIRECT", "3 DAY", "135 VNĐ (thẻ hai năm)")]).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp: chưa xác định: nguồn ghi “135”, không rõ đơn vị tiền (thẻ hai năm) [3]",
        "  Mức chưa xác định thì hãy hỏi lại nơi nộp hồ sơ.",
    ]


def test_dollars_stay_dollars(read) -> None:
    assert read([("DIRECT", "3 DAY", "155 VNĐ (155 USD/thẻ)")]).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp: 155 USD (155 USD/thẻ) [3]",
    ]


def test_a_fee_in_words_is_told_in_these_words(read) -> None:
    lines = read([("DIRECT", "3 DAY", "0 VNĐ (Theo quy định của Hội đồng nhân dân cấp tỉnh.)")]).lines("fee")

    assert lines == ["Phí, lệ phí:", "- Trực tiếp: Theo quy định của Hội đồng nhân dân cấp tỉnh [3]"]


def test_several_fees_of_a_channel_stand_under_it_each_once(read) -> None:
    fees = "100000 VNĐ (phí thẩm định) | 20000 VNĐ (lệ phí cấp thẻ) | 20000 VNĐ (lệ phí cấp thẻ)"

    assert read([("DIRECT", "3 DAY", fees)]).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp:",
        "  • 100.000 đồng (phí thẩm định) [3]",
        "  • 20.000 đồng (lệ phí cấp thẻ) [4]",
    ]


def test_a_long_note_that_stands_in_every_channel_is_printed_once(read) -> None:
    note = "mức thu cụ thể do Hội đồng nhân dân cấp tỉnh quyết định, thu một lần lúc nộp hồ sơ"

    lines = read([("DIRECT", "3 DAY", f"50000 VNĐ ({note})"), ("ONLINE", "3 DAY", f"25000 VNĐ ({note})")]).lines("fee")

    assert lines == [
        "Phí, lệ phí:",
        f"- Trực tiếp: 50.000 đồng ({note}) [3]",
        "- Trực tuyến: 25.000 đồng (ghi chú như trên) [4]",
    ]


def test_bullets_inside_a_long_note_stand_on_lines_of_their_own(read) -> None:
    note = (
        "Phí thẩm định: - Hộ gia đình và cá nhân nộp 150.000 đồng/hồ sơ khi nộp ở mọi địa bàn của tỉnh. "
        "- Tổ chức nộp 200.000 đồng/hồ sơ khi nộp ở mọi địa bàn của tỉnh và khi nộp ở nơi khác"
    )

    assert read([("DIRECT", "3 DAY", f"0 VNĐ ({note})")]).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp: Phí thẩm định:",
        "    - Hộ gia đình và cá nhân nộp 150.000 đồng/hồ sơ khi nộp ở mọi địa bàn của tỉnh.",
        "    - Tổ chức nộp 200.000 đồng/hồ sơ khi nộp ở mọi địa bàn của tỉnh và khi nộp ở nơi khác [3]",
    ]


def test_a_reduced_rate_that_is_running_is_told_beside_the_usual_one(read) -> None:
    lines = read([("DIRECT", "3 DAY", HALVED)]).lines("fee", today=date(2026, 11, 24))

    assert lines[2] == (
        "  Hiện nay áp dụng mức 250.000 đồng/hồ sơ (đến hết ngày 31/12/2026); ngoài thời gian này là 500.000 đồng."
    )
    assert lines[1].startswith("- Trực tiếp: phí 500.000 đồng (áp dụng mức phí 250.000 đồng/hồ sơ kể từ ngày 01/7/2025")


def test_a_rate_whose_period_is_over_is_flagged(read) -> None:
    lines = read([("DIRECT", "3 DAY", HALVED)]).lines("fee", today=date(2027, 1, 1))

    assert lines[2:] == [
        "  Lưu ý: thời gian áp dụng ghi ở trên đã hết (đến hết ngày 31/12/2026); "
        "hãy hỏi lại nơi nộp hồ sơ mức đang thu."
    ]


def test_the_last_day_of_a_period_still_counts(read) -> None:
    assert "Hiện nay áp dụng mức" in read([("DIRECT", "3 DAY", HALVED)]).say("fee", today=date(2026, 12, 31)).text


def test_before_a_period_begins_nothing_is_said_about_it(read) -> None:
    lines = read([("DIRECT", "3 DAY", HALVED)]).lines("fee", today=date(2025, 6, 30))

    assert [line[:12] for line in lines] == ["Phí, lệ phí:", "- Trực tiếp:"]


def test_a_fee_that_only_the_remarks_state_is_found_there(read) -> None:
    remark = "Lệ phí: 100.000 đồng/hồ sơ, nộp khi nhận giấy hẹn."

    lines = read([("DIRECT", "3 DAY", "0 VNĐ ()", remark), ("POSTAL", "3 DAY", "0 VNĐ ()", remark)]).lines("fee")

    assert lines == [
        "Phí, lệ phí: nguồn không ghi ở mục riêng, phần mô tả ghi:",
        "- Lệ phí: 100.000 đồng/hồ sơ, nộp khi nhận giấy hẹn. [3]",
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "read_as"),
    [
        ("75000", "VND", "75.000 đồng"),
        ("1500000", "VND", "1.500.000 đồng"),
        ("100", "USD", "100 USD"),
        ("12.5", "USD", "12,5 USD"),
    ],
)
def test_amounts_read_as_vietnamese_write_them(amount: str, currency: str, read_as: str) -> None:
    assert money(Decimal(amount), currency) == read_as


def test_the_fee_of_the_case_that_the_question_fixes_comes_first_and_the_others_stay(read) -> None:
    fees = "10000 VNĐ (Trường hợp cấp mới) | 20000 VNĐ (Trường hợp cấp lại do mất thẻ)"

    lines = read([("DIRECT", "3 DAY", fees)]).say("fee", words="bi mat the lam lai het bao nhieu").text.split("\n")[1:]

    assert lines == [
        "Phí, lệ phí:",
        "- Trực tiếp:",
        "  • 20.000 đồng (Trường hợp cấp lại do mất thẻ) [3]",
        "  • 10.000 đồng (Trường hợp cấp mới) [4]",
    ]


def test_fees_of_lines_that_hold_cases_stand_with_their_conditions(read) -> None:
    channels = [
        ("DIRECT", "3 DAY", "0 VNĐ ()", "Trường hợp xử lý ưu tiên"),
        ("DIRECT", "3 DAY", "30000 VNĐ (mỗi thẻ)", "Trường hợp xử lý bình thường"),
    ]

    assert read(channels).lines("fee") == [
        "Phí, lệ phí:",
        "- Trực tiếp: chưa công bố mức thu (nguồn để trống, không có nghĩa là không phải nộp)",
        "    Trường hợp xử lý ưu tiên [3]",
        "- Trực tiếp: 30.000 đồng (mỗi thẻ) [4]",
        "    Trường hợp xử lý bình thường [5]",
    ]
