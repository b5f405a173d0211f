"""The web application, put together from its routes."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.transcript import NO_TURNS, TurnLog
from bots.web import ask, chat, conversations, feedback, handover, health, hooks, moving, openai_door, pages, procedures
from bots.web.access import OPEN, Access
from bots.web.door import Door
from bots.web.errors import HTTP_ERRORS, RequestError, error_response
from bots.web.mail import NO_MAIL, Mail
from bots.web.metrics import Metrics
from bots.web.middleware import Observer, SecurityHeaders
from bots.web.openai_talks import Talks
from bots.web.opening import Lifespan, OnFailure, Opener, over_open_rooms, over_opening_rooms, received
from bots.web.rooms import Asker, Published, Rooms, Versions


def create_app(
    assistant: Asker,
    snapshot: Published,
    catalogue: Versions,
    *,
    home: Path,
    hotline: str | None = None,
    access: Access = OPEN,
    mail: Mail = NO_MAIL,
    conversations: TurnLog = NO_TURNS,
) -> FastAPI:
    """Return the application over open rooms.

    Args:
        assistant: Answers the questions.
        snapshot: The published snapshot behind it.
        catalogue: Knows the versions of the records.
        home: Folder that feedback is written under.
        hotline: Phone number of the human way out, as it is printed.
        access: Who may use the doors of programs.
        mail: Channels and hand-overs.
        conversations: What was said in conversations.
    """
    rooms = Rooms(assistant, snapshot, catalogue, conversations=conversations)
    app = _assemble(over_open_rooms(rooms, mail, home), home, hotline, access, mail)
    app.state.door.rooms = received(rooms, mail)
    return app


def create_opening_app(
    open_rooms: Opener,
    *,
    home: Path,
    on_failure: OnFailure,
    hotline: str | None = None,
    access: Access = OPEN,
    mail: Mail = NO_MAIL,
) -> FastAPI:
    """Return an application that listens at once and answers 503 until its rooms are open.

    Args:
        open_rooms: Called once in a thread when the server starts.
        home: Folder that feedback is written under.
        on_failure: Told what `open_rooms` raised; it should end the process.
        hotline: Phone number of the human way out, as it is printed.
        access: Who may use the doors of programs.
        mail: Channels and hand-overs.
    """
    return _assemble(over_opening_rooms(open_rooms, on_failure, mail, home), home, hotline, access, mail)


def _assemble(lifespan: Lifespan, home: Path, hotline: str | None, access: Access, mail: Mail) -> FastAPI:
    app = FastAPI(
        title="Một Cửa",
        summary="Administrative procedures of Viet Nam: questions in, cited answers out",
        docs_url=None,  # its pages load scripts from a foreign host
        redoc_url=None,
        lifespan=lifespan,
    )
    metrics = Metrics()
    app.state.door, app.state.mail = Door(home, metrics, hotline, access), mail
    app.state.talks = Talks()
    app.add_middleware(Observer, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RequestError, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(RequestValidationError, _refuse_parameter)
    # vendors wait for their acknowledgement: their routes are looked through first
    for room in (hooks, ask, chat, openai_door, conversations, moving, procedures, feedback, handover, health, pages):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=pages.HERE / "static"), name="static")
    return app


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)  # registered for nothing else
    return error_response(error.status, error.code, error.message, error.retry_after_seconds)


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and "text/html" in request.headers.get("accept", ""):
        return pages.missing_page("Không tìm thấy trang này.")
    code, message = HTTP_ERRORS.get(error.status_code, HTTP_ERRORS[400])
    response = error_response(error.status_code, code, message)
    response.headers.update(error.headers or {})
    return response


async def _refuse_parameter(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = str(first["loc"][1])  # behind "query" or "path"
    accepted = [word for word in re.findall("'([^']*)'", str(first.get("ctx", {}).get("expected", ""))) if word]
    rest = f": chỉ nhận {', '.join(accepted)}" if accepted else ""
    return error_response(422, "invalid_parameter", f"Tham số “{name}” không hợp lệ{rest}.")
