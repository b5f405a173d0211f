"""Requests whose answers are checked before the library reads them: `ok: false` also under HTTP 200, and no strays."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError
from telegram.error import NetworkError
from telegram.request import HTTPXRequest


class Declined(NetworkError):
    """An answer that is no success: of the Bot API itself, or of something that stands between.

    Args:
        code: The Bot API's `error_code`, else the HTTP status.
        description: The Bot API's words.
        retry_after_seconds: How long it asks to wait.
        new_chat: Id of the supergroup that the group became.
        is_telegrams: Whether it is in the Bot API's form.
    """

    __slots__ = ("code", "description", "is_telegrams", "new_chat", "retry_after_seconds")

    def __init__(
        self,
        code: int,
        description: str = "",
        *,
        retry_after_seconds: float | None = None,
        new_chat: int | None = None,
        is_telegrams: bool = True,
    ) -> None:
        super().__init__(f"{code}: {description}")
        self.code, self.description, self.is_telegrams = code, description, is_telegrams
        self.retry_after_seconds, self.new_chat = retry_after_seconds, new_chat


class _Parameters(BaseModel):
    retry_after: float | None = None
    migrate_to_chat_id: int | None = None


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    ok: StrictBool
    result: Any = None
    error_code: int | None = None
    description: str = ""
    parameters: _Parameters = _Parameters()


class CheckedRequest(HTTPXRequest):
    """The library's own requests; every answer that is no success becomes `Declined`.

    The library itself reads a `KeyError` out of `ok: false` under 200, and logs the body of what is no JSON.
    """

    __slots__ = ()

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """Return the status and the body of a success.

        Raises:
            Declined: It is none.
            NetworkError: There was no answer.
        """
        status, body = await super().do_request(*args, **named)
        _check(status, body)
        return status, body


def _check(status: int, body: bytes) -> None:
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        raise Declined(status, is_telegrams=False) from None
    if answer.ok:
        if not 200 <= status < 300 or "result" not in answer.model_fields_set:
            raise Declined(status, is_telegrams=False)
        return
    said = answer.error_code if answer.error_code is not None and 400 <= answer.error_code < 600 else None
    raise Declined(
        said or (status if status >= 400 else 400),
        answer.description,
        retry_after_seconds=answer.parameters.retry_after,
        new_chat=answer.parameters.migrate_to_chat_id,
    )
