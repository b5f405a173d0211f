"""The doors through which cases are asked: the assistant in this process, or a running server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import httpx
from pydantic import ValidationError

from assistant.records import Answer, Question
from evals.cases import Document
from evals.errors import DoorError
from evals.transcripts import Reply
from knowledge.records import Procedure

TIMEOUT_SECONDS = 60.0


class Asks(Protocol):
    """What the local door needs of an assistant."""

    def ask(self, question: Question) -> Answer:
        """Return the answer."""


class Sources(Protocol):
    """The records behind the answers."""

    def procedure(self, code: str, /) -> Procedure | None:
        """Return the record; None where it is not held."""

    def source_text(self, code: str, /) -> str | None:
        """Return the unnormalised source text; None where it is not at hand."""


class Door(Protocol):
    """One way to ask."""

    @property
    def sources(self) -> Sources | None:
        """The records behind the answers; None where they cannot be seen."""

    @property
    def about(self) -> Mapping[str, object]:
        """What is measured, in words and versions; written before the run starts."""

    def ask(self, question: Question) -> Reply:
        """Return the reply; raises DoorError when there is none."""

    def poisoned(self, document: Document) -> Door | None:
        """Return a door to the same assistant over a record that says something more; None where that cannot be."""


class LocalDoor:
    """Asks the assistant of this process."""

    def __init__(
        self,
        assistant: Asks,
        about: Mapping[str, object],
        sources: Sources | None = None,
        poisoner: Callable[[Document], Door] | None = None,
    ) -> None:
        """Ask an assistant.

        Args:
            assistant: The one of this process.
            about: Which snapshot and encoder it serves.
            sources: Its records.
            poisoner: Makes doors to it over a poisoned record.
        """
        self._assistant, self._poisoner = assistant, poisoner
        self._about = dict(about)
        self.sources = sources

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

    def poisoned(self, document: Document) -> Door | None:
        """Return a door over the poisoned record; None where nobody said how."""
        return self._poisoner(document) if self._poisoner else None


class HttpDoor:
    """Asks `POST /api/ask` of a server."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        """Ask the server at `url`; a `transport` of its own serves tests."""
        self._url = _without_password(url.rstrip("/"))
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT_SECONDS, transport=transport)
        self.sources: Sources | None = _HttpSources(self._url, self._client)

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

    def poisoned(self, _document: Document) -> None:
        """Return None: nobody writes into the records of a server."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _without_password(url: str) -> str:
    """Return the address as it may be written down."""
    bare = httpx.URL(url)
    return str(bare.copy_with(username=None, password=None)).rstrip("/") if bare.userinfo else url


class _HttpSources:
    """Records as `GET /api/procedures/{code}` gives them; source texts stay on the server."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self._url, self._client = url, client
        self._known: dict[str, Procedure | None] = {}

    def procedure(self, code: str, /) -> Procedure | None:
        """Return the record; None where the server holds none; raises DoorError for anything else."""
        if code not in self._known:
            self._known[code] = self._fetch(code)
        return self._known[code]

    def source_text(self, _code: str, /) -> None:
        """Return None: the server shows records, not files."""

    def _fetch(self, code: str) -> Procedure | None:
        try:
            response = self._client.get(f"/api/procedures/{code}")
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            record = response.raise_for_status().json()
            return Procedure.model_validate({name: record[name] for name in Procedure.model_fields if name in record})
        except (httpx.HTTPError, ValueError, TypeError, KeyError) as error:
            raise DoorError(self._url, f"no record of {code}: {type(error).__name__}: {error}") from error
