"""Cut a portal text into its 20 headed sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import ReadError
from ingest.parse.text import Line, SourceText

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


@dataclass(frozen=True)
class Sections:
    """The value of each heading as a half-open range of code points."""

    ranges: dict[str, tuple[int, int]]

    def __getitem__(self, heading: str) -> tuple[int, int]:
        """Return (start, end) of the heading's value."""
        return self.ranges[heading]


def cut_sections(text: SourceText, file: str) -> Sections:
    """Return the range of every heading's value.

    Raises:
        ReadError: A heading is missing or stands out of order.
    """
    lines = list(text.lines())
    found: list[Line] = []
    position = 0
    for heading in HEADINGS:
        at = _find(lines, heading, position)
        if at is None:
            raise ReadError(
                file, heading, "the heading is missing", "The file may be cut off: fetch it again and ingest it again."
            )
        found.append(lines[at])
        position = at + 1
    ends = [line.start for line in found[1:]] + [len(text.raw)]
    return Sections(
        {
            heading: (text.value_start(line), end)
            for heading, line, end in zip(HEADINGS, found, ends, strict=True)
        }
    )


def _find(lines: Sequence[Line], heading: str, position: int) -> int | None:
    candidates = [n for n in range(position, len(lines)) if _is_heading(lines[n], heading)]
    if not candidates:
        return None
    if heading == "Từ khóa":  # conditions may hold such a line too; the real one stands right above "Mô tả"
        for n in candidates:
            if n + 1 < len(lines) and _is_heading(lines[n + 1], "Mô tả"):
                return n
    return candidates[0]


def _is_heading(line: Line, heading: str) -> bool:
    return line.text.lstrip("\ufeff").startswith(heading + ":")
