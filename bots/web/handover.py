"""Hand-over to an officer: what a page asks for, and what an officer's desk reads and answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal, TypeVar

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.clock import VIET_NAM
from bots.post import clerk_words as words
from bots.post.engine import PostError
from bots.post.handing import transcript_of
from bots.post.office import NoKeyError, PostOffice, UnknownTicketError
from bots.post.tickets import SaidBy, Ticket
from bots.seal import WrongKeyError
from bots.web.door import Open
from bots.web.errors import RequestError, not_found
from bots.web.mail import NO_POST, Mail, Posted
from bots.web.requests import read_record

router = APIRouter()
_log = structlog.get_logger("motcua.post")
NO_KEY = ("wrong_key", "Cần khóa của bàn cán bộ (Authorization: Bearer …).")
Result = TypeVar("Result")
_ID = r"^[A-Za-z0-9._:-]{1,64}$"
Id = Annotated[str, Path(pattern=_ID)]
Number = Annotated[str, Path(pattern=r"^MC-[A-Z]{4}-[A-Z]{2}$")]


class Wish(BaseModel):
    """The body of `POST /api/handoff`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    conversation_id: str = Field(pattern=_ID)
    note: str | None = Field(default=None, max_length=2000)


class Said(BaseModel):
    """One thing that was said while the ticket was open."""

    model_config = ConfigDict(serialize_by_alias=True)

    said_by: SaidBy = Field(serialization_alias="from")
    text: str
    at: datetime


class Told(BaseModel):
    """How a hand-over stands, as the person sees it."""

    state: Literal["none", "open", "closed"]
    ticket: str | None = None
    where: str
    when: str
    text: str = ""
    silent_until: datetime | None = None
    messages: tuple[Said, ...] = ()


class Words(BaseModel):
    """What an officer answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(min_length=1, max_length=4000)


async def wished(request: Request) -> Wish:
    """Return the body as a wish; raises the 4xx of `read_record`."""
    return await read_record(request, Wish)


async def worded(request: Request) -> Words:
    """Return the body as an officer's words; raises the 4xx of `read_record`."""
    return await read_record(request, Words)


async def desk_of(request: Request, mail: Posted) -> str:
    """Return the name of the desk that asks; 401 where its key is wrong or no desk is set."""
    name = mail.desk(request.headers.get("authorization"))
    if name is None:
        raise RequestError(401, *NO_KEY)
    return name


Desk = Annotated[str, Depends(desk_of)]


@router.post("/api/handoff", response_model=Told)
async def hand_over(wish: Annotated[Wish, Depends(wished)], rooms: Open, mail: Posted) -> Response:
    """Open a ticket for the conversation, or return the one that is open; nothing needs to have been asked before."""
    office = mail.opened()

    def work() -> Ticket:
        transcript = transcript_of(rooms.conversations, wish.conversation_id)
        return office.open_ticket(wish.conversation_id, transcript, wish.note or "")

    ticket = await _asked(work)
    until = f"{ticket.silent_until.astimezone(VIET_NAM):%H:%M ngày %d/%m/%Y}"
    return _private(_told(ticket, mail, text=f"{words.HANDED_OVER} {words.SILENT_WEB.format(until=until)}"))


@router.get("/api/handoff/{conversation_id}", response_model=Told)
async def state(conversation_id: Id, mail: Posted) -> Response:
    """Return how the conversation's last hand-over stands, with the officer's words."""
    ticket = await _asked(lambda: mail.opened().latest_ticket(conversation_id))
    return _private(_told(ticket, mail))


@router.post("/api/handoff/{conversation_id}/close", response_model=Told)
async def resume(conversation_id: Id, mail: Posted) -> Response:
    """Close the open ticket: the person wants the assistant back. Without one nothing changes."""
    ticket = await _asked(lambda: mail.opened().resume(conversation_id))
    return _private(_told(ticket, mail))


@router.get("/api/desk/tickets", dependencies=[Depends(desk_of)])
async def tickets(
    mail: Posted, state: Literal["open", "all"] = "open", page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> dict[str, list[Ticket]]:
    """Return 200 tickets, the oldest that waits first, with what was said to the assistant before."""
    found = await _asked(lambda: mail.opened().tickets(only_open=state == "open", page=page))
    return {"items": found}


@router.get("/api/desk/tickets/{number}", dependencies=[Depends(desk_of)])
async def ticket(number: Number, mail: Posted) -> Ticket:
    """Return one ticket with everything that was said."""
    found = await _asked(lambda: mail.opened().ticket(number))
    if found is None:
        raise not_found("phiếu này")
    return found


@router.post("/api/desk/tickets/{number}/reply")
async def reply(number: Number, said: Annotated[Words, Depends(worded)], desk: Desk, mail: Posted) -> Ticket:
    """Send the words to the person, on the channel where they asked; 404 for a ticket that is not open."""
    return await _changed(lambda office: office.reply(number, said.text, desk), mail)


@router.post("/api/desk/tickets/{number}/close")
async def close(number: Number, desk: Desk, mail: Posted) -> Ticket:
    """Close the ticket and tell the person that the assistant answers again; 404 for one that is not open."""
    return await _changed(lambda office: office.close_ticket(number, desk), mail)


async def _changed(change: Callable[[PostOffice], Ticket], mail: Mail) -> Ticket:
    try:
        return await _asked(lambda: change(mail.opened()))
    except UnknownTicketError:
        raise not_found("phiếu này, hoặc phiếu đã đóng") from None


async def _asked(ask: Callable[[], Result]) -> Result:
    try:
        return await run_sync(ask)
    except (PostError, NoKeyError, WrongKeyError) as error:
        _log.error("a hand-over failed", error=type(error).__name__, reason=str(error))
        raise RequestError(503, *NO_POST, retry_after_seconds=30) from None


def _private(told: Told) -> Response:
    return Response(told.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


def _told(ticket: Ticket | None, mail: Mail, text: str = "") -> Told:
    where, when = mail.house.where, mail.house.when
    if ticket is None:
        return Told(state="none", where=where, when=when, text=text)
    return Told(
        state=ticket.state if ticket.is_silent else "closed",
        ticket=ticket.id,
        where=where,
        when=when,
        text=text,
        silent_until=ticket.silent_until,
        messages=tuple(Said(said_by=one.said_by, text=one.text, at=one.at) for one in ticket.words),
    )
