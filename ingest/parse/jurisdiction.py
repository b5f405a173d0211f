"""Where a record is in force: the country, or the province whose own decision publishes it."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.records import Procedure

NATIONAL = "VN"
UNNAMED_PROVINCE = "province not named"

_LOCAL_DECISION = re.compile(r"U\W?BND|/VP\b|-VP\b|TTPVHCC|\b(?:TTr-)?S(?:NN|XD|KHCN|TC|YT|CT|NV|TP|GD)|SoKHCN", re.IGNORECASE)
_PROVINCES = (  # the 63 units until 30 June 2025 cover the names of the 34 since. Source: Nghị quyết 202/2025/QH15
    "An Giang|Bà Rịa - Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|"
    "Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|"
    "Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hồ Chí Minh|Hưng Yên|Khánh Hòa|Kiên Giang|"
    "Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|"
    "Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|"
    "Thanh Hóa|Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
)
_UNIT = re.compile(rf"(?:tỉnh|thành phố|TP\.?)\s+({_PROVINCES})\b", re.IGNORECASE)


def find_jurisdiction(procedure: Procedure) -> str:
    """Return "VN", the name of a province, or `UNNAMED_PROVINCE` for a local record that names none.

    A ministry's decision is national whatever offices it lists; a people's committee's decision is local.
    """
    decision = procedure.decision_number.plain if procedure.decision_number else ""
    local_kind = procedure.kind is not None and procedure.kind.plain == "LOCAL_REGULATION"
    if not local_kind and not _LOCAL_DECISION.search(decision):
        return NATIONAL
    named = Counter(match[1].title() for match in _UNIT.finditer(_local_words(procedure)))
    return named.most_common(1)[0][0] if named else UNNAMED_PROVINCE


def _local_words(procedure: Procedure) -> str:
    fees = [fee.quote for channel in procedure.channels for fee in channel.fees]
    bases = [basis.quote for basis in procedure.legal_bases]
    agencies = procedure.agencies
    quotes = [procedure.title, agencies.implementing, agencies.competent, agencies.receiving_address, *fees, *bases]
    return "\n".join(quote.plain for quote in [*quotes, *procedure.steps] if quote)
