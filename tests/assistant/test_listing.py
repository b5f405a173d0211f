from __future__ import annotations

from collections import Counter

import pytest

from assistant.listing import Enumeration, counts, decided, find_enumeration
from assistant.officer.ledger import Charge, Entry
from assistant.phrases import Wording
from knowledge.records_file import Summary


def row(code: str, level: str, field: str, agency: str, title: str = "Thủ tục", place: str = "VN") -> Summary:
    return Summary(code, title, level, field, agency, place)


ROWS = (
    row("1.000001", "commune", "Hộ tịch", "Ủy ban nhân dân cấp xã", "Đăng ký khai sinh"),
    row("1.000002", "province", "Hộ tịch", "Sở Tư pháp", "Đăng ký lại khai sinh có yếu tố nước ngoài"),
    row("1.000003", "commune", "Chứng thực", "Ủy ban Nhân dân xã, phường, thị trấn.", "Chứng thực bản sao"),
    row("1.000004", "province", "Đất đai", "Sở Nông nghiệp và Môi trường", "Cấp giấy chứng nhận"),
    row("1.000005", "province", "Đất đai", "Sở Nông nghiệp và Môi trường - Tỉnh Đắk Lắk", "Tách thửa", "Đắk Lắk"),
    row("1.000006", "ministry", "Tài chính đất đai", "Bộ Tài chính", "Ghi nợ tiền đất"),
    row("1.000007", "province", "Thi đua – Khen thưởng", "Sở Nội vụ, Sở Xây dựng", "Tặng cờ"),
    row("1.000008", "ministry", "Thi đua, khen thưởng", "", "Tặng bằng khen"),
    row("1.000009", "", "Giáo dục mầm non", "Sở Giáo dục và Đào tạo", "Cho phép trường hoạt động"),
    row("1.000010", "commune", "Đăng ký, quản lý cư trú", "Công an cấp Xã", "Đăng ký tạm trú"),
)


def entry(charge: Charge, online: bool | None, *audience: str, competent: str = "") -> Entry:
    return Entry(online, charge, "TTHC được luật giao", frozenset(audience), competent)


COMPETENT = {"1.000003": "Chủ tịch Ủy ban nhân dân cấp xã", "1.000004": "Ủy ban nhân dân cấp tỉnh"}
LEDGER = {
    one.code: entry(
        "free" if number < 2 else "unknown",
        number % 2 == 0 if number < 8 else None,
        ("doanh nghiep", "cong dan viet nam", "to chuc (khong bao gom doanh nghiep, htx)")[number % 3],
        competent=COMPETENT.get(one.code, ""),
    )
    for number, one in enumerate(ROWS)
}


def ask(message: str) -> Enumeration | None:
    return find_enumeration(Wording.of(message), ROWS, lambda: LEDGER)


def codes(message: str) -> list[int] | None:
    found = ask(message)
    return None if found is None else [int(one.code[-2:]) for one in found.found]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("liệt kê các thủ tục lĩnh vực Hộ tịch", [1, 2]),
        ("có bao nhiêu thủ tục cấp xã lĩnh vực hộ tịch", [1]),
        ("co bn tthc cap xa", [1, 3, 10]),
        ("liet ke thu tuc linh vuc dat dai cap tinh", [4, 5]),
        ("những thủ tục nào do Sở Xây dựng thực hiện", [7]),
        ("các thủ tục của bộ tài chính", [6]),
        ("lĩnh vực hộ tịch và chứng thực có những thủ tục nào", [1, 2, 3]),
        ("các thủ tục về cư trú", [10]),
        ("danh sách thủ tục lĩnh vực thi đua khen thưởng", [7, 8]),
        ("ubnd xã làm những thủ tục nào", [1, 3]),
        ("công an xã giải quyết những thủ tục nào", [10]),
        ("liệt kê thủ tục đất đai của tỉnh Đắk Lắk", [5]),
        ("liet ke tthc cua so gd&dt", [9]),
        ("liệt kê thủ tục lĩnh vực hộ tịch có yếu tố nước ngoài", [2]),
        ("thủ tục nào không thu phí", [1, 2]),
        ("những thủ tục cấp tỉnh nộp online được", [5, 7]),
        ("thủ tục cấp tỉnh nào không nộp trực tuyến được", [2, 4]),
        ("liệt kê thủ tục cấp tỉnh dành cho doanh nghiệp", [4, 7]),
        ("liệt kê thủ tục cấp tỉnh dành cho công dân", [2, 5]),
        ("liệt kê thủ tục cấp huyện", []),
        ("liệt kê thủ tục lĩnh vực hộ tịch cấp bộ", []),
    ],
)
def test_a_list_holds_exactly_what_was_asked_for(message: str, expected: list[int]) -> None:
    assert codes(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "đăng ký kết hôn cần những thủ tục gì",
        "cần bao nhiêu thủ tục để mở quán cà phê",
        "các thủ tục khi người thân mất",
        "cho hỏi các thủ tục của việc đăng ký kết hôn ở xã",
        "những thủ tục gì khi sinh con",
        "thủ tục đăng ký khai sinh ở xã",
        "lệ phí bao nhiêu",
        "",
    ],
)
def test_other_questions_ask_for_no_list(message: str) -> None:
    assert ask(message) is None


