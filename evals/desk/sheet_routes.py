"""Sheets out and in."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from evals.desk import wording
from evals.desk.desk import Desk
from evals.desk.drafts import Preview
from evals.desk.errors import DeskError, PageRefused, SheetRefused
from evals.desk.exports import COLUMNS
from evals.desk.guard import AtDesk, By, DeskRoute, Posted, Signed, Uploaded
from evals.desk.imports import check, rows_of, take
from evals.desk.pages import page
from evals.desk.reading import read_sheet
from evals.desk.rows import rows_for
from evals.desk.sheets import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx

router = APIRouter(prefix="/qa", route_class=DeskRoute)
_SHOWN_ROWS = 200
_IMPORTED = ("cases", "scores")


@router.get("/sheets")
def sheets_page(desk: AtDesk, by: By) -> HTMLResponse:
    """Return what can be taken out and brought in."""
    return _sheets_page(desk, by)


@router.get("/sheets/{what}.{kind}")
def download(what: str, kind: str, desk: AtDesk, by: By, queue: str = "sample") -> Response:
    """Return a sheet: answers to judge of a queue, scores that the reviewer may see, or cases."""
    if what not in COLUMNS or kind not in ("csv", "xlsx") or queue not in wording.QUEUES:
        raise PageRefused(404, "Không có bảng tính này.")
    rows = rows_for(what, desk, by.reviewer, queue)
    name = f"motcua-{what if what != 'items' else queue}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        return Response(write_csv(COLUMNS[what], rows), headers=headers, media_type=CSV_TYPE)
    return Response(write_xlsx(what, COLUMNS[what], rows), headers=headers, media_type=XLSX_TYPE)


@router.post("/sheets/preview")
def preview(desk: AtDesk, by: By, form: Uploaded) -> HTMLResponse:
    """Return what would be taken of a file, row by row; nothing is kept yet."""
    what = form.get("what")
    if what not in _IMPORTED:
        raise PageRefused(422, "Chưa chọn nhập gì.")
    if not form.file:
        return _sheets_page(desk, by, "Chưa chọn tệp, hoặc tệp trống.")
    try:
        rows = rows_of(what, read_sheet(form.file_name, form.file))
    except SheetRefused as refused:
        return _sheets_page(desk, by, str(refused))
    checked = check(what, rows, by.reviewer, desk.store, desk.sentences_in)
    token = desk.store.drafts.preview(Preview(what, form.file_name, tuple(rows)), by.reviewer)
    values = {"checked": checked, "bad": checked.bad[:_SHOWN_ROWS], "file": form.file_name, "name": token}
    return page("preview.html", by.shown | values)


@router.post("/sheets/take")
def take_rows(desk: AtDesk, by: By, form: Posted) -> HTMLResponse:
    """Keep the rows of a preview: all of them, or the good ones where the reviewer says so."""
    waiting = desk.store.drafts.previewed(form.get("name"), by.reviewer)
    if waiting is None:
        return _sheets_page(desk, by, "Bản xem trước đã hết hạn hoặc đã được nhận. Xin tải tệp lên lại.")
    checked = check(waiting.what, waiting.rows, by.reviewer, desk.store, desk.sentences_in)
    try:
        count = take(checked, desk.store, by.reviewer, waiting.file, good_rows=form.get("good_rows") == "yes")
    except (SheetRefused, DeskError) as refused:
        return _sheets_page(desk, by, str(refused))
    return _sheets_page(desk, by, done=f"Đã nhận {count} {'ca' if waiting.what == 'cases' else 'câu trả lời'}.")


def _sheets_page(desk: Desk, by: Signed, failure: str = "", done: str = "") -> HTMLResponse:
    values = {"failure": failure, "done": done, "imports": desk.store.drafts.imports()}
    return page("sheets.html", by.shown | values, 422 if failure else 200)
