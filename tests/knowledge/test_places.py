"""Which place a text means."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.places import find_places
from knowledge.vietnamese import fold


@pytest.mark.parametrize(
    ("text", "unit", "district", "communes"),
    [
        ("p. Bến Nghé Q1", "Phường Bến Nghé", "Quận 1", ("Phường Sài Gòn",)),
        ("bến nghé q1 làm khai sinh ở đâu", "Phường Bến Nghé", "Quận 1", ("Phường Sài Gòn",)),
        ("xã Tân Thông Hội huyện Củ Chi", "Xã Tân Thông Hội", "Huyện Củ Chi", ("Xã Củ Chi",)),
        ("xa tan thong hoi cu chi", "Xã Tân Thông Hội", "Huyện Củ Chi", ("Xã Củ Chi",)),
        ("P.12, Q. Bình Thạnh, TP.HCM", "Phường 12", "Quận Bình Thạnh", ("Phường Bình Thạnh",)),
        ("phường 01 Đà Lạt", "Phường 1", "Thành phố Đà Lạt", ("Phường Xuân Hương - Đà Lạt",)),
        ("thảo điền quận 2", "Phường Thảo Điền", "Thành phố Thủ Đức", ("Phường An Khánh",)),
        ("tt trâu quỳ, gia lâm", "Thị trấn Trâu Quỳ", "Huyện Gia Lâm", ("Xã Gia Lâm", "Xã Bát Tràng")),
        ("thị trấn Long Thành tỉnh Đồng Nai", "Thị trấn Long Thành", "Huyện Long Thành", ("Phường Long Thành",)),
        ("xã hòa bình, thị xã hòa bình", "Xã Hòa Bình", "Thành phố Hòa Bình", ("Phường Tân Hòa",)),
    ],
)
def test_a_ward_of_before_is_mapped_to_its_communes(
    text: str, unit: str, district: str, communes: tuple[str, ...]
) -> None:
    place = find_places(text)

    assert place is not None
    assert (place.units[0].full_name, place.units[0].district, place.communes) == (unit, district, communes)
    assert place.level == "ward"
    assert place.sure


@pytest.mark.parametrize(
    ("text", "unit", "province"),
    [
        ("q.1 tphcm", "Quận 1", "Hồ Chí Minh"),
        ("huyen binh chanh", "Huyện Bình Chánh", "Hồ Chí Minh"),
        ("tp thu duc", "Thành phố Thủ Đức", "Hồ Chí Minh"),
        ("o thu duc lam the can cuoc", "Thành phố Thủ Đức", "Hồ Chí Minh"),
        ("tui ở Nhà Bè muốn làm giấy khai sinh", "Huyện Nhà Bè", "Hồ Chí Minh"),
        ("thi xa son tay", "Thị xã Sơn Tây", "Hà Nội"),
        ("huyện Dĩ An", "Thành phố Dĩ An", "Hồ Chí Minh"),
        ("huyện Cư Mgar", "Huyện Cư M'gar", "Đắk Lắk"),
        ("phường 6 quận 3", "Quận 3", "Hồ Chí Minh"),  # that ward was gone before
    ],
)
def test_a_district_alone_is_named_with_todays_province(text: str, unit: str, province: str) -> None:
    place = find_places(text)

    assert place is not None
    assert (place.level, place.units[0].full_name, place.province) == ("district", unit, province)


@pytest.mark.parametrize("text", ["phuong dong hoi", "phường Đồng Hới", "ở phường Đồng Hới"])
def test_a_commune_of_today_is_itself(text: str) -> None:
    place = find_places(text)

    assert place is not None
    assert (place.level, place.communes, place.province) == ("commune", ("Phường Đồng Hới",), "Quảng Trị")


def test_a_name_that_is_of_before_and_of_today_means_today_unless_the_text_says_otherwise() -> None:
    today, before = find_places("cư trú phường Tân Định"), find_places("phường Tân Định cũ")

    assert today is not None
    assert before is not None
    assert (today.level, before.level) == ("commune", "ward")


def test_a_name_of_several_provinces_keeps_all_that_it_may_mean() -> None:
    place = find_places("xã Tân Lập")

    assert place is not None
    assert len(place.units) > 10
    assert (place.province, place.communes, place.sure) == (None, (), False)


def test_a_province_in_the_text_or_from_elsewhere_chooses_between_namesakes() -> None:
    named, known = find_places("xã Tân Lập tỉnh Bình Phước"), find_places("xã Tân Lập", "Quảng Trị")

    assert named is not None
    assert known is not None
    assert [unit.district for unit in named.units] == ["Huyện Đồng Phú"]
    assert {unit.today for unit in known.units} == {"Tỉnh Quảng Trị"}


def test_a_split_ward_has_every_commune_that_it_went_into() -> None:
    place = find_places("phường Cửa Nam quận Hoàn Kiếm")

    assert place is not None
    assert place.communes == ("Phường Ba Đình", "Phường Cửa Nam", "Phường Hoàn Kiếm", "Phường Văn Miếu - Quốc Tử Giám")


def test_namesakes_of_one_district_that_the_sources_confuse_are_not_sure() -> None:
    place = find_places("xã Ia Bang huyện Chư Prông")

    assert place is not None
    assert [unit.full_name for unit in place.units] == ["Xã Ia Bang"]
    assert not place.sure


@pytest.mark.parametrize(
    "text",
    [
        "bảo hiểm xã hội",
        "xã hội hóa giáo dục",
        "hợp tác xã, liên hiệp hợp tác xã",
        "phuong an phong chay",
        "phuong an dong cua mo",
        "phương tiện xe cơ giới",
        "quan ly dat dai",
        "hoa binh va phat trien",
        "hạn nộp thuế q1",
        "mở quán ở gần nhà",
        "o long ho thuy loi",
        "lên xã, đồng ý rồi",
        "cán bộ xã đồng ý",
        "",
    ],
)
def test_everyday_words_are_no_places(text: str) -> None:
    assert find_places(text) is None


@pytest.mark.parametrize("text", ["phường Thủ Thiêm", "xã Hoà Bình, thị xã Hoà Bình", "quận Hà Đông"])
def test_spelling_decomposed_and_without_marks_changes_nothing(text: str) -> None:
    assert find_places(unicodedata.normalize("NFD", text)) == find_places(text) == find_places(fold(text)) is not None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    place = find_places(text)

    assert place is None or place.units
