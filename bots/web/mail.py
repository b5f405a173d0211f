"""The post office behind the web door: channels, tickets, and the postman that works while the door is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import structlog
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from assistant.ratings import Rating, append_rating
from assistant.records import Answer, Question
from assistant.transcript import forget_conversation
from bots.channel import Channel, SendError
from bots.post import clerk_words as words
from bots.post import outbox
from bots.post.clerk import Clerk
from bots.post.clerk_words import House
from bots.post.engine import PostError, Work
from bots.post.handing import Talks
from bots.post.office import PostOffice
from bots.post.postman import Postman
from bots.post.tickets import Ticket
from bots.web.access import bearer
from bots.web.errors import RequestError
from bots.web.rooms import Asker, Rooms

NO_POST = ("handoff_unavailable", "Hiện chưa mở được nơi chuyển lời cho cán bộ. Xin thử lại sau ít phút.")
_STOP_SECONDS = 6.0  # what is in hand is finished within this; the rest is the next worker's
_OPEN_AGAIN_SECONDS = 60.0
_STALE_SECONDS = 2 * _OPEN_AGAIN_SECONDS  # a trouble that is not told again is over
_SWEEP_SECONDS = 3600.0
_log = structlog.get_logger("motcua.post")


@dataclass(frozen=True)
class Mail:
    """What the web door knows of the post: `office` is None where its database could not be opened."""

    office: PostOffice | None = None
    channels: tuple[Channel, ...] = ()
    desk_keys: tuple[tuple[str, str], ...] = ()  # names of desks, each with its key
    house: House = field(default_factory=House)
    worker_seconds: float = 15.0  # after which others take over what a silent worker holds

    def channel(self, name: str) -> Channel | None:
        """Return the channel of this name; None where it is off."""
        return next((channel for channel in self.channels if channel.name == name), None)

    def desk(self, authorization: str | None) -> str | None:
        """Return the name of the desk whose key the `Authorization` header bears; None where it is nobody's."""
        names = {key: name for name, key in self.desk_keys}
        key = bearer(authorization, tuple(names))
        return None if key is None else names[key]

    def opened(self) -> PostOffice:
        """Return the office.

        Raises:
            RequestError: 503 where its database could not be opened.
        """
        if self.office is None:
            raise RequestError(503, *NO_POST, retry_after_seconds=30)
        return self.office


NO_MAIL = Mail()


async def mail_of(request: Request) -> Mail:
    """Return the mail of the application that the request came to."""
    mail: Mail = request.app.state.mail
    return mail


Posted = Annotated[Mail, Depends(mail_of)]


class Receptionist(Asker):
    """Answers as the assistant does, and is silent where an officer has taken over: the words go to the ticket."""

    def __init__(self, assistant: Asker, office: PostOffice, house: House) -> None:
        self._assistant, self._office, self._house = assistant, office, house

    def ask(self, question: Question) -> Answer:
        """Return the answer, or the word that an officer has it."""
        known = question.conversation_id
        try:
            ticket = self._office.ticket_of(known) if known else None
            if ticket is not None and known is not None:
                self._office.hear(ticket, question.question)
                return _held(ticket, known, self._house)
        except PostError as error:  # no ticket can be read: better an answer than none
            _log.error("tickets cannot be read", reason=error.reason)
        return self._assistant.ask(question)


def _held(ticket: Ticket, conversation_id: str, house: House) -> Answer:
    told = f"{words.WITH_OFFICER_WEB.format(ticket=ticket.id)}\nNơi trả lời: {house.where}\nThời gian: {house.when}"
    turn = f"k-{ticket.id}"
    return Answer(conversation_id=conversation_id, turn_id=turn, behavior="handoff", text=told)


def clerk_of(rooms: Rooms, office: PostOffice, house: House, feedback: Path) -> Clerk:
    """Return the clerk of the channels, who asks the assistant itself and keeps ratings where the web does."""

    def rate(turn_id: str, rating: int, reasons: Sequence[str]) -> None:
        if rooms.conversations.rate(turn_id, rating):  # an unknown turn's rating could never be deleted
            at = datetime.now(UTC).replace(microsecond=0)
            append_rating(feedback, Rating(at=at, turn_id=turn_id, rating=rating, reasons=tuple(reasons)))

    def forget(conversation_id: str) -> None:
        forget_conversation(rooms.conversations, feedback, conversation_id)

    talks = rooms.conversations
    assert isinstance(talks, Talks)
    return Clerk(rooms.assistant, talks, office, rate, forget, house)


@asynccontextmanager
async def delivering(mail: Mail, clerk: Callable[[], Clerk]) -> AsyncIterator[None]:
    """Work the post off while this is open, where a channel is on; what is in hand at the end is finished."""
    if mail.office is None:
        yield
        return
    sweeping = asyncio.create_task(_sweep(mail.office))
    try:
        async with _working(mail, mail.office, clerk) if mail.channels else nullcontext():
            yield
    finally:
        sweeping.cancel()


@asynccontextmanager
async def _working(mail: Mail, office: PostOffice, clerk: Callable[[], Clerk]) -> AsyncIterator[None]:
    opening = [asyncio.create_task(_open(channel, office)) for channel in mail.channels]
    channels = {(channel.name, channel.account): channel for channel in mail.channels}
    postman = Postman(office, channels, clerk(), mail.worker_seconds)
    running = asyncio.create_task(postman.run())
    running.add_done_callback(_ended)
    try:
        yield
    finally:
        postman.stop()
        for task in opening:
            task.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(running, _STOP_SECONDS)
        for channel in mail.channels:
            await channel.close()


def _ended(running: asyncio.Task[None]) -> None:
    if not running.cancelled() and (error := running.exception()) is not None:
        _log.error("the postman stopped", error=type(error).__name__, reason=str(error))


async def _sweep(office: PostOffice) -> None:
    """Delete now and then what is older than it is kept for."""
    while True:
        try:
            await run_sync(office.sweep)
        except PostError as error:
            _log.error("nothing could be swept", reason=error.reason)
        await asyncio.sleep(_SWEEP_SECONDS)


async def _open(channel: Channel, office: PostOffice) -> None:
    """Get a channel ready to send, again and again: what comes in is kept meanwhile, and the operator is told."""
    while True:
        try:
            await channel.open()
        except SendError as error:
            reason = str(error)
            _log.error("a channel cannot send", channel=channel.name, reason=reason)
            with suppress(PostError):
                await office.write(_paused(channel, reason))
            await asyncio.sleep(_OPEN_AGAIN_SECONDS)
        else:
            with suppress(PostError):
                await office.write(lambda connection: outbox.resume(connection, channel.name, channel.account))
            return


def _paused(channel: Channel, reason: str) -> Work[None]:
    return lambda connection: outbox.pause(connection, channel.name, channel.account, _STALE_SECONDS, reason)
