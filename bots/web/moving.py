"""A conversation moves between channels by a short code: made here or there, taken here or there."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from bots.post.codes import LIFE_SECONDS
from bots.post.engine import PostError
from bots.post.office import NoKeyError
from bots.seal import WrongKeyError
from bots.web.conversations import Id
from bots.web.door import Open
from bots.web.errors import RequestError, not_found
from bots.web.mail import NO_POST, Posted
from bots.web.requests import read_record

router = APIRouter()
WRONG_CODE = ("wrong_code", "Mã chuyển không đúng, đã dùng rồi hoặc đã quá 10 phút. Hãy lấy mã mới.")


class Typed(BaseModel):
    """The body of `POST /api/conversations/join`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str = Field(max_length=40)


class Code(BaseModel):
    """A code that carries a conversation elsewhere, once."""

    code: str
    expires_in_seconds: int = LIFE_SECONDS


class Joined(BaseModel):
    """The conversation that is held here from now on."""

    conversation_id: str


async def typed(request: Request) -> Typed:
    """Return the body as a typed code; raises the 4xx of `read_record`."""
    return await read_record(request, Typed)


@router.post("/api/conversations/join", response_model=Joined)
async def join(sent: Annotated[Typed, Depends(typed)], mail: Posted) -> Response:
    """Return the conversation behind the code and use it up; 404 where it is wrong, used or too old."""
    office = mail.opened()
    try:
        moved = await run_sync(office.take_code, sent.code)
    except (PostError, NoKeyError, WrongKeyError):
        raise RequestError(503, *NO_POST, retry_after_seconds=30) from None
    if moved is None:
        raise RequestError(404, *WRONG_CODE)
    return _private(Joined(conversation_id=moved.conversation_id))


@router.post("/api/conversations/{conversation_id}/code", response_model=Code)
async def code(conversation_id: Id, rooms: Open, mail: Posted) -> Response:
    """Return a code for the conversation; 404 where nothing was said in it."""
    office = mail.opened()
    try:
        known = await run_sync(rooms.conversations.export, conversation_id)
        if known is None:
            raise not_found("cuộc trò chuyện này")
        return _private(Code(code=await run_sync(office.make_code, conversation_id)))
    except PostError:
        raise RequestError(503, *NO_POST, retry_after_seconds=30) from None


def _private(told: BaseModel) -> Response:
    return Response(told.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})
