"""Where a person is sent."""

from __future__ import annotations


def test_offices_level_and_ways_to_submit_are_named(read) -> None:
    procedure = read(
        [("DIRECT", "3 DAY", "0 VNĐ ()"), ("ONLINE", "3 DAY", "0 VNĐ ()")],
        office="Thư viện tỉnh",
        address="Số 1 đường Sách",
        level="Cấp Tỉnh",
    )

    assert procedure.lines("where") == [
        "Nơi nộp và cơ quan giải quyết:",
        "- Cơ quan thực hiện: Thư viện tỉnh [3]",
        "- Nơi tiếp nhận hồ sơ: Số 1 đường Sách [4]",
        "- Cấp thực hiện: Cấp Tỉnh [5]",
        "- Hình thức nộp: Trực tiếp, trực tuyến [6] [7]",
    ]


def test_one_office_with_two_roles_is_named_once(read) -> None:
    assert read(office="Thư viện tỉnh", competent="Thư viện tỉnh").lines("where")[1] == (
        "- Cơ quan thực hiện, có thẩm quyền quyết định: Thư viện tỉnh [3]"
    )


def test_where_no_office_is_named_the_steps_own_words_say_where(read) -> None:
    lines = read(steps=["- Bạn đọc nộp hồ sơ tại quầy thẻ của thư viện. Mang theo ảnh.", "- Chờ kết quả."]).lines(
        "where"
    )

    assert lines == [
        "Nơi nộp và cơ quan giải quyết:",
        "- Cơ quan thực hiện: chưa công bố.",
        "- Nguồn không ghi tên cơ quan ở mục riêng, phần trình tự ghi:",
        "  Bạn đọc nộp hồ sơ tại quầy thẻ của thư viện. [3]",
    ]


def test_remarks_that_say_where_to_hand_in_follow_the_ways_to_submit(read) -> None:
    procedure = read([("DIRECT", "3 DAY", "0 VNĐ ()", "Nộp hồ sơ tại quầy số 3")], office="Thư viện tỉnh")

    assert procedure.lines("where")[2:] == ["- Hình thức nộp: Trực tiếp [4]", "  Nộp hồ sơ tại quầy số 3 [5]"]


def test_an_answer_without_a_district_has_no_such_remark(read) -> None:
    assert not any("cấp huyện" in line for line in read(office="Ủy ban nhân dân cấp xã").lines("where"))
