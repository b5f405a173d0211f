"""Bodies of requests become records, or one error that says what is wrong with them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from bots.web.door import door_of
from bots.web.errors import SLOW_BODY, STOPPING, RequestError, from_validation

BODY_LIMIT_BYTES = 64 * 1024
CHAT_BODY_LIMIT_BYTES = 1024 * 1024  # clients of the stream protocol send the whole conversation each time
_DRAINED_BYTES = 4 * 1024 * 1024  # read and dropped, so that the client gets to see the 413

Shape = TypeVar("Shape", bound=BaseModel)


async def read_record(request: Request, shape: type[Shape], limit_bytes: int = BODY_LIMIT_BYTES) -> Shape:
    """Return the JSON body as the record.

    Raises:
        RequestError: 400 malformed JSON, 415 another content type, 422 wrong fields, and those of `read_body`.
    """
    sent = await read_object(request, limit_bytes)
    try:
        return shape.model_validate(sent)
    except ValidationError as error:
        raise from_validation(error) from None


async def read_object(request: Request, limit_bytes: int = BODY_LIMIT_BYTES) -> dict[str, object]:
    """Return the JSON body as an object.

    Raises:
        RequestError: 400 malformed JSON, 415 another content type, 422 no object, and those of `read_body`.
    """
    _require_type(request, "application/json", "Nội dung phải là JSON (Content-Type: application/json).")
    return parse_object(await read_body(request, limit_bytes))


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of a plain HTML form; of a repeated field the first filled one."""
    _require_type(request, "application/x-www-form-urlencoded", "Nội dung phải là một biểu mẫu.")
    body = await read_body(request, BODY_LIMIT_BYTES)
    fields: dict[str, str] = {}
    try:
        for name, value in parse_qsl(body.decode("ascii", "replace"), max_num_fields=20):
            fields.setdefault(name, value)
    except ValueError:
        raise RequestError(400, "bad_request", "Biểu mẫu có quá nhiều trường.") from None
    return fields


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """Return the whole body.

    Raises:
        RequestError: 408 when it is not here in time, 413 when it is longer than the limit, 503 when the door closes
            before it is here.
    """
    door = door_of(request)
    reading = asyncio.ensure_future(_whole_body(request, limit_bytes))
    closing = asyncio.ensure_future(door.closing.wait())
    try:
        await asyncio.wait({reading, closing}, timeout=door.body_seconds, return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            return reading.result()
        raise RequestError(503, *STOPPING) if closing.done() else RequestError(408, *SLOW_BODY)
    finally:
        reading.cancel()
        closing.cancel()


async def _whole_body(request: Request, limit_bytes: int) -> bytes:
    kept, total = [], 0
    async for chunk in request.stream():
        total += len(chunk)
        if total <= limit_bytes:
            kept.append(chunk)
        elif total > _DRAINED_BYTES:
            break
    if total > limit_bytes:
        raise RequestError(413, "body_too_large", f"Nội dung gửi lên vượt quá {limit_bytes // 1024} kB.")
    return b"".join(kept)


def parse_object(body: bytes) -> dict[str, object]:
    """Return the JSON object, its lone surrogates replaced by U+FFFD.

    Raises:
        RequestError: 400 for what is no JSON in UTF-8, 422 for JSON that is no object.
    """
    try:
        value = _without_surrogates(json.loads(body.decode("utf-8-sig")))
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise RequestError(400, "malformed_json", "Nội dung gửi lên không phải JSON hợp lệ (UTF-8).") from None
    if not isinstance(value, dict):
        raise RequestError(422, "wrong_type", "Nội dung gửi lên phải là một đối tượng JSON.")
    return value


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_without_surrogates(part) for part in value]
    if isinstance(value, dict):
        return {str(_without_surrogates(name)): _without_surrogates(part) for name, part in value.items()}
    return value


def _require_type(request: Request, wanted: str, message: str) -> None:
    sent = request.headers.get("content-type", wanted).split(";")[0].strip().lower()
    if sent != wanted and not (sent.startswith("application/") and sent.endswith("+json") and "json" in wanted):
        raise RequestError(415, "unsupported_media_type", message)
