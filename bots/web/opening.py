"""What happens while the application runs: its rooms open, the post is worked off, and everything is closed again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import FastAPI

from bots.post.clerk import Clerk
from bots.web.closing import told_of_stops
from bots.web.door import Door
from bots.web.feedback import FOLDER
from bots.web.mail import Mail, Receptionist, clerk_of, delivering
from bots.web.rooms import Rooms

Opener = Callable[[], Rooms]
OnFailure = Callable[[Exception], None]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def over_open_rooms(rooms: Rooms, mail: Mail, home: Path) -> Lifespan:
    """Return the life of an application whose rooms are open already."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door: Door = app.state.door
        with told_of_stops(door.closing):
            async with delivering(mail, _clerk(rooms, mail, home)):
                yield
        _close(door, mail)

    return lifespan


def over_opening_rooms(open_rooms: Opener, on_failure: OnFailure, mail: Mail, home: Path) -> Lifespan:
    """Return the life of an application that listens at once and opens its rooms in a thread."""

    async def open_door(door: Door) -> None:
        try:
            rooms = await run_sync(open_rooms, abandon_on_cancel=True)
        except Exception as error:
            on_failure(error)
            return
        door.rooms = received(rooms, mail)
        async with delivering(mail, _clerk(rooms, mail, home)):
            await door.closing.wait()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door: Door = app.state.door
        with told_of_stops(door.closing):
            opening = asyncio.create_task(open_door(door))
            yield
            door.closing.set()
            if door.rooms is None:
                opening.cancel()
            with suppress(asyncio.CancelledError):
                await opening
        _close(door, mail)

    return lifespan


def received(rooms: Rooms, mail: Mail) -> Rooms:
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
