"""Cases that came out of reviews, and how far reviewers agree."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from evals.desk.agreement import agreements, disagreements
from evals.desk.casework import NOT_CLEAN, body_of, fields_of
from evals.desk.desk import Desk
from evals.desk.errors import CaseRefused, PageRefused, ReviewRefused
from evals.desk.forms import Form
from evals.desk.guard import AtDesk, By, DeskRoute, Posted, Signed
from evals.desk.pages import page
from evals.desk.records import MadeCase, Settled
from evals.desk.rows import hidden_from
from evals.desk.scoring import read_note, read_score

router = APIRouter(prefix="/qa", route_class=DeskRoute)


@router.get("/cases")
def cases_page(desk: AtDesk, by: By) -> HTMLResponse:
    """Return every case of the desk, drafts first."""
    cases = sorted(desk.store.drafts.all(), key=lambda made: (made.status != "draft", -made.made_at))
    hidden = hidden_from(desk, by.reviewer, cases)
    listed = [(made, fields_of(made.body)["question"]) for made in cases]
    return page("cases.html", by.shown | {"cases": listed, "hidden": hidden})


@router.get("/cases/{case_id}")
def case_page(case_id: str, desk: AtDesk, by: By, made: str = "") -> HTMLResponse:
    """Return a case, to agree to or to edit."""
    return _case_page(desk, by, case_id, is_new=bool(made))


@router.post("/cases/{case_id}")
def change_case(case_id: str, desk: AtDesk, by: By, form: Posted) -> Response:
    """Agree to a case, or keep an edited one."""
    _visible(desk, by, case_id)
    try:
        if form.get("action") == "agree":
            desk.store.drafts.agree(case_id, by.reviewer)
        else:
            if form.get("clean") != "yes":
                raise CaseRefused(NOT_CLEAN)
            sent = {key.removeprefix("case-"): value for key, value in form.fields.items()}
            desk.store.drafts.edit(case_id, body_of(sent, by.reviewer), by.reviewer)
    except CaseRefused as refused:
        return _case_page(desk, by, case_id, form, str(refused))
    return RedirectResponse("/qa/cases", 303)


@router.get("/agreement")
def agreement_page(desk: AtDesk, by: By) -> HTMLResponse:
    """Return how far reviewers agree, and what they have to settle."""
    pairs, settled = desk.store.judgements.pairs(), desk.store.judgements.settled()
    by_item: dict[str, list[object]] = {}
    for one in disagreements(pairs):
        by_item.setdefault(one.item, []).append(one)
    reviewers = {both[0].item: (both[0].reviewer, both[1].reviewer) for both in pairs}
    values = {"agreements": agreements(pairs), "open": by_item, "settled": settled, "reviewers": reviewers}
    return page("agreement.html", by.shown | values)


@router.post("/settle")
def settle(desk: AtDesk, by: By, form: Posted) -> Response:
    """Keep what the reviewers of an answer agreed on."""
    try:
        verdict = read_score(form.get("verdict"))
        if verdict is None:
            raise ReviewRefused("Chưa chọn đánh giá đã thống nhất.")
        settled = Settled(form.get("item")[:100], verdict, read_note(form.get("note")), by.reviewer, 0)
        desk.store.judgements.settle(settled)
    except ReviewRefused as refused:
        raise PageRefused(422, str(refused)) from None
    return RedirectResponse("/qa/agreement", 303)


def _case_page(
    desk: Desk, by: Signed, case_id: str, form: Form | None = None, failure: str = "", *, is_new: bool = False
) -> HTMLResponse:
    made = _visible(desk, by, case_id)
    sent = form.fields if form is not None else {f"case-{k}": v for k, v in fields_of(made.body).items()}
    values = {"made": made, "sent": sent, "failure": failure, "is_new": is_new}
    return page("case.html", by.shown | values, 422 if failure else 200)


def _visible(desk: Desk, by: Signed, case_id: str) -> MadeCase:
    made = desk.store.drafts.get(case_id)
    if made is None:
        raise PageRefused(404, "Không có ca kiểm thử này.")
    if hidden_from(desk, by.reviewer, [made]):
        raise PageRefused(403, "Xin tự chấm câu trả lời này trước, rồi mới xem ca mà người khác đã tạo từ nó.")
    return made
