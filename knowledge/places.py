"""Which unit a text names, as it was before 1 July 2025 or as it is, and the communes of today behind it.

Names of places are everyday words ("Hòa Bình", "Tân Lập", "Bình An"): one counts where a word for a unit stands
before it ("phường", "p.", "xã", "huyện", "q."), where a ward stands before its district, or behind "ở" and "tại".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.place_units import Level, Unit, key
from knowledge.place_words import AT, EVERYDAY, Mention, Token, mentions_of, named_at, tokens_of
from knowledge.provinces import province_of_agency, provinces_said
from knowledge.vietnamese import clean, fold

LONGEST_CHARS = 2000
"""Of a text that places are looked for in."""

_LINKS = frozenset({"thuoc", "o", "tai", "cu", "truoc", "day", "cua"})  # between a ward and its district
_OF_BEFORE = re.compile(
    r"\bcu\b(?! tru| dan| the)|\btruoc (?:day|kia|sap nhap)|\bsap nhap|\bnhap vao|\b(?:nay|gio) (?:la|thuoc|thanh)\b"
)


@dataclass(frozen=True)
class Place:
    """A place that a text names: one unit, or every unit that its name may mean."""

    units: tuple[Unit, ...]

    @property
    def level(self) -> Level:
        """What kind of unit it is."""
        return self.units[0].level

    @property
    def province(self) -> str | None:
        """Today's province as in `knowledge.provinces.PROVINCES`; None where the name stands in several."""
        found = {unit.today for unit in self.units}
        return province_of_agency(found.pop())[0] if len(found) == 1 else None

    @property
    def sure(self) -> bool:
        """Whether it is one unit, and the sources agree on its communes of today."""
        return len(self.units) == 1 and self.units[0].sure

    @property
    def communes(self) -> tuple[str, ...]:
        """The communes of today of the one unit that it is ("Phường Sài Gòn"); empty where it may be several."""
        return self.units[0].communes if len(self.units) == 1 else ()


def find_places(text: str, province: str | None = None) -> Place | None:
    """Return the place that a text names, the smallest one; None where it names none.

    Args:
        text: As it was typed, with or without diacritics.
        province: Today's province where that is known from elsewhere; it chooses between namesakes.
    """
    said = _Said.of(text, province)
    mentions = _believed(mentions_of(said.tokens), said)
    districts = [mention for mention in mentions if mention.level == "district"]
    for mention in mentions:
        if mention.level == "ward" and (found := _ward(mention, districts, said)):
            return Place(found)
    for mention in districts:
        if found := _ward_before(mention, said) or _district(mention, said):
            return Place(found)
    found = _behind_at(said)
    return Place(found) if found else None


@dataclass(frozen=True)
class _Said:
    """A text in its tokens, with what tells namesakes apart."""

    tokens: tuple[Token, ...]
    provinces: frozenset[str]  # folded, of then and of now, as the text names them
    province: str | None  # known from elsewhere
    of_before: bool  # it says that it means a unit of before: "cũ", "nay là"

    @classmethod
    def of(cls, text: str, province: str | None) -> _Said:
        line = clean(text, LONGEST_CHARS)
        folded = fold(line)
        told = frozenset(map(key, provinces_said(folded)))
        return cls(tokens_of(line), told, province, _OF_BEFORE.search(folded) is not None)

    def names_province(self, unit: Unit) -> bool:
        """Whether the text names the unit's province, by its name of then or of now."""
        return not self.provinces.isdisjoint({_bare(unit.province), _bare(unit.today)})


def _believed(mentions: Iterable[Mention], said: _Said) -> list[Mention]:
    """Return the mentions without the doubtful ones that nothing else in the text bears out."""
    found = list(mentions)
    return [mention for mention in found if not mention.doubtful or _borne_out(mention, found, said)]


def _borne_out(mention: Mention, mentions: Sequence[Mention], said: _Said) -> bool:
    """Whether a province, the district of a ward or the ward of a district stands beside it."""
    if any(map(said.names_province, mention.exact)):
        return True
    if mention.level == "ward":
        districts = [other for other in mentions if other.level == "district"]
        return bool(_within(mention.units, districts) or _before_its_district(mention, said))
    wards = [unit for other in mentions if other.level == "ward" for unit in other.units]
    return bool(_within(wards, [mention]) or _ward_before(mention, said))


