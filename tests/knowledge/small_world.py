"""A handful of invented procedures and an encoder that needs no model, for tests of searching."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from knowledge.lexical import Floats
from knowledge.records import Agencies, Case, DossierItem, Level, Procedure, Quote, Source, Span
from knowledge.snapshot import SnapshotInfo, build_snapshot
from knowledge.vietnamese import terms

DIM = 256  # so many that vectors of different terms are nearly orthogonal, as those of a trained encoder are

TITLES: dict[str, tuple[str, Level, str]] = {
    "1.000001": ("Thủ tục đăng ký khai sinh", "commune", "VN"),
    "1.000002": ("Thủ tục đăng ký khai sinh có yếu tố nước ngoài", "commune", "VN"),
    "1.000003": ("Thủ tục đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới", "commune", "VN"),
    "1.000004": ("Thủ tục đăng ký khai tử", "commune", "VN"),
    "1.000005": ("Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "commune", "VN"),
    "1.000006": ("Cấp lại giấy phép lái xe", "province", "VN"),
    "1.000007": ("Cấp giấy phép lái xe", "province", "VN"),
    "1.000008": ("Hỗ trợ chi phí hỏa táng", "commune", "Lào Cai"),
    "1.000009": ("Hỗ trợ chi phí hỏa táng", "commune", "VN"),
    "1.000010": ("Hỗ trợ chi phí hỏa táng", "commune", "Thanh Hóa"),
    "1.000011": ("Đăng ký thường trú", "commune", "VN"),
    "1.000012": ("Xóa đăng ký thường trú", "commune", "VN"),
}


class FakeEncoder:
    """Means of vectors drawn from each term's checksum."""

    def __init__(self, name: str = "fake-1") -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), DIM), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row += np.random.default_rng(crc32(term.encode())).standard_normal(DIM).astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0).astype(np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        return self.encode_queries(texts)


class SourceWriter:
    """A source text that grows line by line and gives each line's quote."""

    def __init__(self) -> None:
        self.text = ""

    def quote(self, line: str) -> Quote:
        start = len(self.text)
        self.text += line + "\n"
        return Quote(text=line, span=Span(start, start + len(line)))


def procedure(
    code: str,
    title: str,
    *,
    level: Level | None = "commune",
    jurisdiction: str = "VN",
    steps: Sequence[str] = (),
    field: str = "Lĩnh vực thử",
) -> tuple[Procedure, str]:
    """Return a record and the text that it was read from."""
    source = SourceWriter()
    record = Procedure(
        code=code,
        code_quote=source.quote(code),
        title=source.quote(title),
        level=level,
        field=source.quote(field),
        steps=tuple(source.quote(step) for step in steps),
        cases=(Case(items=(DossierItem(name=source.quote(f"Tờ khai theo mẫu của {title.lower()}")),)),),
        agencies=Agencies(implementing=source.quote("Ủy ban nhân dân cấp xã")),
        jurisdiction=jurisdiction,
        source=Source(system="test", file=f"{code}.txt", sha256="0" * 64),
    )
    return record, source.text


def small_world() -> list[tuple[Procedure, str]]:
    """Return the records of `TITLES` with their texts."""
    steps = ("Người yêu cầu nộp hồ sơ tại nơi cư trú.", "Cán bộ tiếp nhận kiểm tra giấy tờ rồi trả kết quả.")
    return [
        procedure(code, title, level=level, jurisdiction=place, steps=(*steps, f"Bước riêng của {title}."))
        for code, (title, level, place) in TITLES.items()
    ]


def build(home: Path, count: int = 12, encoder: str = "fake-1") -> SnapshotInfo:
    return build_snapshot(home, small_world()[:count], FakeEncoder(encoder))


def names(home: Path) -> set[str]:
    return {path.name for path in (home / "snapshots").iterdir() if not path.name.startswith(".")} - {"current"}
