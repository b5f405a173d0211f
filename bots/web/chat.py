"""`POST /api/chat`: the answer as a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.records import Answer, Audience, Question
from bots.web.door import Anyhow, Door
from bots.web.errors import INTERNAL, RequestError, from_validation
from bots.web.middleware import log_failure
from bots.web.requests import CHAT_BODY_LIMIT_BYTES, read_record
from bots.web.streaming import DONE, PROTOCOL_HEADER, PROTOCOL_VERSION, answer_parts, part

router = APIRouter()
_STOPPING = "máy chủ đang dừng"


class Part(BaseModel):
    """One part of a message; all but text is passed over."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message of the conversation, with parts or plain content."""

    model_config = ConfigDict(extra="ignore")

    role: str
    parts: list[Part] | None = None
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words, one text part a line."""
        if isinstance(self.content, str) and not self.parts:
            return self.content
        parts = self.parts or (self.content if isinstance(self.content, list) else None) or []
        return "\n".join(part.text for part in parts if part.type == "text" and part.text is not None)


class ChatRequest(BaseModel):
    """The body of `POST /api/chat`; what clients of the protocol add is passed over."""

    model_config = ConfigDict(extra="ignore")

    messages: list[Message] = Field(max_length=2000)
    id: str | None = None
    audience: Audience = "citizen"
    place: str | None = None


async def chat_question(request: Request, response: Response, door: Anyhow) -> Question:
    """Return the last words of the user as a question; raises before the stream starts, with a 4xx."""
    response.headers[PROTOCOL_HEADER] = PROTOCOL_VERSION
    chat = await read_record(request, ChatRequest, CHAT_BODY_LIMIT_BYTES)
    said = [message.text for message in chat.messages if message.role == "user"]
    if not said:
        raise RequestError(422, "missing_field", "Thiếu tin nhắn của người dùng trong “messages”.")
    door.opened()
    try:
        return Question(question=said[-1], conversation_id=chat.id, audience=chat.audience, place=chat.place)
    except ValidationError as error:
        raise from_validation(error) from None


@router.post("/api/chat", response_class=EventSourceResponse)
async def chat(question: Annotated[Question, Depends(chat_question)], door: Anyhow) -> AsyncIterator[ServerSentEvent]:
    """Yield the answer in the AI SDK UI message stream protocol."""
    door.metrics.stream_opened()
    try:
        async for data in _parts(door, question):
            yield ServerSentEvent(raw_data=data)
        yield ServerSentEvent(raw_data=DONE)
    finally:
        door.metrics.stream_closed()


async def _parts(door: Door, question: Question) -> AsyncIterator[str]:
    yield part("start", messageId=uuid4().hex)
    try:
        answer = await _answer_unless_closing(door, question)
    except RequestError as error:
        yield part("error", errorText=error.message)
        return
    except Exception as error:
        log_failure(error, "/api/chat")
        yield part("error", errorText=INTERNAL[1])
        return
    for data in answer_parts(answer) if answer is not None else ():
        if door.closing.is_set():
            answer = None
            break
        yield data
        await asyncio.sleep(0)  # lets a closing door or a lost client be noticed
    yield part("finish") if answer is not None else part("abort", reason=_STOPPING)


async def _answer_unless_closing(door: Door, question: Question) -> Answer | None:
    """Return the answer, or None as soon as the door closes."""
    asking = asyncio.ensure_future(door.ask(question, "chat"))
    closing = asyncio.ensure_future(door.closing.wait())
    try:
        await asyncio.wait({asking, closing}, return_when=asyncio.FIRST_COMPLETED)
        return asking.result() if asking.done() else None
    finally:
        asking.cancel()
        closing.cancel()
