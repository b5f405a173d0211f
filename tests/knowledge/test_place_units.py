"""The shipped table of places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.place_units import key, kind_and_name, provinces_of_today, units, wards_of
from knowledge.provinces import PROVINCES
from knowledge.vietnamese import syllables


def test_it_has_every_ward_and_district_of_before_and_every_commune_of_today() -> None:
    every = {unit for named in units().by_name.values() for unit in named}
    levels = {level: [unit for unit in every if unit.level == level] for level in ("ward", "district", "commune")}

    assert len(levels["ward"]) == 10_035  # Source: the statistics office's list of 30 June 2025
    assert len({(unit.province, unit.district) for unit in levels["district"]}) == 696
    assert len(levels["commune"]) == 3_321


def test_its_communes_are_those_of_the_official_list(shared: Path) -> None:
    official = json.loads((shared / "places" / "units_2025.json").read_text(encoding="utf-8"))
    listed = {tuple(syllables(f"{unit['FullName']} {ward['FullName']}")) for unit in official for ward in unit["Wards"]}
    every = {unit for named in units().by_name.values() for unit in named if unit.level == "commune"}

    assert {tuple(syllables(f"{unit.today} {unit.full_name}")) for unit in every} == listed


def test_every_province_of_today_has_its_full_name_and_its_resolution() -> None:
    provinces = provinces_of_today()

    assert set(provinces) == set(PROVINCES)
    assert provinces["Hồ Chí Minh"].full_name == "Thành phố Hồ Chí Minh"
    assert provinces["Hồ Chí Minh"].resolution == "1685/NQ-UBTVQH15"
    assert len({province.resolution for province in provinces.values()}) == 34


def test_a_commune_knows_the_wards_that_it_was_made_of() -> None:
    wards = wards_of("Phường Sài Gòn", "Thành phố Hồ Chí Minh")

    assert [ward.full_name for ward in wards] == ["Phường Đa Kao", "Phường Bến Nghé", "Phường Nguyễn Thái Bình"]


def test_no_commune_joins_wards_of_two_old_provinces() -> None:
    homes: dict[tuple[str, str], set[str]] = {}
    for named in units().by_name.values():
        for unit in named:
            for commune in unit.communes if unit.level == "ward" else ():
                homes.setdefault((unit.today, commune), set()).add(unit.province)

    assert [commune for commune, provinces in homes.items() if len(provinces) > 1] == []


def test_districts_that_became_thu_duc_keep_their_own_communes() -> None:
    (district,) = [unit for unit in units().named(("2",)) if unit.full_name == "Quận 2"]

    assert district.district == "Thành phố Thủ Đức"
    assert district.communes == ("Phường An Khánh", "Phường Bình Trưng", "Phường Cát Lái")


@pytest.mark.parametrize(
    ("name", "looked_up_by"),
    [("Bến Nghé", "ben nghe"), ("Hoà", "hoa"), ("01", "1"), ("Phan Rang - Tháp Chàm", "phan rang thap cham")],
)
def test_names_are_looked_up_folded_and_without_leading_zeros(name: str, looked_up_by: str) -> None:
    assert key(name) == looked_up_by


def test_a_name_with_an_apostrophe_is_found_without_it() -> None:
    assert units().named(("cu", "mgar")) == units().named(("cu", "m", "gar")) != ()


def test_a_full_name_is_a_kind_and_a_name() -> None:
    assert kind_and_name("Thị xã Sơn Tây") == ("Thị xã", "Sơn Tây")
    assert kind_and_name("Xã Thanh") == ("Xã", "Thanh")
