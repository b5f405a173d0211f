"""Builds the table of places: every ward of before 1 July 2025, and the communes of today that it went into.

    python -m ingest.place_table ../shared/places knowledge/places_2025.tsv

Needs underthesea, which nothing else does (`pip install underthesea`); the table ships, so that nobody who
answers questions needs it. A successor is sure where both sources name it and the official list of today has it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.place_sources import (
    RESOLUTIONS,
    Commune,
    Convert,
    Converted,
    Name,
    OldWard,
    bare,
    read_official,
    read_wards,
    settled,
)
from knowledge.provinces import province_of_agency

UNSURE = "?"
"""Stands before the successors of a ward that the sources do not agree on."""

_HEAD = """\
# Each ward of before 1 July 2025 and the communes of today that it went into; made by python -m ingest.place_table.
# Facts restated from old_to_new.csv (MIT, Copyright (c) 2025 Tran Ngoc Minh Hieu) and units_2025.json (MIT, Copyright
# (c) 2021 Thang Le Quoc), compared with underthesea's convert_address (Apache-2.0).
# "=" old province, today's province, resolution; "-" old district; then old ward and communes, "?" before unsure ones.
"""


@dataclass(frozen=True)
class Tally:
    """How far the sources agree, in old wards."""

    wards: int
    agreed: int  # both name the same successors
    split: int  # of these, the ones with several
    silent: int  # the second source names none
    disagreed: int
    namesakes: int  # lost a successor of a namesake in another old province
    sure: int


def without_namesakes(wards: Sequence[OldWard]) -> list[OldWard]:
    """Return the wards without the successors that their namesakes of another old province went into.

    Each commune of 2025 lies within one old province: that of the wards that went into it and nowhere else.
    """
    homes: dict[Commune, Counter[str]] = defaultdict(Counter)
    for ward in wards:
        for commune in ward.successors:
            homes[commune][ward.province] += len(ward.successors) == 1
    return [_at_home(ward, homes) for ward in wards]


def agreed(ward: OldWard, convert: Convert) -> bool | None:
    """Return whether the second source names the ward's successors too; None where it names none.

    Of a split ward it names one, and says that there are more.
    """
    said = convert(", ".join((ward.ward, ward.district, ward.province)))
    if said is None:
        return None
    names = {settled(commune.province, commune.name) for commune in ward.successors}
    return settled(said.province, said.commune) in names and said.divided == (len(names) > 1)


def build(wards: Sequence[OldWard], official: Mapping[str, Name], convert: Convert) -> tuple[list[OldWard], Tally]:
    """Return the wards with the official names of today and whether they are sure, and how far the sources agree."""
    built: list[OldWard] = []
    seen: Counter[str] = Counter()
    for ward, kept in zip(wards, without_namesakes(wards), strict=True):
        verdict = agreed(ward, convert) if ward.ward else _is_island(ward)
        named = [_official(commune, official) for commune in kept.successors]
        sure = bool(verdict) and kept == ward and None not in named
        known = tuple(name or old for name, old in zip(named, kept.successors, strict=True))
        built.append(replace(kept, successors=known, sure=sure))
        seen.update(_kinds(verdict, split=len(kept.successors) > 1, namesake=kept != ward, sure=sure))
    names = ("agreed", "split", "silent", "disagreed", "namesakes", "sure")
    return built, Tally(len(built), *(seen[name] for name in names))


def written(wards: Iterable[OldWard]) -> str:
    """Return the table as it ships."""
    lines = [_HEAD]
    province = district = ""
    for ward in wards:
        if ward.province != province:
            province, district = ward.province, ""
            today = ward.successors[0].province
            lines.append(f"={province}\t{today}\t{RESOLUTIONS[province_of_agency(today)[0]]}\n")
        if ward.district != district:
            district = ward.district
            lines.append(f"-{district}\n")
        communes = "|".join(commune.name for commune in ward.successors)
        lines.append(f"{ward.ward}\t{'' if ward.sure else UNSURE}{communes}\n")
    return "".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Build the table from a folder of sources into a file, and print how far they agree."""
    folder, out = map(Path, arguments)
    wards = read_wards(folder / "old_to_new.csv")
    built, tally = build(wards, read_official(folder / "units_2025.json"), _underthesea())
    out.write_text(written(built), encoding="utf-8")
    print(tally)


def _underthesea() -> Convert:
    from underthesea import convert_address

    def convert(address: str) -> Converted | None:
        said = convert_address(address)
        divided = said.mapping_type is not None and said.mapping_type.value == "divided"
        return Converted(said.new.province, said.new.ward, divided) if said.new.ward else None

    return convert


def _at_home(ward: OldWard, homes: Mapping[Commune, Counter[str]]) -> OldWard:
    own = tuple(commune for commune in ward.successors if _home(homes[commune]) in {ward.province, None})
    return replace(ward, successors=own)


def _home(counted: Counter[str]) -> str | None:
    (province, wards), *_ = counted.most_common(1)
    return province if wards else None


def _official(commune: Commune, official: Mapping[str, Name]) -> Commune | None:
    """Return the commune by its name of today: ten have become phường since, and their province a city."""
    named = official.get(commune.code)
    if named is None or settled(bare(named[1])) != settled(bare(commune.name)):
        same = [name for name in official.values() if settled(*name) == settled(commune.province, commune.name)]
        named = same[0] if len(same) == 1 else None
    return Commune(*_as_written(named, commune), commune.code) if named is not None else None


def _as_written(named: Name, commune: Commune) -> Name:
    """Return the official name, with its tone marks where the first source puts them: "Hòa", not "Hoà"."""
    same = settled(named[1]) == settled(commune.name)
    province = commune.province if settled(named[0]) == settled(commune.province) else named[0]
    return province, commune.name if same else named[1]


def _is_island(ward: OldWard) -> bool:
    """Whether a district without wards became the special zone of its own name."""
    return [commune.name for commune in ward.successors] == [f"Đặc khu {bare(ward.district)}"]


def _kinds(verdict: bool | None, *, split: bool, namesake: bool, sure: bool) -> list[str]:
    kinds = ["namesakes"] * namesake + ["sure"] * sure
    if verdict is None:
        return [*kinds, "silent"]
    return [*kinds, *(["agreed"] + ["split"] * split if verdict else ["disagreed"])]


if __name__ == "__main__":
    main(sys.argv[1:])
