"""A folder of small procedure texts that ingest tests can damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

_TEXT = """Chi tiết thủ tục hành chính
Mã thủ tục: {code}
Số quyết định: 1/QĐ-BTP
Tên thủ tục: {title}
Cấp thực hiện: Cấp Xã
Loại thủ tục: TTHC được luật giao quy định chi tiết
Lĩnh vực: Hộ tịch
Trình tự thực hiện:
    - Nộp hồ sơ tại một cửa.

Cách thức thực hiện:
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 3 Ngày làm việc
    Phí, lệ phí: 8000 VNĐ (mỗi bản)

Thành phần hồ sơ:
  [ Giấy tờ phải nộp ]
    - Tờ khai
      Số lượng: Bản chính: 1, Bản sao: 0

Đối tượng thực hiện: Công dân Việt Nam
Cơ quan thực hiện: Ủy ban nhân dân cấp xã
Cơ quan có thẩm quyền: Không có thông tin
Địa chỉ tiếp nhận HS: Không có thông tin
Cơ quan được ủy quyền: Không có thông tin
Cơ quan phối hợp: Không có thông tin
Kết quả thực hiện: Bản sao
Căn cứ pháp lý:
  * Luật 60/2014/QH13 (60/2014/QH13)

Yêu cầu, điều kiện thực hiện:
Không

Từ khóa: Không có thông tin
Mô tả: Không có thông tin
"""

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to ingest."""
    path = tmp_path / "texts"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a good text of one code into the folder, under its code's name or another one."""

    def write(code: str, title: str = "Cấp bản sao trích lục", name: str = "") -> Path:
        path = folder / (name or f"{code}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEXT.format(code=code, title=title), encoding="utf-8")
        return path

    return write