def test_the_office_that_was_merged_is_looked_up_by_its_name_of_today() -> None:
    found = ask("những thủ tục nào do Sở TN&MT thực hiện")

    assert found is not None
    assert (found.agency, found.renamed) == ("Sở Nông nghiệp và Môi trường", True)
    assert [one.code for one in found.found] == ["1.000004", "1.000005"]


def test_a_partial_name_takes_every_field_that_holds_it_and_an_exact_one_names_the_others() -> None:
    partial, exact = ask("liệt kê thủ tục lĩnh vực giáo dục"), ask("liệt kê thủ tục lĩnh vực đất đai")

    assert partial is not None
    assert exact is not None
    assert partial.field == "Giáo dục mầm non"
    assert (exact.field, exact.near_fields) == ("Đất đai", ("Tài chính đất đai",))


def test_silent_records_are_counted_apart() -> None:
    found = ask("thủ tục nào không thu phí")

    assert found is not None
    assert found.unknown == len(ROWS) - 2


def test_what_fields_decide_needs_the_ledger() -> None:
    assert find_enumeration(Wording.of("thủ tục nào không thu phí"), ROWS) is None


def test_a_province_tells_how_many_are_in_force_everywhere() -> None:
    found = ask("liệt kê thủ tục đất đai của tỉnh Đắk Lắk")

    assert found is not None
    assert (found.province, found.national) == ("Đắk Lắk", 1)


def test_counts_by_field_join_spellings_and_add_up() -> None:
    found = ask("thống kê số thủ tục theo lĩnh vực")

    assert found is not None
    groups = counts(found)
    assert dict(groups)["Thi đua – Khen thưởng"] == 2
    assert sum(number for _, number in groups) == len(ROWS)
    assert groups == sorted(groups, key=lambda group: (-group[1], group[0]))


def test_counts_by_level_are_those_of_the_rows() -> None:
    found = ask("thống kê thủ tục theo cấp")

    assert found is not None
    assert dict(counts(found)) == Counter(one.level for one in ROWS)


def test_a_count_of_everything_is_told_by_level() -> None:
    found = ask("có bao nhiêu thủ tục")

    assert found is not None
    assert (len(found.found), found.counted_by) == (len(ROWS), "level")


def test_what_was_asked_for_is_named() -> None:
    found = ask("có bao nhiêu thủ tục cấp xã lĩnh vực hộ tịch")

    assert found is not None
    assert found.named == "cấp xã, lĩnh vực Hộ tịch"


@pytest.mark.parametrize(
    "message",
    [
        "liệt kê thủ tục thuộc thẩm quyền Chủ tịch UBND cấp xã",
        "danh sách thủ tục thuộc thẩm quyền của chủ tịch uỷ ban nhân dân cấp xã lĩnh vực chứng thực",
        "liet ke thu tuc cua chu tich ubnd xa linh vuc chung thuc",
    ],
)
def test_who_decides_counts_as_well_as_who_carries_out(message: str) -> None:
    found = ask(message)

    assert found is not None
    assert [one.code for one in found.found] == ["1.000003"]
    assert (found.authority, found.unmatched) == (True, None)


def test_records_that_name_nobody_who_decides_are_counted_apart() -> None:
    found = ask("liệt kê thủ tục thuộc thẩm quyền Ủy ban nhân dân cấp tỉnh lĩnh vực đất đai")

    assert found is not None
    assert ([one.code for one in found.found], found.undecided) == (["1.000004"], 1)


def test_an_office_that_nothing_of_the_field_names_leaves_the_list_to_the_rest() -> None:
    found = ask("liệt kê thủ tục lĩnh vực hộ tịch thuộc thẩm quyền Chủ tịch UBND cấp xã")

    assert found is not None
    assert found.unmatched == "Chủ tịch Ủy ban nhân dân cấp xã"
    assert (found.agency, [one.code for one in found.found]) == (None, ["1.000001", "1.000002"])


def test_an_office_that_no_record_names_is_said_as_it_was_typed() -> None:
    found = ask("liệt kê thủ tục lĩnh vực hộ tịch thuộc Sở Du lịch")

    assert found is not None
    assert (found.unmatched, [one.code for one in found.found]) == ("sở du lịch", ["1.000001", "1.000002"])


@pytest.mark.parametrize(
    ("message", "counting"),
    [
        ("có mấy thủ tục của Sở Tư pháp", True),
        ("so tu phap co may thu tuc", True),
        ("có bao nhiêu thủ tục đất đai", True),
        ("liệt kê thủ tục của Sở Tư pháp", False),
    ],
)
def test_a_question_for_a_number_is_told_from_one_for_a_list(message: str, counting: bool) -> None:
    found = ask(message)

    assert found is not None
    assert found.counting is counting


def test_these_procedures_are_no_count() -> None:
    assert ask("có mấy thủ tục này thì nộp ở đâu") is None


def test_flags_keep_the_codes_whose_records_say_so_and_count_the_silent() -> None:
    codes = ["1.000001", "1.000003", "1.000005"]

    assert decided(codes, ("free",), LEDGER) == (["1.000001"], 2)
