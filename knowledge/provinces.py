"""The provinces and cities of today, and the names that were merged into them."""

from __future__ import annotations

import re
import unicodedata

from knowledge.vietnamese import fold

NATIONAL = "VN"
"""The jurisdiction of a record that is in force everywhere."""

UNNAMED_PROVINCE = "province not named"
"""The jurisdiction of a local record whose text names no province."""

# Source: Nghị quyết 202/2025/QH15; today's name, then the units that it took in on 1 July 2025.
_MERGED = (
    "An Giang|Kiên Giang;Bắc Ninh|Bắc Giang;Cà Mau|Bạc Liêu;Cao Bằng;Cần Thơ|Sóc Trăng|Hậu Giang;Đà Nẵng|Quảng Nam;"
    "Đắk Lắk|Phú Yên|Đắc Lắc|Đăk Lăk;Điện Biên;Đồng Nai|Bình Phước;Đồng Tháp|Tiền Giang;Gia Lai|Bình Định;"
    "Hà Nội;Hà Tĩnh;Hải Phòng|Hải Dương;Hồ Chí Minh|Bà Rịa - Vũng Tàu|Bà Rịa – Vũng Tàu|Bình Dương;"
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
_FOLDED_TODAY = {fold(name): today for name, today in _TODAY.items()}
_FOLDED_UNIT = re.compile(
    r"\b(?:tinh|thanh pho|tp\.?|o|tai|cua|ve)\s+(" + "|".join(re.escape(name) for name in _FOLDED_TODAY) + r")\b"
)
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
    return _FOLDED_TODAY[match[1]] if match else None


def place_name(jurisdiction: str) -> str:
    """Return a jurisdiction as people read it."""
    if jurisdiction == NATIONAL:
        return "toàn quốc"
    return "nguồn không nêu tỉnh" if jurisdiction == UNNAMED_PROVINCE else jurisdiction
