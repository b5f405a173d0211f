"""The bodies of `POST /v1/chat/completions`: what is read of a request, and what makes it impossible.

Source: platform.openai.com/docs/api-reference/chat. What is not named here is passed over: our answers have no
temperature, and they are never cut, because half a list of papers is a wrong list.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.records import Audience
from bots.web.openai_errors import OpenAIError, from_fields, unsupported

MODELS: dict[str, Audience] = {"motcua": "citizen", "motcua-can-bo": "officer"}
"""Who is answered under each model's name."""

MOST_MESSAGES = 2000
_PLACE_CHARS = 200
_HINT_CHARS = 200
_TEXT_PARTS = frozenset({"text", "input_text", "output_text"})


class Message(BaseModel):
    """One message; `content` is a string, a list of parts, or nothing."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: str | list[dict[str, Any]] | None = None

    @field_validator("content", mode="before")
    @classmethod
    def _parts(cls, sent: Any) -> Any:
        if sent is None or isinstance(sent, str):
            return sent
        if not isinstance(sent, list) or not all(isinstance(part, dict) for part in sent):
            raise ValueError("neither a string nor a list of parts")
        return sent

    @property
    def text(self) -> str:
        """Its words, one text part a line."""
        if not isinstance(self.content, list):
            return self.content or ""
        texts = [part.get("text") for part in self.content if part.get("type") in _TEXT_PARTS]
        return "\n".join(text for text in texts if isinstance(text, str))

    @property
    def unread(self) -> bool:
        """Whether it has parts that are not read: pictures, sound, files."""
        return isinstance(self.content, list) and any(part.get("type") not in _TEXT_PARTS for part in self.content)


class StreamOptions(BaseModel):
    """How the stream ends."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool | None = None


class Completion(BaseModel):
    """A request, as far as it is read."""

    model_config = ConfigDict(extra="ignore")

    model: str
    messages: list[Message] = Field(max_length=MOST_MESSAGES)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    user: str | None = None
    metadata: dict[str, Any] | None = None
    n: int | None = None
    tool_choice: Any = None
    function_call: Any = None
    response_format: Any = None
    modalities: list[str] | None = None
    logprobs: bool | None = None

    @property
    def with_usage(self) -> bool:
        """Whether the stream ends with a chunk that counts the words."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    @property
    def place(self) -> str | None:
        """The place that `metadata.place` names."""
        return self.hint("place", _PLACE_CHARS)

    def hint(self, name: str, most_chars: int = _HINT_CHARS) -> str | None:
        """Return a value of `metadata` in at most so many characters, None where there is none."""
        value = (self.metadata or {}).get(name)
        return value[:most_chars] if isinstance(value, str) and value.strip() else None


def read_completion(sent: dict[str, object]) -> Completion:
    """Return the body as a request.

    Raises:
        OpenAIError: 400: a field is wrong, or asks for what no answer of ours could be.
    """
    try:
        asked = Completion.model_validate(sent)
    except ValidationError as error:
        raise from_fields(error) from None
    _refuse_what_cannot_be(asked)
    if not any(message.role == "user" for message in asked.messages):
        raise OpenAIError(400, "missing_required_parameter", "Thiếu tin nhắn của người dùng (role: user).", "messages")
    return asked


def _refuse_what_cannot_be(asked: Completion) -> None:
    if asked.n not in {None, 1}:
        raise unsupported("n", "Mỗi câu hỏi chỉ có một câu trả lời: n phải là 1.")
    if asked.tool_choice not in (None, "none", "auto"):
        raise unsupported("tool_choice", "Trợ lý không gọi công cụ: tool_choice chỉ nhận none hoặc auto.")
    if asked.function_call not in (None, "none", "auto"):
        raise unsupported("function_call", "Trợ lý không gọi hàm: function_call chỉ nhận none hoặc auto.")
    if _kind(asked.response_format) not in {None, "text"}:
        raise unsupported("response_format", "Câu trả lời là văn bản: response_format chỉ nhận text.")
    if asked.modalities not in (None, [], ["text"]):
        raise unsupported("modalities", "Câu trả lời là văn bản: modalities chỉ nhận text.")
    if asked.logprobs:
        raise unsupported("logprobs", "Câu trả lời không có xác suất từng từ: logprobs phải là false.")


def _kind(response_format: Any) -> object:
    if isinstance(response_format, dict):
        return str(response_format.get("type", "text"))
    return None if response_format is None else str(response_format)
