"""Errors of `/v1` in the shape of OpenAI's API: codes in English for programs, messages in Vietnamese for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from bots.web.errors import INTERNAL, RequestError
from bots.web.middleware import log_failure

_INVALID = "invalid_request_error"
_SERVER = "server_error"
_NO_PICTURES = " Trợ lý không đọc ảnh và tệp: xin bỏ chúng ra và gõ câu hỏi."


class OpenAIError(RequestError):
    """A request that cannot be served; `param` names the field that is wrong."""

    def __init__(self, status: int, code: str, message: str, param: str | None = None) -> None:
        super().__init__(status, code, message)
        self.param = param


def wrong_key() -> OpenAIError:
    """Return the 401 of a missing or wrong key."""
    return OpenAIError(401, "invalid_api_key", "Khóa API thiếu hoặc không đúng (Authorization: Bearer …).")


def unknown_model(known: tuple[str, ...]) -> OpenAIError:
    """Return the 404 of a model that is not here."""
    return OpenAIError(404, "model_not_found", f"Không có mô hình này; các mô hình có: {', '.join(known)}.", "model")


def unsupported(param: str, message: str) -> OpenAIError:
    """Return the 400 of a value that would make the answer wrong."""
    return OpenAIError(400, "unsupported_value", message, param)


def from_fields(error: ValidationError) -> OpenAIError:
    """Return the first complaint of pydantic; what was sent is not repeated."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    param = ".".join(str(part) for part in first["loc"]) or None
    if first["type"] == "missing":
        return OpenAIError(400, "missing_required_parameter", f"Thiếu trường “{param}”.", param)
    if first["type"] == "too_long":
        return OpenAIError(400, "array_above_max_length", f"Trường “{param}” có quá nhiều phần tử.", param)
    return OpenAIError(400, "invalid_type", f"Trường “{param}” không đúng kiểu.", param)


def error_body(error: RequestError) -> dict[str, Any]:
    """Return `{"error": …}` for an answer or for a line of a stream."""
    kind = _SERVER if error.status >= 500 else _INVALID
    message = error.message + (_NO_PICTURES if error.status == 413 else "")
    return {"error": {"message": message, "type": kind, "param": getattr(error, "param", None), "code": error.code}}


def openai_error(error: RequestError) -> Response:
    """Return the response; what our own doors call 422 is a 400 there."""
    status = 400 if error.status == 422 else error.status
    headers = {} if error.retry_after_seconds is None else {"Retry-After": str(error.retry_after_seconds)}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 408:
        headers["Connection"] = "close"  # the rest of the body would be taken for the next request
    body = json.dumps(error_body(error), ensure_ascii=False)
    return Response(body, status, headers, media_type="application/json")


class OpenAIRoute(APIRoute):
    """A route whose errors have that shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route within the net for its errors."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestError as error:
                return openai_error(error)
            except ClientDisconnect:  # nobody is there to be answered; the observer notes it
                raise
            except Exception as error:
                log_failure(error, self.path)
                return openai_error(RequestError(500, *INTERNAL))

        return guarded
