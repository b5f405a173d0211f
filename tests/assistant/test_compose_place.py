"""What an answer says about the place that is told."""

from __future__ import annotations

import pytest

from assistant.circumstances import Circumstances
from assistant.compose.draft import Draft
from assistant.compose.place import compose_place_answer, compose_province_answer, write_place
from knowledge.places import find_places

BEN_NGHE = Circumstances(
    province="Hồ Chí Minh",
    old_place="Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ)",
    communes=("Phường Sài Gòn",),
)
NOW = (
    "Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ) nay thuộc phường Sài Gòn, Thành phố Hồ Chí Minh "
    "(Nghị quyết 1685/NQ-UBTVQH15)."
)
SOURCE = (
    "Căn cứ: Nghị quyết 1685/NQ-UBTVQH15 về sắp xếp đơn vị hành chính cấp xã; chính quyền cấp xã mới hoạt động từ "
    "01/7/2025. Tên gọi theo danh mục đến 30/4/2026, thay đổi sau đó chưa được tính."
)


def _written(read, told: Circumstances, **fields: str) -> list[str]:
    found = read(**fields)
    draft = Draft(found.procedure, found.text, full=True, told=told)
    write_place(draft)
    return draft.lines


@pytest.mark.parametrize(
    ("office", "named"),
    [
        ("Ủy ban nhân dân cấp xã", "Ủy ban nhân dân phường Sài Gòn"),
        ("UBND xã, phường, thị trấn", "Ủy ban nhân dân phường Sài Gòn"),
        ("Công an Xã", "Công an phường Sài Gòn"),
    ],
)
def test_the_commune_s_office_is_the_one_of_the_record_and_cited(read, office: str, named: str) -> None:
    assert _written(read, BEN_NGHE, office=office, level="Cấp Xã") == [
        NOW,
        f"Nếu nộp theo nơi này, cơ quan cấp xã là {named}. [1]",
    ]


def test_an_office_of_another_commune_is_not_made_into_this_one(read) -> None:
    assert _written(read, BEN_NGHE, office="UBND Phường Võ Cường", level="Cấp Xã")[1] == (
        "Nếu nộp theo nơi này, cấp xã ở đây là phường Sài Gòn. [1]"
    )


def test_a_procedure_of_the_province_names_the_province(read) -> None:
    assert _written(read, BEN_NGHE, office="Sở Tư pháp", level="Cấp Tỉnh")[1] == (
        "Nếu nộp theo nơi này, cấp tỉnh ở đây là Thành phố Hồ Chí Minh. [1]"
    )


def test_a_procedure_of_the_ministry_names_no_office_of_the_place(read) -> None:
    assert _written(read, BEN_NGHE, office="Cục Hàng hải", level="Cấp Bộ/Trung ương") == [NOW]


def test_a_split_lists_every_commune_and_no_office(read) -> None:
    told = Circumstances(province="Hà Nội", old_place="Phường X (Thành phố Hà Nội cũ)", communes=("Phường A", "Xã B"))

    assert _written(read, told, office="Ủy ban nhân dân cấp xã", level="Cấp Xã") == [
        "Phường X (Thành phố Hà Nội cũ) nay thuộc 2 đơn vị của Thành phố Hà Nội, tùy địa chỉ cụ thể: phường A, xã B "
        "(Nghị quyết 1656/NQ-UBTVQH15)."
    ]


def test_what_is_not_sure_is_said_so(read) -> None:
    told = Circumstances(province="Gia Lai", old_place="Xã Ia Bang (huyện Chư Prông, tỉnh Gia Lai cũ)")

    assert _written(read, told)[0].startswith(
        "Xã Ia Bang (huyện Chư Prông, tỉnh Gia Lai cũ) đã được sắp xếp lại, tỉnh Gia Lai; các nguồn đối chiếu chưa khớp"
    )


def test_no_place_told_writes_nothing(read) -> None:
    assert _written(read, Circumstances(province="Hà Nội"), level="Cấp Xã") == []


def test_the_answer_about_a_place_names_its_source_and_its_date() -> None:
    place = find_places("phường Bến Nghé")

    assert place is not None
    assert compose_place_answer(place).split("\n") == [
        "Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ) nay thuộc phường Sài Gòn, Thành phố Hồ Chí Minh.",
        SOURCE,
    ]


def test_a_commune_of_today_names_the_wards_that_it_was_made_of() -> None:
    place = find_places("phường Sài Gòn")

    assert place is not None
    assert compose_place_answer(place).split("\n")[0] == (
        "Phường Sài Gòn là đơn vị hành chính cấp xã hiện nay của Thành phố Hồ Chí Minh, gồm toàn bộ hoặc một phần của: "
        "Phường Đa Kao (quận 1, Thành phố Hồ Chí Minh cũ); Phường Bến Nghé (quận 1, Thành phố Hồ Chí Minh cũ); "
        "Phường Nguyễn Thái Bình (quận 1, Thành phố Hồ Chí Minh cũ)."
    )


def test_namesakes_are_listed_and_the_district_is_asked_for() -> None:
    place = find_places("thị trấn Long Thành")

    assert place is not None
    assert compose_place_answer(place).split("\n")[:4] == [
        "Có 2 nơi mang tên Thị trấn Long Thành:",
        "- Thị trấn Long Thành (huyện Long Thành, tỉnh Đồng Nai cũ) nay thuộc phường Long Thành, Thành phố Đồng Nai",
        "- Thị trấn Long Thành (huyện Duyên Hải, tỉnh Trà Vinh cũ) nay thuộc xã Long Thành, tỉnh Vĩnh Long",
        "Hãy cho biết thêm huyện hoặc tỉnh.",
    ]


def test_an_unsure_ward_may_only_be_there() -> None:
    place = find_places("xã Ia Bang huyện Chư Prông")

    assert place is not None
    assert "có thể nay thuộc xã Ia Tôr (tỉnh Gia Lai); các nguồn đối chiếu chưa khớp" in compose_place_answer(place)


def test_a_province_that_kept_its_name_is_said_to_be_there() -> None:
    assert compose_province_answer("Hà Nội", "Hà Nội") == (
        "Thành phố Hà Nội là đơn vị hành chính cấp tỉnh hiện nay; tên này không thay đổi."
    )
