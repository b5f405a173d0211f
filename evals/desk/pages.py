"""The desk's pages: rendered, never kept by a browser, never in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from evals.desk import wording

HERE = Path(__file__).parent
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser hides the Origin that every form is checked by
    "X-Robots-Tag": "noindex",
}
_VIET_NAM = timezone(timedelta(hours=7))
_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals.update(words=wording)


def page(template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Return the rendered template."""
    return HTMLResponse(_pages.get_template(template).render({"reviewer": None, "token": "", **values}), status)


def message(status: int, title: str, text: str) -> HTMLResponse:
    """Return a page that says one thing."""
    return page("message.html", {"title": title, "text": text}, status)


def harden(response: Response) -> Response:
    """Add the headers that every answer of the desk has."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(_VIET_NAM).strftime("%H:%M %d/%m/%Y")


def _decimal(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


_pages.filters.update(when=_when, decimal=_decimal)
