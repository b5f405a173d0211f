"""`/v1/models` and `/v1/chat/completions`: the assistant for every client that speaks OpenAI's API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.records import Answer
from bots.web.door import Anyhow, Door
from bots.web.errors import HTTP_ERRORS, STOPPING, RequestError, from_validation
from bots.web.openai_errors import OpenAIRoute, error_body, unknown_model, wrong_key
from bots.web.openai_housekeeping import housekeeping
from bots.web.openai_reply import Reply, chunk_of, completion_of, opening_of, usage_of
from bots.web.openai_shapes import MODELS, Completion, read_completion
from bots.web.openai_talks import Asked, Talks
from bots.web.openai_text import PICTURES, written
from bots.web.requests import CHAT_BODY_LIMIT_BYTES, read_object
from bots.web.streaming import DONE, chunks

router = APIRouter(prefix="/v1", route_class=OpenAIRoute)
_CREATED = 1_793_491_200  # 2026-11-01, when both models got their names
_CHAT_HEADER = "x-openwebui-chat-id"
_USER_HEADER = "x-openwebui-user-id"
_RETRY_SECONDS = 3
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # no proxy may hold a stream back


def key_of(request: Request, door: Anyhow) -> str:
    """Return the key that the request came with, "" where none is asked for; raises the 401."""
    key = door.access.key_of(request.headers.get("authorization"))
    if key is None:
        raise wrong_key()
    return key


Key = Annotated[str, Depends(key_of)]


@router.get("/models")
async def models(_: Key) -> dict[str, object]:
    """Return both models: one for citizens, one for officers."""
    return {"object": "list", "data": [_model(name) for name in MODELS]}


@router.get("/models/{name}")
async def model(name: str, _: Key) -> dict[str, object]:
    """Return one model."""
    if name not in MODELS:
        raise unknown_model(tuple(MODELS))
    return _model(name)


@router.post("/chat/completions")
async def complete(request: Request, key: Key, door: Anyhow) -> Response:
    """Return the answer, whole or as a stream; it is known before the stream begins, so that errors have a status."""
    asked = read_completion(await read_object(request, CHAT_BODY_LIMIT_BYTES))
    if asked.model not in MODELS:
        raise unknown_model(tuple(MODELS))
    reply = await _reply(request, door, key, asked)
    said = [message.text for message in asked.messages]
    usage = await run_sync(usage_of, said, reply.text)
    if not asked.stream:
        return JSONResponse(completion_of(reply, usage))
    lines = _stream(door, reply, usage if asked.with_usage else None)
    return StreamingResponse(lines, media_type="text/event-stream", headers=_HEADERS)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def nothing_else(rest: str, _: Key) -> Response:
    """Raise the 404 of what this door does not have, the 405 of another method."""
    status = 405 if rest in {"models", "chat/completions"} else 404
    raise RequestError(status, *HTTP_ERRORS[status])


async def _reply(request: Request, door: Door, key: str, asked: Completion) -> Reply:
    last = next(message for message in reversed(asked.messages) if message.role == "user")
    snapshot = door.opened().snapshot.name
    kept = housekeeping(last.text)
    if kept is None and last.unread and not last.text.strip():
        kept = PICTURES
    if kept is not None:
        return Reply(asked.model, kept, snapshot)
    talks: Talks = request.app.state.talks
    question = _asked(request, key, asked)
    answer = await _unless_closing(door, talks, question)
    text = written(answer, door.access.page, unread=last.unread)
    talks.keep(question, answer, text)
    return Reply(asked.model, text, answer.snapshot or snapshot, answer)


def _asked(request: Request, key: str, asked: Completion) -> Asked:
    hints = [request.headers.get(name, "") for name in (_USER_HEADER, _CHAT_HEADER)]
    caller = json.dumps([key, asked.user, *hints])
    named = asked.hint("conversation_id")
    return Asked.of(caller, MODELS[asked.model], asked.messages, place=asked.place, named=named)


async def _unless_closing(door: Door, talks: Talks, question: Asked) -> Answer:
    """Return the answer; raises the 503 as soon as the door closes."""
    asking = asyncio.ensure_future(talks.answer(question, door.ask))
    closing = asyncio.ensure_future(door.closing.wait())
    try:
        await asyncio.wait({asking, closing}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            raise RequestError(503, *STOPPING, retry_after_seconds=_RETRY_SECONDS)
        return asking.result()
    except ValidationError as error:
        raise from_validation(error) from None
    finally:
        asking.cancel()
        closing.cancel()


async def _stream(door: Door, reply: Reply, usage: dict[str, int] | None) -> AsyncIterator[str]:
    """Yield the chunks; a door that closes meanwhile ends the stream with an error, so that half is not taken for all.

    Args:
        usage: Told in a chunk of its own; None: not told, and no chunk has the field.
    """
    door.metrics.stream_opened()
    told = usage is not None
    try:
        yield _line(opening_of(reply, with_usage=told))
        for words in chunks(reply.text):
            if door.closing.is_set():
                yield _line(error_body(RequestError(503, *STOPPING)))
                return
            yield _line(chunk_of(reply, {"content": words}, with_usage=told))
            await asyncio.sleep(0)  # lets a closing door or a lost client be noticed
        yield _line(chunk_of(reply, {}, finish_reason="stop", with_usage=told))
        if usage is not None:
            yield _line(chunk_of(reply, None, usage=usage, with_usage=True))
        yield f"data: {DONE}\n\n"
    finally:
        door.metrics.stream_closed()


def _line(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _model(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": _CREATED, "owned_by": "motcua"}
