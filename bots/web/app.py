"""The web application, put together from its routes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.transcript import NO_TURNS, TurnLog
from bots.web import (
    about,
    ask,
    chat,
    conversations,
    feedback,
    handover,
    health,
    hooks,
    moving,
    openai_door,
    pages,
    procedures,
)
from bots.web.access import OPEN, Access
from bots.web.delivery import STATIC, Compressed, VersionedFiles
from bots.web.door import Door
from bots.web.embedding import Embeddable
from bots.web.errors import HTTP_ERRORS, RequestError, error_response
from bots.web.guests import Invitation
from bots.web.mail import NO_MAIL, Mail
from bots.web.metrics import Metrics
from bots.web.middleware import Observer, SecurityHeaders
from bots.web.openai_talks import Talks
from bots.web.opening import Lifespan, OnFailure, Opener, over_open_rooms, over_opening_rooms, received
from bots.web.rooms import Asker, Published, Rooms, Versions
from bots.web.site import Site

# Vendors wait for their acknowledgement: their routes are looked through first.
_ROOMS = (hooks, ask, chat, openai_door, conversations, moving, procedures, feedback, handover, health, pages, about)


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
    site: Site | None = None,
    guests: Sequence[Invitation] = (),
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
        site: What the operator says about the site; default: nothing, and any portal may embed the chat.
        guests: Make the pages of other rooms.
    """
    rooms = Rooms(assistant, snapshot, catalogue, conversations=conversations)
    app = _assemble(over_open_rooms(rooms, mail, home), home, hotline, access, mail, site or Site(), guests)
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
    site: Site | None = None,
    guests: Sequence[Invitation] = (),
) -> FastAPI:
    """Return an application that listens at once and answers 503 until its rooms are open.

    Args:
        open_rooms: Called once in a thread when the server starts.
        home: Folder that feedback is written under.
        on_failure: Told what `open_rooms` raised; it should end the process.
        hotline: Phone number of the human way out, as it is printed.
        access: Who may use the doors of programs.
        mail: Channels and hand-overs.
        site: What the operator says about the site; default: nothing, and any portal may embed the chat.
        guests: Make the pages of other rooms.
    """
    lifespan = over_opening_rooms(open_rooms, on_failure, mail, home)
    return _assemble(lifespan, home, hotline, access, mail, site or Site(), guests)


def _assemble(
    lifespan: Lifespan,
    home: Path,
    hotline: str | None,
    access: Access,
    mail: Mail,
    site: Site,
    guests: Sequence[Invitation],
) -> FastAPI:
    app = FastAPI(
        title="Một Cửa",
        summary="Administrative procedures of Viet Nam: questions in, cited answers out",
        docs_url=None,  # its pages load scripts from a foreign host
        redoc_url=None,
        lifespan=lifespan,
    )
    metrics = Metrics()
    door = Door(home, metrics, hotline, access)
    door.guests = tuple(invite(door.snapshot) for invite in guests)
    app.state.door, app.state.mail = door, mail
    app.state.talks = Talks()
    app.state.site = site
    app.add_middleware(Compressed)
    app.add_middleware(Observer, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Embeddable, origins=site.embed_origins)  # outermost: a portal's page may read errors too
    app.add_exception_handler(RequestError, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(RequestValidationError, _refuse_parameter)
    for room in _ROOMS:
        app.include_router(room.router)
    for guest in door.guests:
        app.include_router(guest.router)
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
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
