"""The state of the running web door: its rooms once they are open, who waits, and whether it is closing."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Annotated

import anyio
from fastapi import Depends, Request

from assistant.records import Answer, Question
from bots.web.access import OPEN, Access
from bots.web.errors import BUSY, STARTING, RequestError
from bots.web.guests import Guest
from bots.web.metrics import Metrics
from bots.web.rooms import Published, Rooms

ASKING_AT_ONCE = 4  # answering is pure CPU: more threads only wait for each other
WAITING_AT_MOST = 64  # about a second of work; whoever comes after is told to come back


@dataclass
class Door:
    """One for each application; routes receive it through `Open` or `Anyhow`."""

    home: Path
    metrics: Metrics
    hotline: str | None = None  # the human way out, as it is printed
    access: Access = OPEN  # of programs, and where people find the pages
    rooms: Rooms | None = None
    guests: tuple[Guest, ...] = ()
    closing: anyio.Event = field(default_factory=anyio.Event)
    body_seconds: float = 20  # within which a request's body must be here; 64 kB take 10 s at 50 kbit/s
    # A thread of its own pool stays taken until its answer ends, also where whoever asked has left.
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(ASKING_AT_ONCE, "answer"))
    _asked: set[Future[Answer]] = field(default_factory=set)

    def opened(self) -> Rooms:
        """Return the rooms.

        Raises:
            RequestError: 503 while the snapshot is still being opened.
        """
        if self.rooms is None:
            raise RequestError(503, *STARTING, retry_after_seconds=2)
        return self.rooms

    def snapshot(self) -> Published | None:
        """Return the published snapshot; None while it is still being opened."""
        return self.rooms.snapshot if self.rooms is not None else None

    async def ask(self, question: Question, channel: str) -> Answer:
        """Return the assistant's answer, given in a worker thread and counted.

        Args:
            question: What was asked.
            channel: Label for the metrics: such as `ask`, `chat`, `page` or `openai`.

        Raises:
            RequestError: 503 while starting, or when too many wait already.
        """
        rooms = self.opened()
        if len(self._asked) >= ASKING_AT_ONCE + WAITING_AT_MOST:
            raise RequestError(503, *BUSY, retry_after_seconds=3)
        started = perf_counter()
        answering = self._threads.submit(rooms.assistant.ask, question)
        self._asked.add(answering)
        answering.add_done_callback(self._asked.discard)
        answer = await asyncio.wrap_future(answering)  # cancelled before its turn, it never runs
        self.metrics.answered(channel, answer.behavior, perf_counter() - started)
        return answer

    def close(self) -> None:
        """Let go of the threads without waiting for answers that nobody will read, and close guests and rooms."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for guest in self.guests:
            guest.close()
        if self.rooms is not None:
            self.rooms.close()


def door_of(request: Request) -> Door:
    """Return the door of the application that the request came to."""
    door: Door = request.app.state.door
    return door


def rooms_of(request: Request) -> Rooms:
    """Return the open rooms; raises the 503 of `Door.opened`."""
    return door_of(request).opened()


async def _door(request: Request) -> Door:
    return door_of(request)


async def _rooms(request: Request) -> Rooms:
    return rooms_of(request)


# Coroutines: FastAPI runs a plain function in a thread, which costs more than everything else about a request.
Anyhow = Annotated[Door, Depends(_door)]
Open = Annotated[Rooms, Depends(_rooms)]
