"""Sheets in: an uploaded file becomes rows of text, in a process of its own, or is refused by name.

`python -m evals.desk.reading NAME` reads the file from standard input and prints rows or a refusal as JSON: it is what
`read_sheet` starts, with limits on memory and time, because files are made by whoever sends them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.desk.errors import SheetRefused
from evals.desk.sheets import unguarded

ROWS_AT_MOST = 20_000
FILE_BYTES = 5 * 1024 * 1024
_COLUMNS_AT_MOST = 60
_MEMBERS_AT_MOST = 200
_UNPACKED_BYTES = 60 * 1024 * 1024
_MEMORY_BYTES, _SECONDS = 1024 * 1024 * 1024, 30
_FORMULA = "\0formula"  # stands for a cell that holds one: whoever reads the row refuses it
_MACROS = ("vbaproject", "macrosheet", "activex", "ctrlprops", "embeddings/")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheet(name: str, content: bytes) -> list[list[str]]:
    """Return the rows of a CSV or XLSX file, the heading first, every cell as text; formulas are never evaluated.

    Raises:
        SheetRefused: It is too large, no such file, encrypted, with macros, in another encoding, or costs too much.
    """
    if len(content) > FILE_BYTES:
        raise SheetRefused("too_large", f"Tệp lớn hơn {FILE_BYTES // 1024 // 1024} MB.")
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", __name__, name]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        raise SheetRefused("too_slow", f"Đọc tệp quá {_SECONDS} giây nên đã dừng.") from None
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise SheetRefused("unreadable", "Tệp làm trình đọc dừng giữa chừng nên không được nhận.") from None
    if "refused" in told:
        raise SheetRefused(told["refused"], told["message"])
    rows: list[list[str]] = told["rows"]
    return rows


def is_formula(cell: str) -> bool:
    """Return whether the cell held a formula."""
    return cell == _FORMULA


def parse(name: str, content: bytes) -> list[list[str]]:
    """Return the rows, in this process; raises SheetRefused."""
    suffix = Path(name).suffix.casefold()
    if content.startswith(_OLD_OR_LOCKED):
        raise SheetRefused(
            "encrypted", "Tệp được đặt mật khẩu, hoặc là .xls cũ. Xin lưu lại thành .xlsx không mật khẩu."
        )
    if suffix in {".xlsm", ".xltm", ".xlsb"}:
        raise SheetRefused("macros", "Tệp có thể chứa macro. Xin lưu lại thành .xlsx.")
    if suffix == ".xlsx" or content.startswith(b"PK"):
        return _counted(_workbook_rows(content))
    if suffix not in {".csv", ".txt", ".tsv"}:
        raise SheetRefused("kind", "Chỉ nhận tệp .csv và .xlsx.")
    return _counted(_csv_rows(_decoded(content)))


def _counted(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for number, row in enumerate(rows):
        if number > ROWS_AT_MOST:
            raise SheetRefused("too_many_rows", f"Tệp có hơn {ROWS_AT_MOST:,} dòng.".replace(",", "."))
        cells = [unguarded(cell) for cell in row[:_COLUMNS_AT_MOST]]
        while cells and not cells[-1]:
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetRefused("encoding", "Tệp CSV ở bảng mã UTF-16. Xin lưu lại với bảng mã UTF-8 (CSV UTF-8).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text and content:
        raise SheetRefused(
            "encoding", "Tệp CSV không phải UTF-8 (có lẽ là Windows-1258). Xin lưu lại với bảng mã UTF-8 (CSV UTF-8)."
        )
    if "\0" in text:
        raise SheetRefused("kind", "Tệp không phải CSV: có ký tự NUL.")
    return text


def _csv_rows(text: str) -> Iterator[list[str]]:
    heading = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=heading.count)  # Excel writes ; where the comma marks decimals
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SheetRefused("unreadable", f"Tệp CSV bị hỏng: {error}.") from None


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    _require_harmless(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        for row in sheet.iter_rows(max_col=_COLUMNS_AT_MOST):
            yield [_cell_text(cell) for cell in row]
    except SheetRefused:
        raise
    except Exception as error:  # whatever openpyxl meets in a broken file
        raise SheetRefused("unreadable", f"Tệp .xlsx bị hỏng ({type(error).__name__}).") from None


def _require_harmless(content: bytes) -> None:
    """Look at the archive before anything of it is unpacked; raises SheetRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS_AT_MOST or sum(one.file_size for one in members) > _UNPACKED_BYTES:
                raise SheetRefused("zip_bomb", "Tệp bung ra quá lớn nên không được nhận.")
            if any(one.flag_bits & 1 for one in members):
                raise SheetRefused("encrypted", "Tệp được đặt mật khẩu. Xin lưu lại không mật khẩu.")
            if any(part in one.filename.casefold() for one in members for part in _MACROS):
                raise SheetRefused("macros", "Tệp có macro hoặc đối tượng nhúng. Xin lưu lại thành .xlsx thường.")
            for one in members:
                _require_plain_xml(archive, one)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise SheetRefused("unreadable", f"Tệp .xlsx bị hỏng ({type(error).__name__}).") from None


def _require_plain_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if not member.filename.casefold().endswith((".xml", ".rels")):
        return
    text = archive.read(member)  # never more than the size that was checked
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetRefused("entities", "Tệp định nghĩa thực thể XML nên không được nhận.")
    if b"macroEnabled" in text:
        raise SheetRefused("macros", "Tệp có macro. Xin lưu lại thành .xlsx thường.")


def _cell_text(cell: Any) -> str:
    if cell.data_type == "f":
        return _FORMULA
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "")


def main() -> None:
    """Read standard input within limits and print rows or a refusal."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        told: dict[str, Any] = {"rows": parse(sys.argv[1], sys.stdin.buffer.read())}
    except SheetRefused as refused:
        told = {"refused": refused.kind, "message": str(refused)}
    except MemoryError:
        told = {"refused": "too_large", "message": "Tệp cần quá nhiều bộ nhớ nên không được nhận."}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
