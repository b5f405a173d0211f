"""Cut a portal text into its 20 headed sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.errors import ReadError
from ingest.parse.text import SourceText

HEADINGS = (
    "Mã thủ tục",
    "Số quyết định",
    "Tên thủ tục",
    "Cấp thực hiện",
    "Loại thủ tục",
    "Lĩnh vực",
    "Trình tự thực hiện",
    "Cách thức thực hiện",
    "Thành phần hồ sơ",
    "Đối tượng thực hiện",
    "Cơ quan thực hiện",
    "Cơ quan có thẩm quyền",
    "Địa chỉ tiếp nhận HS",
    "Cơ quan được ủy quyền",
    "Cơ quan phối hợp",
    "Kết quả thực hiện",
    "Căn cứ pháp lý",
    "Yêu cầu, điều kiện thực hiện",
    "Từ khóa",
    "Mô tả",
)
# Long enough for every heading with its marks decomposed.
_SHAPE = re.compile(r"^\ufeff*([^\W\d_][^\n:]{1,80}):", re.MULTILINE)


@dataclass(frozen=True)
class Sections:
    """The value of each heading as a half-open range of code points."""

    ranges: dict[str, tuple[int, int]]

    def __getitem__(self, heading: str) -> tuple[int, int]:
        """Return (start, end) of the heading's value."""
        return self.ranges[heading]


class _Heading(NamedTuple):
    name: str
    start: int
    value_start: int


def cut_sections(text: SourceText, file: str) -> Sections:
    """Return the range of every heading's value.

    Raises:
        ReadError: A heading is missing or stands out of order.
    """
    candidates = _candidates(text)
    found: list[_Heading] = []
    position = 0
    for name in HEADINGS:
        at = _find(text, candidates, name, position)
        if at is None:
            raise ReadError(
                file, name, "the heading is missing", "The file may be cut off: fetch it again and ingest it again."
            )
        found.append(candidates[at])
        position = at + 1
    ends = [heading.start for heading in found[1:]] + [len(text.raw)]
    return Sections({heading.name: (heading.value_start, end) for heading, end in zip(found, ends, strict=True)})


def _candidates(text: SourceText) -> list[_Heading]:
    named = ((unicodedata.normalize("NFC", match[1]), match) for match in _SHAPE.finditer(text.raw))
    return [_Heading(name, match.start(), match.end()) for name, match in named if name in HEADINGS]


def _find(text: SourceText, candidates: Sequence[_Heading], name: str, position: int) -> int | None:
    fitting = [n for n in range(position, len(candidates)) if candidates[n].name == name]
    if name == "Từ khóa":  # conditions may hold such a line too; the real one stands right above "Mô tả"
        for n in fitting:
            if n + 1 < len(candidates) and _next_line_is(text, candidates[n], candidates[n + 1]):
                return n
    return fitting[0] if fitting else None


def _next_line_is(text: SourceText, heading: _Heading, following: _Heading) -> bool:
    return following.name == "Mô tả" and text.raw.find("\n", heading.value_start) + 1 == following.start
