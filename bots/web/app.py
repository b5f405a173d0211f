"""The web application, put together from its routes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.transcript import NO_TURNS, TurnLog
from bots.clerk import Clerk
from bots.web import ask, chat, conversations, feedback, handover, health, hooks, moving, pages, procedures
from bots.web.closing import told_of_stops
from bots.web.door import Door
from bots.web.errors import HTTP_ERRORS, RequestError, error_response
from bots.web.feedback import FOLDER
from bots.web.mail import NO_MAIL, Mail, Receptionist, clerk_of, delivering
from bots.web.metrics import Metrics
from bots.web.middleware import Observer, SecurityHeaders
from bots.web.rooms import Asker, Published, Rooms, Versions

Opener = Callable[[], Rooms]
OnFailure = Callable[[Exception], None]


def create_app(
    assistant: Asker,
    snapshot: Published,
    catalogue: Versions,
    *,
    home: Path,
    hotline: str | None = None,
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
        mail: Channels and hand-overs.
        conversations: What was said in conversations.
    """
    rooms = Rooms(assistant, snapshot, catalogue, conversations=conversations)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door = app.state.door
        with told_of_stops(door.closing):
            async with delivering(mail, _clerk(rooms, mail, home)):
                yield
        _close(door, mail)

    app = _assemble(lifespan, home, hotline, mail)
    app.state.door.rooms = _received(rooms, mail)
    return app


def create_opening_app(
    open_rooms: Opener, *, home: Path, on_failure: OnFailure, hotline: str | None = None, mail: Mail = NO_MAIL
) -> FastAPI:
    """Return an application that listens at once and answers 503 until its rooms are open.

    Args:
        open_rooms: Called once in a thread when the server starts.
        home: Folder that feedback is written under.
        on_failure: Told what `open_rooms` raised; it should end the process.
        hotline: Phone number of the human way out, as it is printed.
        mail: Channels and hand-overs.
    """

    async def open_door(door: Door) -> None:
        try:
            rooms = await run_sync(open_rooms, abandon_on_cancel=True)
        except Exception as error:
            on_failure(error)
            return
        door.rooms = _received(rooms, mail)
        async with delivering(mail, _clerk(rooms, mail, home)):
            await door.closing.wait()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door = app.state.door
        with told_of_stops(door.closing):
            opening = asyncio.create_task(open_door(door))
            yield
            door.closing.set()
            if door.rooms is None:
                opening.cancel()
            with suppress(asyncio.CancelledError):
                await opening
        _close(door, mail)

    return _assemble(lifespan, home, hotline, mail)


def _received(rooms: Rooms, mail: Mail) -> Rooms:
    """Return the rooms as the web enters them: the assistant is silent where an officer has taken over."""
    if mail.office is None:
        return rooms
    return replace(rooms, assistant=Receptionist(rooms.assistant, mail.office, mail.house))


def _clerk(rooms: Rooms, mail: Mail, home: Path) -> Callable[[], Clerk]:
    return lambda: clerk_of(rooms, mail.opened(), mail.house, home / FOLDER)


def _close(door: Door, mail: Mail) -> None:
    door.close()
    if mail.office is not None:
        mail.office.close()


def _assemble(lifespan: Callable[[FastAPI], object], home: Path, hotline: str | None, mail: Mail) -> FastAPI:
    app = FastAPI(
        title="Một Cửa",
        summary="Administrative procedures of Viet Nam: questions in, cited answers out",
        docs_url=None,  # its pages load scripts from a foreign host
        redoc_url=None,
        lifespan=lifespan,  # type: ignore[arg-type]  # both are async context managers of the app
    )
    metrics = Metrics()
    app.state.door, app.state.mail = Door(home, metrics, hotline), mail
    app.add_middleware(Observer, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RequestError, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(RequestValidationError, _refuse_parameter)
    for room in (ask, chat, conversations, moving, procedures, feedback, handover, health, hooks, pages):
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
