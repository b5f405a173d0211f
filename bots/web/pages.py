"""The pages that people open: the chat, the procedures, and what stands there when nothing does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import get_args

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from assistant.records import Answer, Audience, Question
from bots.web import answer_view, procedure_view, wording
from bots.web.delivery import asset, chat_modules, lean
from bots.web.door import Anyhow, Door, Open
from bots.web.errors import RequestError, from_validation
from bots.web.requests import read_form
from bots.web.site import Described, Site, about

router = APIRouter(include_in_schema=False)
HERE = Path(__file__).parent
EXAMPLES = (
    "Làm giấy khai sinh cho con cần những giấy tờ gì?",
    "xin giay xac nhan doc than o dau",
    "Đăng ký kết hôn mất bao lâu, có mất tiền không?",
    "chung thuc ban sao can mang gi",
)
_BLANK_FORM = {"question": "", "conversation_id": "", "place": "", "audience": "citizen"}
_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals.update(page_of=answer_view.page_of, answer_lines=answer_view.lines, answer_options=answer_view.options)
_pages.globals.update(asset=asset)


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return the rendered template."""
    return HTMLResponse(_pages.get_template(template).render(values), status)


@router.api_route("/", methods=["GET", "HEAD"])
async def chat_page(door: Anyhow, site: Described, q: str = "", khung: str = "") -> HTMLResponse:
    """Return the chat; with `q`, its answer too, for browsers without scripts and for links."""
    return await _chat(door, site, {"question": q} if q.strip() else {}, framed=bool(khung))


@router.post("/")
async def chat_form(request: Request, door: Anyhow, site: Described) -> HTMLResponse:
    """Return the chat with the answer to the form's question."""
    return await _chat(door, site, dict(await read_form(request)), framed=False)


async def _chat(door: Door, site: Site, form: dict[str, str], *, framed: bool) -> HTMLResponse:
    answer, failure, status = None, None, 200
    if "question" in form:
        try:
            answer = await _answer(door, form)
        except RequestError as error:
            failure, status = error.message, error.status
    return page(
        "chat.html",
        status,
        form=_BLANK_FORM | form,
        answer=answer,
        failure=failure,
        framed=framed,
        modules=chat_modules(),
        about=about(site, door.hotline, held(door), EXAMPLES),
    )


def held(door: Door) -> str | None:
    """Return how many procedures can be looked up, as it is printed; None while the house opens."""
    return wording.number(Decimal(len(door.rooms.snapshot.summaries))) if door.rooms else None


async def _answer(door: Door, form: dict[str, str]) -> Answer:
    audience = form.get("audience", "citizen")
    try:
        question = Question(
            question=form["question"],
            conversation_id=form.get("conversation_id") or None,
            audience=audience if audience in get_args(Audience) else "citizen",
            place=form.get("place") or None,
        )
    except ValidationError as error:
        raise from_validation(error) from None
    return await door.ask(question, "page")


@router.api_route("/thu-tuc/{code}", methods=["GET", "HEAD"])
def procedure_page(code: str, rooms: Open, span: str | None = None) -> HTMLResponse:
    """Return the procedure's own page, the words at `span` marked in its source text."""
    record, source = rooms.snapshot.procedure(code), rooms.snapshot.source_text(code)
    if record is None or source is None:
        return missing_page("Không tìm thấy thủ tục có mã này.")
    wanted = procedure_view.parse_span(span, len(source))
    return page(
        "procedure.html",
        record=record,
        place=wording.place(record.jurisdiction),
        view=procedure_view,
        excerpt=procedure_view.excerpt(source, wanted),
    )


@router.api_route("/thu-tuc/{code}/giay-to", methods=["GET", "HEAD"])
def papers_page(code: str, rooms: Open) -> HTMLResponse:
    """Return the papers of a procedure, case by case, to print; the browser ticks those that its fragment names."""
    record = rooms.snapshot.procedure(code)
    if record is None:
        return missing_page("Không tìm thấy thủ tục có mã này.")
    return page("papers.html", record=record, place=wording.place(record.jurisdiction), view=procedure_view)


@router.get("/widget.js")
async def widget() -> Response:
    """Return the script that puts the chat on another page; it loads the files of the present version."""
    script = lean("widget.js").replace("/static/", asset(""))
    return Response(script, media_type="text/javascript", headers={"Cache-Control": "public, max-age=300"})


def missing_page(message: str) -> HTMLResponse:
    """Return the 404 page."""
    return page("missing.html", 404, message=message)
