"""Sheets out: CSV and XLSX whose every cell is text, also where it looks like a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_CHARS = 32_000  # a cell of Excel holds 32,767
_CUT = " …(còn nữa)"


@dataclass(frozen=True)
class Column:
    """A column: the name that programs use, and the heading that people see. An import knows both."""

    key: str
    heading: str


Row = Mapping[str, str]


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark, so that Excel reads Vietnamese.

    A cell that a spreadsheet would take for a formula has an apostrophe before it, which an import takes off again.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([guarded(_fit(row.get(column.key, ""))) for column in columns])
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return the rows as a workbook; every cell is marked as text, so that none is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    cells = [[column.heading for column in columns]]
    cells += [[_still_itself(_fit(row.get(column.key, ""))) for column in columns] for row in rows]
    for line in cells:
        sheet.append([_text_cell(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def guarded(cell: str) -> str:
    """Return the cell as a spreadsheet takes it for text; one that begins with our own apostrophe gets another."""
    return f"'{cell}" if cell.startswith((*FORMULA_STARTS, "'")) else cell


def unguarded(cell: str) -> str:
    """Return the cell without the apostrophe of `guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA_STARTS, "'")) else cell


def _still_itself(cell: str) -> str:
    """Return the cell such that `unguarded` gives it back: marked as text it needs no apostrophe of its own."""
    return f"'{cell}" if unguarded(cell) != cell else cell


def _text_cell(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = value
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    cell.number_format = "@"
    return cell


def _fit(value: str) -> str:
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return plain if len(plain) <= CELL_CHARS else plain[: CELL_CHARS - len(_CUT)] + _CUT
