"""The provinces and cities of today, and the names that were merged into them."""

from __future__ import annotations

import re
import unicodedata

from knowledge.vietnamese import fold

NATIONAL = "VN"
"""The jurisdiction of a record that is in force everywhere."""

UNNAMED_PROVINCE = "province not named"
"""The jurisdiction of a local record whose text names no province."""

# Today's name, then the units that it took in. Source: Nghị quyết 202/2025/QH15, in force from 1 July 2025; of Hà Tây,
# Nghị quyết 15/2008/QH12.
_MERGED = (
    "An Giang|Kiên Giang;Bắc Ninh|Bắc Giang;Cà Mau|Bạc Liêu;Cao Bằng;Cần Thơ|Sóc Trăng|Hậu Giang;Đà Nẵng|Quảng Nam;"
    "Đắk Lắk|Phú Yên|Đắc Lắc|Đăk Lăk;Điện Biên;Đồng Nai|Bình Phước;Đồng Tháp|Tiền Giang;Gia Lai|Bình Định;"
    "Hà Nội|Hà Tây;Hà Tĩnh;Hải Phòng|Hải Dương;Hồ Chí Minh|Bà Rịa - Vũng Tàu|Bà Rịa – Vũng Tàu|Bình Dương;"
    "Huế|Thừa Thiên Huế|Thừa Thiên - Huế|Thừa Thiên – Huế;Hưng Yên|Thái Bình;Khánh Hòa|Ninh Thuận|Khánh Hoà;"
    "Lai Châu;Lạng Sơn;Lào Cai|Yên Bái;Lâm Đồng|Đắk Nông|Đắc Nông|Đăk Nông|Bình Thuận;Nghệ An;"
    "Ninh Bình|Hà Nam|Nam Định;Phú Thọ|Hòa Bình|Hoà Bình|Vĩnh Phúc;Quảng Ngãi|Kon Tum;Quảng Ninh;"
    "Quảng Trị|Quảng Bình;Sơn La;Tây Ninh|Long An;Thái Nguyên|Bắc Kạn|Bắc Cạn;Thanh Hóa|Thanh Hoá;"
    "Tuyên Quang|Hà Giang;Vĩnh Long|Bến Tre|Trà Vinh"
)
_TODAY = {
    unicodedata.normalize("NFC", name).casefold(): group.split("|")[0]
    for group in _MERGED.split(";")
    for name in group.split("|")
}
PROVINCES = tuple(group.split("|")[0] for group in _MERGED.split(";"))
_NAMES = "|".join(re.escape(name) for group in _MERGED.split(";") for name in group.split("|"))
_UNIT = re.compile(rf"(?:\b(?:tỉnh|thành phố)\s+|\bTP\.?\s*)({_NAMES})\b", re.IGNORECASE)
# How people shorten them.
_SAID = {
    "Hồ Chí Minh": "hcm|tphcm|hcmc|sai gon|saigon|sg",
    "Hà Nội": "hn|tphn",
    "Đà Nẵng": "tpdn|danang",
    "Hải Phòng": "hp|tphp",
    "Cần Thơ": "tpct",
    "Huế": "tth|tt hue",
    "Bà Rịa - Vũng Tàu": "ba ria vung tau|brvt|vung tau|ba ria",
    "Đắk Lắk": "daklak|dac lak|dak lac|daclac",
    "Đắk Nông": "daknong|dac nong",
    "Kon Tum": "kontum",
    "Thừa Thiên Huế": "thua thien",
}
_SAID_NAMES = {said: name for name, ways in _SAID.items() for said in ways.split("|")}
_FOLDED_TODAY = {fold(name): today for name, today in _TODAY.items()} | {
    said: _TODAY[unicodedata.normalize("NFC", name).casefold()] for said, name in _SAID_NAMES.items()
}
_FOLDED_NAMES = {fold(name): name for group in _MERGED.split(";") for name in group.split("|")} | _SAID_NAMES
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(_FOLDED_TODAY, key=len, reverse=True))
_FOLDED_UNIT = re.compile(
    rf"\b(?:(?:tinh|thanh pho|tp\.?|o|tai|cua|ve)\s+|tp\.)({_LONGEST_FIRST})\b|\b(tphcm|hcmc|hcm|sai gon|tphn)\b"
)
_ANYWHERE = re.compile(rf"\b({_LONGEST_FIRST})\b")
_BARE = re.compile(rf"\b({_NAMES})\b")


def provinces_named(words: str) -> list[str]:
    """Return today's name of each "tỉnh …" or "thành phố …" in NFC words, in order, with repeats."""
    return [_TODAY[match[1].casefold()] for match in _UNIT.finditer(words)]


def province_of_agency(words: str) -> list[str]:
    """Return today's name of each province in an agency's name, where no "tỉnh" need stand before it."""
    return [_TODAY[match[1].casefold()] for match in _BARE.finditer(words)]


def province_asked_about(folded: str) -> str | None:
    """Return today's name of the first province that a folded question names; None where it names none."""
    match = _FOLDED_UNIT.search(folded)
    return _FOLDED_TODAY[match[1] or match[2]] if match else None


def provinces_said(folded: str) -> list[str]:
    """Return each province that stands in folded words by its official name, the one of then where that was said.

    Nothing need stand before it: for words that are known to be an address.
    """
    return [_FOLDED_NAMES[match[1]] for match in _ANYWHERE.finditer(folded)]


def without_provinces(folded: str) -> str:
    """Return folded words without the names of provinces that stand in them."""
    return _ANYWHERE.sub(" ", folded)


def today_of(name: str) -> str | None:
    """Return today's name of a province by one of its official names; None where it is not one."""
    return _TODAY.get(unicodedata.normalize("NFC", name).casefold())


def place_name(jurisdiction: str) -> str:
    """Return a jurisdiction as people read it."""
    if jurisdiction == NATIONAL:
        return "toàn quốc"
    return "nguồn không nêu tỉnh" if jurisdiction == UNNAMED_PROVINCE else jurisdiction
