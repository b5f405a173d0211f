"""`/api/conversations/{id}`: whoever has a conversation's id may read all that is kept of it, and delete it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from assistant.errors import ConversationStoreError
from assistant.transcript import Transcript, TurnLog, export_conversation, forget_conversation
from bots.web.door import Anyhow, Open
from bots.web.errors import RequestError, not_found
from bots.web.feedback import FOLDER

router = APIRouter()
NOT_REACHED = ("conversations_unavailable", "Hiện không mở được nơi lưu cuộc trò chuyện. Xin thử lại sau ít phút.")
_RETRY_SECONDS = 10
Result = TypeVar("Result")


def turn_log(rooms: Open) -> TurnLog:
    """Return where conversations are kept; raises the 503 of `Door.opened`."""
    return rooms.conversations


Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Log = Annotated[TurnLog, Depends(turn_log)]


@router.get("/api/conversations/{conversation_id}", response_model=Transcript)
async def export(conversation_id: Id, log: Log, door: Anyhow) -> Response:
    """Return what was said in the conversation, redacted, with the ratings of it and the state that is remembered."""
    transcript = await _asked(lambda: export_conversation(log, door.home / FOLDER, conversation_id))
    if transcript is None:
        raise not_found("cuộc trò chuyện này")
    headers = {"Cache-Control": "no-store"}
    return Response(transcript.model_dump_json(), media_type="application/json", headers=headers)


@router.delete("/api/conversations/{conversation_id}", status_code=204)
async def delete(conversation_id: Id, log: Log, door: Anyhow) -> Response:
    """Delete the conversation, what was said in it, and the ratings of it; once more does no harm."""
    await _asked(lambda: forget_conversation(log, door.home / FOLDER, conversation_id))
    return Response(status_code=204)


async def _asked(ask: Callable[[], Result]) -> Result:
    try:
        return await run_sync(ask)
    except (ConversationStoreError, OSError):
        raise RequestError(503, *NOT_REACHED, retry_after_seconds=_RETRY_SECONDS) from None
