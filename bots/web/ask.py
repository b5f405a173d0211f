"""`POST /api/ask`: one question, one answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from assistant.records import Answer, Question
from bots.web.door import Anyhow
from bots.web.requests import read_record

router = APIRouter()
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Question.model_json_schema()}},
    }
}


async def asked(request: Request) -> Question:
    """Return the body as a question; raises the 4xx of `read_record`."""
    return await read_record(request, Question)


@router.post("/api/ask", response_model=Answer, openapi_extra=_BODY)
async def ask(question: Annotated[Question, Depends(asked)], door: Anyhow) -> Response:
    """Return the answer as JSON."""
    answer = await door.ask(question, "ask")
    return Response(answer.model_dump_json(), media_type="application/json")
