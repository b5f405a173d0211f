"""Procedures read by the real reader from small texts of our own, and an assistant over a tiny real snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.circumstances import Circumstances
from assistant.compose import Composed, compose, compose_many
from assistant.conversation import ConversationMemory
from assistant.settings import Settings
from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder
from knowledge.encoder import load_encoder
from knowledge.records import Facet, Procedure
from knowledge.snapshot import Snapshot, build_snapshot, open_snapshot

SILENT = "Không có thông tin"
TODAY = date(2026, 11, 24)
HELD = (
    "1.000656",  # khai tử
    "1.001193",  # khai sinh
    "1.000894",  # kết hôn
    "1.004194",  # tạm trú
    "1.004222",  # thường trú
    "1.014061",  # căn cước
    "1.001612",  # hộ kinh doanh
    "2.000815",  # chứng thực bản sao
    "2.000635",  # bản sao trích lục
    "1.001731",  # mai táng
    "2.001159",  # lưu trú
    "1.004884",  # khai sinh lại
)


@dataclass(frozen=True)
class Read:
    """A procedure with the text that it was read from."""

    procedure: Procedure
    text: str

    def say(self, facet: Facet, *, full: bool = True, today: date = TODAY, words: str = "") -> Composed:
        told = Circumstances(words=words)
        return compose(self.procedure, self.text, facet, full=full, today=today, told=told)

    def say_all(self, *facets: Facet, full: bool = False) -> Composed:
        return compose_many(self.procedure, self.text, facets, full=full, today=TODAY)

    def lines(self, facet: Facet, *, full: bool = True, today: date = TODAY) -> list[str]:
        """The lines of the answer without its heading."""
        return self.say(facet, full=full, today=today).text.split("\n")[1:]


ReadOf = Callable[..., Read]


def _channel(kind: str, time: str, fee: str, note: str = "") -> str:
    remark = f"    Mô tả: {note}\n" if note else ""
    return f"  * Hình thức nộp: {kind}\n    Thời hạn giải quyết: {time}\n    Phí, lệ phí: {fee}\n{remark}"


@pytest.fixture(scope="session")
def read() -> ReadOf:
    """A function that writes a procedure's text from a few of its fields and reads it; the rest is silent.

    `channels` are (kind, time, fee) or (kind, time, fee, remark); `papers` the lines under "Thành phần hồ sơ".
    """

    def make(
        channels: Sequence[tuple[str, ...]] = (),
        papers: str = "",
        steps: Sequence[str] = (),
        legal: Sequence[str] = (),
        conditions: str = SILENT,
        **fields: str,
    ) -> Read:
        def field(heading: str) -> str:
            return f"{heading}: {fields.get(_KEYS[heading], SILENT)}"

        text = "\n".join(
            [
                "Chi tiết thủ tục hành chính",
                "Mã thủ tục: 9.000001",
                field("Số quyết định"),
                "Tên thủ tục: Cấp thẻ đọc sách",
                field("Cấp thực hiện"),
                field("Loại thủ tục"),
                field("Lĩnh vực"),
                _block("Trình tự thực hiện", "".join(f"    {step}\n" for step in steps)),
                _block("Cách thức thực hiện", "".join(_channel(*channel) for channel in channels)),
                _block("Thành phần hồ sơ", papers),
                *map(field, _MIDDLE),
                _block("Căn cứ pháp lý", "".join(f"  * {line}\n" for line in legal)),
                f"Yêu cầu, điều kiện thực hiện: {conditions}",
                field("Từ khóa"),
                field("Mô tả"),
            ]
        )
        return Read(read_portal_text(text.encode(), "9.000001.txt"), text)

    return make


_MIDDLE = (
    "Đối tượng thực hiện",
    "Cơ quan thực hiện",
    "Cơ quan có thẩm quyền",
    "Địa chỉ tiếp nhận HS",
    "Cơ quan được ủy quyền",
    "Cơ quan phối hợp",
    "Kết quả thực hiện",
)
_KEYS = {
    "Số quyết định": "decision",
    "Cấp thực hiện": "level",
    "Loại thủ tục": "kind",
    "Lĩnh vực": "field",
    "Đối tượng thực hiện": "audience",
    "Cơ quan thực hiện": "office",
    "Cơ quan có thẩm quyền": "competent",
    "Địa chỉ tiếp nhận HS": "address",
    "Cơ quan được ủy quyền": "authorised",
    "Cơ quan phối hợp": "coordinating",
    "Kết quả thực hiện": "result",
    "Từ khóa": "keywords",
    "Mô tả": "description",
}


def _block(heading: str, lines: str) -> str:
    return f"{heading}:\n{lines}" if lines else f"{heading}: {SILENT}"


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A real snapshot of twelve starter procedures with the shipped encoder."""
    home = tmp_path_factory.mktemp("house")
    encoder = load_encoder(None)
    build_snapshot(home, (_starter(code) for code in HELD), encoder)
    return open_snapshot(home, encoder)


def _starter(code: str) -> tuple[Procedure, str]:
    path: Path = starter_folder() / f"{code}.txt"
    content = path.read_bytes()
    return read_portal_text(content, path.name, system="starter"), content.decode("utf-8")


@pytest.fixture
def assistant(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant over that snapshot, with conversations of its own."""
    for name in ("MOTCUA_HOTLINE", "MOTCUA_OFFICE"):
        monkeypatch.delenv(name, raising=False)
    return Assistant(snapshot, ConversationMemory(), Settings())
