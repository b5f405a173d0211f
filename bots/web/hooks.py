"""`POST /hooks/{channel}`: a vendor's events, answered when they are on disk and not before."""

from __future__ import annotations

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from bots.channel import UnreadableEvent
from bots.messages import ChannelName
from bots.post.engine import PostError
from bots.web.errors import RequestError
from bots.web.mail import Posted
from bots.web.requests import read_body

router = APIRouter(include_in_schema=False)
_LIMIT_BYTES = 512 * 1024
_SHORT_BYTES = 2048
OFF = ("channel_off", "Kênh này chưa được bật.")
NOT_GENUINE = ("not_genuine", "Chữ ký hoặc mã bí mật không đúng.")
NOT_KEPT = ("not_kept", "Chưa lưu được. Xin gửi lại.")
_log = structlog.get_logger("motcua.post")


@router.post("/hooks/{name}")
async def hook(name: ChannelName, request: Request, mail: Posted) -> Response:
    """Keep what happened and return 200; 404 where the channel is off, 403 for a wrong secret or signature.

    What is genuine and cannot be read is answered with 200 too: the vendor would send the same again and again. 503
    where nothing could be kept: then the vendor has to.
    """
    channel = mail.channel(name)
    if channel is None or mail.office is None:
        raise RequestError(404, *OFF)
    body = await read_body(request, _LIMIT_BYTES)
    if not channel.verify(request.headers, body):
        _log.warning("a webhook's request was refused", channel=name)
        raise RequestError(403, *NOT_GENUINE)
    try:
        # a thread's hop costs more than a short event, and a long one would hold up every other request
        incomings = channel.read(body) if len(body) <= _SHORT_BYTES else await run_sync(channel.read, body)
    except UnreadableEvent as error:
        _log.warning("an event could not be read", channel=name, reason=error.reason)
        return JSONResponse({"ok": True})
    try:
        await mail.office.receive(incomings)
    except PostError as error:
        _log.error("an event was not kept", channel=name, reason=error.reason)
        raise RequestError(503, *NOT_KEPT, retry_after_seconds=5) from None
    return JSONResponse({"ok": True})
