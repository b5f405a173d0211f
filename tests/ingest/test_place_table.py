"""How the table of places is built and how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.place_sources import RESOLUTIONS, Commune, Converted, OldWard, read_official, read_wards
from ingest.place_table import agreed, build, without_namesakes, written
from knowledge.provinces import PROVINCES

_PROVINCE = "Tỉnh Long An"
_TODAY = "Tỉnh Tây Ninh"


def _commune(name: str, code: str = "1") -> Commune:
    return Commune(_TODAY, name, code)


def _ward(name: str, *communes: Commune, province: str = _PROVINCE) -> OldWard:
    return OldWard(province, "Thành phố Tân An", name, communes)


def _says(*names: str, divided: bool = False):
    return lambda address: Converted(_TODAY, names[0], divided) if names else None


def test_every_province_of_today_has_a_resolution() -> None:
    assert set(RESOLUTIONS) == set(PROVINCES)


def test_a_successor_that_both_sources_name_is_sure_wherever_its_marks_stand() -> None:
    wards, tally = build(
        [_ward("Phường 4", _commune("Phường Long Hòa"))], {"1": (_TODAY, "Phường Long Hoà")}, _says("Phường Long Hoà")
    )

    assert [(ward.successors[0].name, ward.sure) for ward in wards] == [("Phường Long Hòa", True)]
    assert (tally.agreed, tally.sure) == (1, 1)


@pytest.mark.parametrize("convert", [_says(), _says("Phường Tân An"), _says("Phường Long An", divided=True)])
def test_what_the_second_source_does_not_say_is_kept_and_not_sure(convert) -> None:
    wards, tally = build([_ward("Phường 4", _commune("Phường Long An"))], {"1": (_TODAY, "Phường Long An")}, convert)

    assert [(ward.successors[0].name, ward.sure) for ward in wards] == [("Phường Long An", False)]
    assert (tally.agreed, tally.sure, tally.silent + tally.disagreed) == (0, 0, 1)


def test_a_split_is_agreed_where_the_second_source_says_that_it_is_one() -> None:
    ward = _ward("Xã Bình Thạnh", _commune("Phường Long An"), _commune("Xã Thủ Thừa", "2"))

    assert agreed(ward, _says("Xã Thủ Thừa", divided=True)) is True
    assert agreed(ward, _says("Xã Thủ Thừa")) is False


def test_the_successor_of_a_namesake_in_another_old_province_is_left_out() -> None:
    long_an, tan_ninh = _commune("Phường Long An"), _commune("Phường Tân Ninh", "2")
    wards = [
        _ward("Phường 1", long_an),
        _ward("Phường 4", long_an, tan_ninh),
        _ward("Phường 4", long_an, tan_ninh, province="Tỉnh Tây Ninh"),
        _ward("Phường 3", tan_ninh, province="Tỉnh Tây Ninh"),
    ]

    assert [ward.successors for ward in without_namesakes(wards)] == [(long_an,), (long_an,), (tan_ninh,), (tan_ninh,)]


def test_a_commune_that_was_renamed_since_has_its_name_of_today() -> None:
    official = {"1": ("Thành phố Tây Ninh", "Phường Đức Hòa")}

    (ward,), _ = build([_ward("Xã Đức Hòa", _commune("Xã Đức Hòa"))], official, _says("Xã Đức Hòa"))

    assert ward.successors == (Commune("Thành phố Tây Ninh", "Phường Đức Hòa", "1"),)
    assert ward.sure


def test_the_table_groups_wards_and_marks_the_unsure_ones() -> None:
    split = _ward("Xã Bình Thạnh", _commune("Phường Long An"), _commune("Xã Thủ Thừa", "2"))
    unsure = OldWard(_PROVINCE, "Huyện Thủ Thừa", "Xã Mỹ Phú", (_commune("Xã Mỹ Thạnh"),), sure=False)

    assert [line for line in written([split, unsure]).splitlines() if not line.startswith("#")] == [
        "=Tỉnh Long An\tTỉnh Tây Ninh\t1682/NQ-UBTVQH15",
        "-Thành phố Tân An",
        "Xã Bình Thạnh\tPhường Long An|Xã Thủ Thừa",
        "-Huyện Thủ Thừa",
        "Xã Mỹ Phú\t?Xã Mỹ Thạnh",
    ]


def test_the_shipped_table_is_what_the_sources_say(shared: Path) -> None:
    wards = without_namesakes(read_wards(shared / "places" / "old_to_new.csv"))
    official = read_official(shared / "places" / "units_2025.json")
    agreeing = {", ".join((ward.ward, ward.district, ward.province)): ward for ward in wards}

    def convert(address: str) -> Converted:
        ward = agreeing[address]
        return Converted(ward.successors[0].province, ward.successors[0].name, len(ward.successors) > 1)

    built, _ = build(wards, official, convert)

    table = Path(__file__).parents[2] / "knowledge" / "places_2025.tsv"
    assert written(built).splitlines() == table.read_text(encoding="utf-8").replace("\t?", "\t").splitlines()