def _ward(mention: Mention, districts: Sequence[Mention], said: _Said) -> tuple[Unit, ...]:
    """Return the wards or communes that a mention means; none where a district is named and has no such ward."""
    within = _within(mention.units, districts) or _before_its_district(mention, said)
    if within:
        return _narrowed(within, said)
    if districts:
        (today, *_) = {unit.today for other in districts for unit in other.units}
        return tuple(unit for unit in mention.exact if unit.level == "commune" and unit.today == today)
    in_province = tuple(unit for unit in mention.units if said.names_province(unit))
    return _of_one_time(_narrowed(mention.exact or in_province, said), said)


def _within(wards: Iterable[Unit], districts: Sequence[Mention]) -> tuple[Unit, ...]:
    """Return the wards that lie in one of the districts."""
    named = {(other.province, other.district) for mention in districts for other in mention.units}
    return tuple(ward for ward in wards if (ward.province, ward.district) in named)


def _before_its_district(mention: Mention, said: _Said) -> tuple[Unit, ...]:
    """Return the wards whose district follows without a word for it: "xã Tân Thông Hội, Củ Chi"."""
    start = mention.end
    while start < len(said.tokens) and said.tokens[start].folded in _LINKS:
        start += 1
    named = {
        (unit.province, unit.district)
        for found, _ in named_at(said.tokens, start)
        for unit in found
        if unit.level == "district"
    }
    return tuple(ward for ward in mention.units if (ward.province, ward.district) in named)


def _ward_before(mention: Mention, said: _Said) -> tuple[Unit, ...]:
    """Return the ward of the district that stands before it without a word for it: "bến nghé q1"."""
    for start in range(max(0, mention.start - 4), mention.start - 1):
        for found, end in named_at(said.tokens, start):
            if end == mention.start and (within := _within(found, [mention])):
                return within
    return ()


def _district(mention: Mention, said: _Said) -> tuple[Unit, ...]:
    """Return the districts that a mention means; of another kind ("huyện Dĩ An") only where there is just one."""
    if mention.exact:
        return _narrowed(mention.exact, said)
    in_province = tuple(unit for unit in mention.units if said.names_province(unit))
    return in_province or (mention.units if len(mention.units) == 1 else ())


def _behind_at(said: _Said) -> tuple[Unit, ...]:
    """Return the one district or ward of a name of several words behind "ở" or "tại"; wards by their capitals only."""
    for start, token in enumerate(said.tokens, start=1):
        if token.folded not in AT or token.text not in ("ở", "o", "tại", "tai"):
            continue
        found, end = next(named_at(said.tokens, start), ((), start))
        run = said.tokens[start:end]
        name = " ".join(word.folded for word in run)
        if len(run) < 2 or name in EVERYDAY or provinces_said(name):
            continue
        capitals = all(word.capital for word in run)
        levels: tuple[Level, ...] = ("district", "ward", "commune") if capitals else ("district",)
        one = next((named for level in levels if len(named := _lasting(found, level)) == 1), ())
        if one:
            return one
    return ()


def _lasting(found: Iterable[Unit], level: Level) -> tuple[Unit, ...]:
    """Return the units of a level, without the districts that had become others before: "Thủ Đức" is the city."""
    return tuple(unit for unit in found if unit.level == level and unit.district in ("", unit.full_name))


def _narrowed(found: tuple[Unit, ...], said: _Said) -> tuple[Unit, ...]:
    """Return those in a province that is named or known; all where none lies there."""
    named = tuple(unit for unit in found if said.names_province(unit))
    if named or said.province is None:
        return named or found
    return tuple(unit for unit in found if _bare(unit.today) == key(said.province)) or found


def _of_one_time(found: tuple[Unit, ...], said: _Said) -> tuple[Unit, ...]:
    """Return the units of before where the text means them, else a commune of today instead of its namesakes there."""
    if said.of_before:
        return tuple(unit for unit in found if unit.level == "ward") or found
    now = {unit.today for unit in found if unit.level == "commune"}
    return tuple(unit for unit in found if unit.level == "commune" or unit.today not in now)


def _bare(province: str) -> str:
    return key(province.removeprefix("Tỉnh ").removeprefix("Thành phố "))
