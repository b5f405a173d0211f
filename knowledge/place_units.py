"""The shipped table of places: units of before 1 July 2025, and the communes of today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from knowledge.provinces import province_of_agency
from knowledge.vietnamese import fold

Level = Literal["ward", "district", "commune"]
"""What kind of unit a name is of: a ward or a district of before, or a commune of today."""

KINDS: Mapping[str, str] = {
    "Phường": "ward",
    "Xã": "ward",
    "Thị trấn": "ward",
    "Đặc khu": "ward",
    "Quận": "district",
    "Huyện": "district",
    "Thị xã": "district",
    "Thành phố": "district",
}
"""What units are called, and where they stood."""

_UNSURE = "?"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_THU_DUC = "Thành phố Thủ Đức"
# Three districts became this city on 1 January 2021 and are still said. Source: Nghị quyết 1111/NQ-UBTVQH14, Điều 1.
_WARDS_BEFORE_IT = {
    "Quận 2": "An Khánh|An Lợi Đông|An Phú|Bình Trưng Đông|Bình Trưng Tây|Cát Lái|Thạnh Mỹ Lợi|Thảo Điền|Thủ Thiêm",
    "Quận 9": "Hiệp Phú|Long Bình|Long Phước|Long Thạnh Mỹ|Long Trường|Phú Hữu|Phước Bình|Phước Long A|Phước Long B|"
    "Tân Phú|Tăng Nhơn Phú A|Tăng Nhơn Phú B|Trường Thạnh",
    "Quận Thủ Đức": "Bình Chiểu|Bình Thọ|Hiệp Bình Chánh|Hiệp Bình Phước|Linh Chiểu|Linh Đông|Linh Tây|Linh Trung|"
    "Linh Xuân|Tam Bình|Tam Phú|Trường Thọ",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its official names; a commune of today has itself alone as its commune."""

    level: Level
    kind: str  # "Phường", as in KINDS
    name: str  # "Bến Nghé"
    district: str  # "Quận 1": of a ward, or the district itself
    province: str  # "Tỉnh Hà Giang": of then, for a commune of now
    today: str  # the province of now
    resolution: str  # that arranged its communes
    communes: tuple[str, ...]  # of today; several where it was split
    sure: bool  # whether the sources agree on them

    @property
    def full_name(self) -> str:
        """What it is called, with its kind."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Units:
    """All units by their names, as `key` gives them."""

    by_name: Mapping[str, tuple[Unit, ...]]
    longest: int  # name, in words

    def named(self, words: tuple[str, ...]) -> tuple[Unit, ...]:
        """Return the units of every level whose name is these folded words."""
        return self.by_name.get(" ".join(words), ())


@cache
def units() -> Units:
    """Return the shipped units; the table is read once."""
    text = (files("knowledge") / "places_2025.tsv").read_text(encoding="utf-8")
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in _every(text):
        for name in _keys(unit):
            found[name].append(unit)
    longest = max(name.count(" ") + 1 for name in found)
    return Units({name: tuple(named) for name, named in found.items()}, longest)


@dataclass(frozen=True)
class Province:
    """A province of today."""

    full_name: str  # "Thành phố Hồ Chí Minh"
    resolution: str  # that arranged its communes


@cache
def provinces_of_today() -> Mapping[str, Province]:
    """Return today's provinces by their names in `knowledge.provinces.PROVINCES`."""
    found = {unit.today: unit.resolution for named in units().by_name.values() for unit in named}
    return {province_of_agency(name)[0]: Province(name, resolution) for name, resolution in found.items()}


def wards_of(commune: str, today: str) -> tuple[Unit, ...]:
    """Return the wards of before that went into a commune, whole or in part.

    Args:
        commune: With its kind: "Phường Sài Gòn".
        today: The province with its kind: "Thành phố Hồ Chí Minh".
    """
    every = dict.fromkeys(unit for named in units().by_name.values() for unit in named)
    return tuple(unit for unit in every if unit.level == "ward" and unit.today == today and commune in unit.communes)


@cache
def key(name: str) -> str:
    """Return a name to look up by: folded words and numbers without leading zeros, one space between."""
    return " ".join(word.lstrip("0") or "0" for word in _WORD.findall(fold(name)))


def kind_and_name(full_name: str) -> tuple[str, str]:
    """Return what a unit is and what it is called: ("Thị xã", "Sơn Tây")."""
    kind = next((kind for kind in KINDS if full_name.startswith(f"{kind} ")), "")
    return kind, full_name.removeprefix(kind).strip()


@dataclass
class _District:
    """A district while its wards are read."""

    name: str
    province: str
    today: str
    resolution: str
    wards: list[Unit] = field(default_factory=list)

    def read(self, line: str) -> None:
        """Take in the ward of one line; of a district without wards it has no name, but communes all the same."""
        name, _, said = line.partition("\t")
        communes = tuple(said.removeprefix(_UNSURE).split("|"))
        self.wards.append(self._unit("ward", name, communes, sure=not said.startswith(_UNSURE)))

    def units(self) -> Iterator[Unit]:
        """Yield its wards, itself, and the districts that it was made of."""
        yield from (ward for ward in self.wards if ward.name)
        yield self._joined(self.name, self.wards)
        for name, wards in _WARDS_BEFORE_IT.items() if self.name == _THU_DUC else ():
            own = set(wards.split("|"))
            yield self._joined(name, [ward for ward in self.wards if ward.name in own])

    def _joined(self, name: str, wards: list[Unit]) -> Unit:
        communes = tuple(dict.fromkeys(commune for ward in wards for commune in ward.communes))
        return self._unit("district", name, communes, sure=all(ward.sure for ward in wards))

    def _unit(self, level: Level, full_name: str, communes: tuple[str, ...], *, sure: bool) -> Unit:
        kind, name = kind_and_name(full_name)
        return Unit(level, kind, name, self.name, self.province, self.today, self.resolution, communes, sure)


def _every(text: str) -> Iterator[Unit]:
    communes: dict[tuple[str, str], str] = {}
    for district in _districts(text):
        yield from district.units()
        found = (commune for ward in district.wards for commune in ward.communes)
        communes |= dict.fromkeys(((district.today, commune) for commune in found), district.resolution)
    for (province, full_name), resolution in communes.items():
        kind, name = kind_and_name(full_name)
        yield Unit("commune", kind, name, "", province, province, resolution, (full_name,), sure=True)


def _districts(text: str) -> Iterator[_District]:
    """Yield each district of the table with its wards."""
    province = today = resolution = ""
    district: _District | None = None
    for line in text.splitlines():
        if line.startswith("="):
            province, today, resolution = line[1:].split("\t")
        elif line.startswith("-"):
            if district is not None:
                yield district
            district = _District(line[1:], province, today, resolution)
        elif district is not None:
            district.read(line)
    if district is not None:
        yield district


def _keys(unit: Unit) -> set[str]:
    """Return the names that a unit is looked up by: "cu m gar" is typed "cư mgar" as well."""
    names = {key(unit.name)}
    if "'" in unit.name:
        names.add(key(unit.name.replace("'", "")))
    return names
