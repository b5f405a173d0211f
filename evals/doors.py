"""The doors through which cases are asked: the assistant in this process, or a running server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import httpx
from pydantic import ValidationError

from assistant.records import Answer, Question
from evals.errors import DoorError
from evals.transcripts import Reply

TIMEOUT_SECONDS = 60.0


class Asks(Protocol):
    """What the local door needs of an assistant."""

    def ask(self, question: Question) -> Answer:
        """Return the answer."""


class Door(Protocol):
    """One way to ask."""

    @property
    def about(self) -> Mapping[str, object]:
        """What is measured, in words and versions; written before the run starts."""

    def ask(self, question: Question) -> Reply:
        """Return the reply; raises DoorError when there is none."""


class LocalDoor:
    """Asks the assistant of this process."""

    def __init__(self, assistant: Asks, about: Mapping[str, object]) -> None:
        """Ask `assistant`; `about` says which snapshot and encoder it serves."""
        self._assistant = assistant
        self._about = dict(about)

    @property
    def about(self) -> Mapping[str, object]:
        """The door's kind, and what the caller says of the assistant."""
        return {"door": "local", **self._about}

    def ask(self, question: Question) -> Reply:
        """Return the assistant's answer.

        Raises:
            DoorError: The assistant raised. It promises not to: this is a finding, kept in the transcript.
        """
        try:
            answer = self._assistant.ask(question)
        except Exception as error:  # whatever it is, it must cost one case and never the run
            raise DoorError("the assistant", f"{type(error).__name__}: {error}") from error
        return Reply.model_validate(answer.model_dump(mode="json"))


class HttpDoor:
    """Asks `POST /api/ask` of a server."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        """Ask the server at `url`; a `transport` of its own serves tests."""
        self._url = url.rstrip("/")
        self._client = httpx.Client(base_url=self._url, timeout=TIMEOUT_SECONDS, transport=transport)

    @property
    def about(self) -> Mapping[str, object]:
        """The door's kind and address."""
        return {"door": "http", "url": self._url}

    def ask(self, question: Question) -> Reply:
        """Return the server's answer; raises DoorError for any status but 200 and for any other shape."""
        try:
            response = self._client.post("/api/ask", json=question.model_dump(mode="json", exclude_none=True))
        except httpx.HTTPError as error:
            raise DoorError(self._url, f"{type(error).__name__}: {error}") from error
        if response.status_code != httpx.codes.OK:
            raise DoorError(self._url, f"HTTP {response.status_code}: {response.text[:500]}")
        try:
            return Reply.model_validate_json(response.content)
        except ValidationError as error:
            raise DoorError(self._url, f"not the contract of POST /api/ask: {error.errors()[0]['msg']}") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
