"""What the sources of the table of places say: old wards, today's official list, and the resolutions behind it."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.vietnamese import clean, syllables

_FIRST = 1654
# Source: xaydungchinhsach.chinhphu.vn, full texts of 1654/NQ-UBTVQH15 to 1687/NQ-UBTVQH15 of 16 June 2025.
_IN_ORDER = (
    "An Giang|Cà Mau|Hà Nội|Cao Bằng|Bắc Ninh|Đà Nẵng|Đắk Lắk|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Tĩnh|Hưng Yên|"
    "Khánh Hòa|Cần Thơ|Hải Phòng|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Ninh Bình|Huế|Phú Thọ|Quảng Ngãi|Nghệ An|"
    "Quảng Ninh|Quảng Trị|Sơn La|Tây Ninh|Thái Nguyên|Tuyên Quang|Hồ Chí Minh|Thanh Hóa|Vĩnh Long"
)

RESOLUTIONS = {name: f"{_FIRST + place}/NQ-UBTVQH15" for place, name in enumerate(_IN_ORDER.split("|"))}
"""The number of the resolution that arranged the communes, by today's province."""

Name = tuple[str, str]
"""A commune: its province and its own name, as a source writes them."""


@dataclass(frozen=True)
class Converted:
    """What the second source says of one address; `divided` where it says that the unit was split."""

    province: str
    commune: str
    divided: bool = False


Convert = Callable[[str], Converted | None]


@dataclass(frozen=True)
class Commune:
    """A commune that an old ward went into, with its national code."""

    province: str
    name: str
    code: str


@dataclass(frozen=True)
class OldWard:
    """A ward of before, by its names; an island district without wards has an empty one."""

    province: str
    district: str
    ward: str
    successors: tuple[Commune, ...]
    sure: bool = True


def read_wards(path: Path) -> list[OldWard]:
    """Return the old wards of `old_to_new.csv` in its order, each with every successor that it lists."""
    found: dict[tuple[str, str, str], dict[Commune, None]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            old = (_named(row["province"]), _named(row["district"]), _named(row["ward"]))
            found[old][Commune(_named(row["newProvince"]), _named(row["newWard"]), row["newWardCode"])] = None
    return [OldWard(*old, tuple(successors)) for old, successors in found.items()]


def read_official(path: Path) -> dict[str, Name]:
    """Return today's communes of `units_2025.json` by national code."""
    units = json.loads(path.read_text(encoding="utf-8"))
    return {
        ward["Code"]: (_named(unit["FullName"]), _named(ward["FullName"])) for unit in units for ward in unit["Wards"]
    }


def settled(*names: str) -> tuple[str, ...]:
    """Return names to compare by: NFC, lower case, tone marks in the older place."""
    return tuple(" ".join(syllables(name)) for name in names)


def bare(name: str) -> str:
    """Return a unit's name without what kind of unit it is."""
    for kind in ("Thành phố ", "Tỉnh ", "Quận ", "Huyện ", "Thị xã ", "Thị trấn ", "Phường ", "Xã ", "Đặc khu "):
        name = name.removeprefix(kind)
    return name


def _named(name: str) -> str:
    """Return a name in NFC with the same capitals everywhere: "Thị trấn", not "Thị Trấn"."""
    return clean(name).replace("Thị Trấn", "Thị trấn").replace("Thị Xã", "Thị xã")
