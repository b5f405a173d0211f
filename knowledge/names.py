"""When two titles are one name: copies of a procedure differ in brackets, marks and "Thủ tục" in front."""

from __future__ import annotations

import re

from knowledge.vietnamese import clean

_BRACKETS = re.compile(r"\([^()]*\)")
_OPENING = re.compile(r"^thủ tục\b\s*:?\s*")
_DEED = (
    r"(?:đăng ký|khai báo|thông báo|giải quyết|xác nhận|cấp|đổi|gia hạn|điều chỉnh|sửa đổi|thay đổi|bổ sung|cải chính|"
    r"thu hồi|hủy|huỷ|xóa|xoá|chấm dứt|tạm ngừng|tạm dừng|phục hồi|khôi phục|thành lập|chuyển đổi|công nhận|chấp thuận|"
    r"cho phép|phê duyệt|thẩm định|đề nghị)(?: (?:lại|đổi|mới|bổ sung|lần đầu|việc))*"
)
_DEEDS = re.compile(rf"^{_DEED}(?:(?:,| và| hoặc|, và|/)? {_DEED})*\s+")


def bare_name(title: str) -> str:
    """Return a title in lower case without brackets, "Thủ tục" in front and marks at the end."""
    words = " ".join(_BRACKETS.sub(" ", clean(title).lower()).split()).strip(" .:;")
    return _OPENING.sub("", words)


def matter_of(name: str) -> str:
    """Return a bare name without the deeds it begins with: "thẻ căn cước" of "cấp lại thẻ căn cước"."""
    return _DEEDS.sub("", name) or name
