"""`/api/conversations/{id}`: whoever has a conversation's id may read all that is kept of it, and delete it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as PathOfDisk
from typing import Annotated, TypeVar

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from assistant.errors import ConversationStoreError
from assistant.transcript import Transcript, TurnLog, export_conversation, forget_conversation
from bots.post.engine import PostError
from bots.post.tickets import Ticket
from bots.web.door import Anyhow, Open
from bots.web.errors import RequestError, not_found
from bots.web.feedback import FOLDER
from bots.web.mail import Mail, Posted

router = APIRouter()
NOT_REACHED = ("conversations_unavailable", "Hiện không mở được nơi lưu cuộc trò chuyện. Xin thử lại sau ít phút.")
_RETRY_SECONDS = 10
Result = TypeVar("Result")


async def turn_log(rooms: Open) -> TurnLog:
    """Return where conversations are kept; raises the 503 of `Door.opened`."""
    return rooms.conversations


Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Log = Annotated[TurnLog, Depends(turn_log)]


class Kept(Transcript):
    """All that is kept of a conversation, by the assistant and by the post office."""

    tickets: tuple[Ticket, ...] = ()  # hand-overs to officers, with what was said
    channels: tuple[str, ...] = ()  # where it is held beside the web; the addresses are shown to nobody


@router.get("/api/conversations/{conversation_id}", response_model=Kept)
async def export(conversation_id: Id, log: Log, door: Anyhow, mail: Posted) -> Response:
    """Return what was said in the conversation, redacted, with ratings, hand-overs, and what is remembered of it."""
    transcript = await _asked(lambda: _kept(log, door.home / FOLDER, mail, conversation_id))
    if transcript is None:
        raise not_found("cuộc trò chuyện này")
    headers = {"Cache-Control": "no-store"}
    return Response(transcript.model_dump_json(), media_type="application/json", headers=headers)


@router.delete("/api/conversations/{conversation_id}", status_code=204)
async def delete(conversation_id: Id, log: Log, door: Anyhow, mail: Posted) -> Response:
    """Delete the conversation, what was said in it, ratings, hand-overs and addresses; once more does no harm."""

    def forget() -> None:
        forget_conversation(log, door.home / FOLDER, conversation_id)
        if mail.office is not None:
            mail.office.forget(conversation_id)

    await _asked(forget)
    return Response(status_code=204)


def _kept(log: TurnLog, feedback: PathOfDisk, mail: Mail, conversation_id: str) -> Kept | None:
    transcript = export_conversation(log, feedback, conversation_id)
    tickets = mail.office.tickets_of(conversation_id) if mail.office else []
    channels = mail.office.channels_of(conversation_id) if mail.office else []
    if transcript is None and not tickets and not channels:
        return None
    told = transcript or Transcript(conversation_id=conversation_id)
    return Kept(**dict(told), tickets=tuple(tickets), channels=tuple(channels))


async def _asked(ask: Callable[[], Result]) -> Result:
    try:
        return await run_sync(ask)
    except (ConversationStoreError, PostError, OSError):
        raise RequestError(503, *NOT_REACHED, retry_after_seconds=_RETRY_SECONDS) from None
