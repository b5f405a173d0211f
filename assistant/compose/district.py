"""The remark that districts are gone, where an answer prints words of the source that still name one."""

from __future__ import annotations

import re

from assistant.compose.draft import Draft
from knowledge.vietnamese import nfc

_UNIT = r"(?:các )?(?:quận|huyện|thị xã)\b"
_BODIES = (
    r"(?:Ủy|Uỷ) ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Công an|Tòa án nhân dân|Toà án nhân dân|TAND|"
    r"Viện kiểm sát nhân dân|Bảo hiểm xã hội|BHXH|Ban [Cc]hỉ huy [Qq]uân sự|Kho bạc(?: Nhà nước)?|Bưu điện|Thanh tra|"
    r"Phòng [^.,;:()\n]{1,40}?|Trung tâm [^.,;:()\n]{1,40}?|Chi cục [^.,;:()\n]{1,30}?|Hạt [Kk]iểm lâm|Mặt trận Tổ quốc"
)
# A body of a district, never a district in an address: "Công an huyện", not "số 44 Trần Phú, quận Ba Đình".
_DISTRICT = re.compile(
    r"\bcấp huyện\b"
    rf"|\b(?:{_BODIES})\s+{_UNIT}"
    r"|\bquận, huyện\b|\bhuyện, quận\b|\b(?:quận|huyện), thị xã\b|\btỉnh, huyện\b"
    r"|\bPhòng (?:Tư pháp|Tài nguyên và Môi trường|Giáo dục và Đào tạo|Lao động\s*[-–,]?\s*Thương binh và Xã hội)\b",
    re.IGNORECASE,
)
_COURT = re.compile(r"(?:t[òo]a|to[àa]) án|\bTAND\b|viện kiểm sát", re.IGNORECASE)
# Since 1 July 2025 there are a province and a commune level. Source: Luật 72/2025/QH15, Điều 1.
_NOW = "việc này nay do cấp xã hoặc cấp tỉnh làm"
# Source: Luật 81/2025/QH15 and Luật 82/2025/QH15, in force from 1 July 2025.
_NOW_COURT = "việc này nay do tòa án nhân dân, viện kiểm sát nhân dân khu vực hoặc cấp tỉnh làm"


def warn_of_district(draft: Draft) -> None:
    """Add the remark, citing the words, where a line printed names a district's body; nothing where none does."""
    printed = " ".join(" ".join(draft.lines).split())
    for citation in draft.citations:
        # The title of an old law names a level as it was: that is no task of anybody's.
        words = None if citation.field.startswith("legal_bases") else _district_in(citation.quote)
        if words is not None and words in printed:
            now = _NOW_COURT if _COURT.search(words) else _NOW
            draft.add(
                f"Lưu ý: nguồn còn ghi “{words}” [{citation.id}] và chưa được cập nhật: cấp huyện không còn nữa, "
                f"{now}. Hãy hỏi Trung tâm Phục vụ hành chính công nơi bạn ở."
            )
            return


def _district_in(quote: str) -> str | None:
    match = _DISTRICT.search(" ".join(nfc(quote).split()))
    return match[0] if match else None
