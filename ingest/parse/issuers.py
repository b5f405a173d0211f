"""Who issued a legal document, read from the sign in its number."""

from __future__ import annotations

import re

# Source: Nghị định 30/2020/NĐ-CP, Phụ lục III, and the ministries' own signs, those merged in 2025 included.
_ISSUERS = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "HĐND": "Hội đồng nhân dân",
    "UBND": "Ủy ban nhân dân",
    "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BHXH": "Bảo hiểm xã hội Việt Nam",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNG": "Bộ Ngoại giao",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BTC": "Bộ Tài chính",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTP": "Bộ Tư pháp",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TANDTC": "Tòa án nhân dân tối cao",
    "TTCP": "Thanh tra Chính phủ",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "VPCP": "Văn phòng Chính phủ",
}
_SPACES = re.compile(r"\s*+([-_/])\s*+")
_JOINT = re.compile(r"TTLT[-/]([A-ZĐ/-]+)")
_SIGN = re.compile(r"(?:N[ĐD]|NQ|CP|TT|Q[ĐD]|CT)[-_/]([A-ZĐ]+)")
_STANDING_COMMITTEE = re.compile(r"UBTVQH")
_NATIONAL_ASSEMBLY = re.compile(r"/QH\d+|-QH\d+|NQ-QH")


def find_issuer(number: str) -> str | None:
    """Return who issued the document with this number (NFC); all ministries of a joint circular; None: unknown sign."""
    sign = _SPACES.sub(r"\1", number.upper())
    if _STANDING_COMMITTEE.search(sign):
        return "Ủy ban Thường vụ Quốc hội"
    if _NATIONAL_ASSEMBLY.search(sign):
        return "Quốc hội"
    joint = _JOINT.search(sign)
    if joint:
        issuers = [_ISSUERS.get(code) for code in re.split("[-/]", joint[1])]
        known = [issuer for issuer in issuers if issuer]
        return ", ".join(known) if len(known) == len(issuers) else None
    single = _SIGN.search(sign)
    return _ISSUERS.get(single[1]) if single else None
