"""The queues, and the page where an answer is judged."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from evals.desk import wording
from evals.desk.casework import NOT_CLEAN, body_of, fields_of
from evals.desk.desk import Desk
from evals.desk.errors import CaseRefused, PageRefused, ReviewRefused
from evals.desk.forms import Form
from evals.desk.guard import AtDesk, By, DeskRoute, Posted, Signed
from evals.desk.pages import page
from evals.desk.records import Item, Review, SentenceScore
from evals.desk.scoring import review_of
from evals.desk.sentences import split

router = APIRouter(prefix="/qa", route_class=DeskRoute)
_Key = Path(pattern=r"^(turn|case):[\w.:-]{1,80}$")
_LISTED = 100


@router.get("")
def queues_page(desk: AtDesk, by: By) -> HTMLResponse:
    """Return every queue with how much is left of it."""
    collected, judged = desk.queues.collect(), desk.store.judgements.reviewers()
    counts = {name: len(collected.waiting(name, judged, by.reviewer)) for name in wording.QUEUES}
    sizes = {name: len(items) for name, items in collected.queues.items()}
    run = collected.run.folder.name if collected.run.folder is not None else None
    values = {"counts": counts, "sizes": sizes, "troubles": collected.troubles, "run": run, "seed": collected.seed}
    return page("queues.html", by.shown | values | {"low": desk.settings.qa_low_score})


@router.get("/queue/{name}")
def queue_page(name: str, desk: AtDesk, by: By) -> HTMLResponse:
    """Return what is left of a queue."""
    _require_queue(name)
    collected, judged = desk.queues.collect(), desk.store.judgements.reviewers()
    waiting = collected.waiting(name, judged, by.reviewer)
    items = list(desk.queues.items(waiting[:_LISTED]))
    values = {"items": items, "left": len(waiting), "size": len(collected.queues[name]), "judged": judged}
    values |= {"is_run_missing": collected.run.folder is None}
    return page("queue.html", by.shown | values | {"name": name})


@router.get("/next/{name}")
def next_item(name: str, desk: AtDesk, by: By, after: str = "") -> Response:
    """Go to the next answer of a queue, or to the queue where nothing is left."""
    _require_queue(name)
    waiting = desk.queues.collect().waiting(name, desk.store.judgements.reviewers(), by.reviewer)
    keys = [one.key for one in waiting]
    at = keys.index(after) + 1 if after in keys else 0
    following = keys[at:] or ([] if after in keys[:1] else keys[:1])
    return RedirectResponse(_address(name, following[0]) if following else f"/qa/queue/{name}", 303)


@router.get("/review/{name}/{key}")
def review_page(name: str, desk: AtDesk, by: By, key: str = _Key) -> HTMLResponse:
    """Return the page where an answer is judged."""
    _require_queue(name)
    return _review_page(desk, by, name, key)


@router.post("/review/{name}/{key}")
def save_review(name: str, desk: AtDesk, by: By, form: Posted, key: str = _Key) -> Response:
    """Keep the review, make a case of it where that was asked for, and go on to the next answer."""
    _require_queue(name)
    item = desk.queues.item(key)
    if item is None:
        return _review_page(desk, by, name, key)
    wants_case = form.get("action") == "case"
    try:
        body = _body(form, by) if wants_case else None
        desk.store.judgements.save(review_of(form.fields, key, by.reviewer, len(split(item.text))))
    except (ReviewRefused, CaseRefused) as refused:
        return _review_page(desk, by, name, key, form, str(refused))
    if body is not None:
        (made,) = desk.store.drafts.add([body], by.reviewer, key)
        return RedirectResponse(f"/qa/cases/{made}?made=1", 303)
    return RedirectResponse(f"/qa/next/{name}", 303)


def _body(form: Form, by: Signed) -> dict[str, object]:
    if form.get("clean") != "yes":
        raise CaseRefused(NOT_CLEAN)
    sent = {key.removeprefix("case-"): value for key, value in form.fields.items() if key.startswith("case-")}
    return body_of(sent, by.reviewer)


def _review_page(
    desk: Desk, by: Signed, name: str, key: str, form: Form | None = None, failure: str = ""
) -> HTMLResponse:
    item, reviews = desk.queues.item(key), desk.store.judgements.seen_by(key, by.reviewer)
    own = next((one for one in reviews if one.reviewer == by.reviewer), None)
    if item is None:
        return page("gone.html", by.shown | {"name": name, "key": key, "own": own}, 410)
    sent = form.fields if form is not None else _fields(own) | {f"case-{k}": v for k, v in _case_fields(item).items()}
    values = {
        "item": item,
        "sentences": split(item.text),
        "quotes": [(one, desk.quoted(item, one)) for one in item.cited],
        "titles": {code: desk.title(code) for code in item.codes},
        "reviews": reviews,
        "sent": sent,
        "failure": failure,
        "judged_by": len(desk.store.judgements.reviewers().get(key, ())),
    }
    return page("review.html", by.shown | values | {"name": name}, 422 if failure else 200)


def _fields(own: Review | None) -> dict[str, str]:
    """Return a review as the fields of the form that it came from."""
    if own is None:
        return {}
    fields = {"verdict": own.verdict, "note": own.note}
    for one in own.sentences:
        fields |= {f"{part}-{one.sentence}": value for part, value in _parts(one).items() if value}
    return fields


def _parts(one: SentenceScore) -> dict[str, str]:
    harmful = "yes" if one.harmful else ""
    return {"score": one.score or "", "citation": one.citation or "", "harmful": harmful, "note": one.note}


def _case_fields(item: Item) -> dict[str, str]:
    """Return what a new case begins with: the question, and labels where a case of a run had them.

    Nothing is taken over from what the assistant answered: labels come from reading the record.
    """
    begun = {"question": item.question, "before": "\n".join(item.before), "audience": item.audience}
    if item.expected is None:
        return begun
    known = item.expected.model_dump(exclude={"user"}, exclude_defaults=True)
    return fields_of({"question": item.question, **known}) | begun


def _require_queue(name: str) -> None:
    if name not in wording.QUEUES:
        raise PageRefused(404, "Không có hàng đợi này.")


def _address(name: str, key: str) -> str:
    return f"/qa/review/{name}/{quote(key)}"
