"""Poisoned records: a snapshot in which one record says something more, as if its source had said it.

What hides in a document is an attack that no question delivers. A case names a record, a field and words; the words
are served at the end of that field and at the end of the source text, so that a citation of them points at them.
What this does not do: the indexes stay as they are, so that the words never change what is found, and times that the
ingest reads out of steps are not read again.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from assistant.advice import Adviser
from assistant.answer import Assistant
from assistant.conversation import ConversationMemory
from assistant.records import Answer, Audience, Question
from assistant.settings import Settings
from evals.cases import Document, PoisonedField
from evals.doors import LocalDoor
from evals.errors import CannotPoison
from knowledge.record_fields import fields_of
from knowledge.records import Procedure, Quote, Span
from knowledge.snapshot import Snapshot

_INDENT = "\n    "  # how the source sets the lines of a field


class Furnished(Protocol):
    """What an assistant is made of."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot to poison."""

    @property
    def settings(self) -> Settings:
        """The assistant's settings."""

    @property
    def adviser(self) -> Adviser:
        """What a language model may do, if there is one."""


class PoisonedSnapshot(Snapshot):
    """A snapshot that serves one record with words appended to a field; all else is the snapshot that it wraps."""

    _poisoned: Procedure
    _longer: str

    def __init__(self, snapshot: Snapshot, code: str, field: PoisonedField, text: str) -> None:
        """Read the record and append the words, each line of them as one more line of the field.

        Raises:
            CannotPoison: The snapshot has no such record, or the record has no way to submit whose notes could grow.
        """
        super().__init__(*(getattr(snapshot, part.name) for part in dataclasses.fields(Snapshot)))
        record, source = snapshot.procedure(code), snapshot.source_text(code)
        if record is None or source is None:
            raise CannotPoison(code, field, f"the snapshot {snapshot.name} does not hold it")
        longer, quotes = _appended(source, text)
        digest = hashlib.sha256(longer.encode("utf-8")).hexdigest()
        read = record.source.model_copy(update={"sha256": digest})
        poisoned = record.model_copy(update={"source": read, **_grown(record, field, quotes)})
        object.__setattr__(self, "_poisoned", poisoned)  # a snapshot is frozen
        object.__setattr__(self, "_longer", longer)

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of that code, the poisoned one where it is that; None where there is none."""
        return self._poisoned if code == self._poisoned.code else super().procedure(code)

    def fields(self, code: str, names: Iterable[str]) -> dict[str, Any] | None:
        """Return top-level fields as JSON has them, of the same record that `procedure` returns."""
        if code != self._poisoned.code:
            return super().fields(code, names)
        return fields_of(self._poisoned.model_dump_json(), names)

    def source_text(self, code: str) -> str | None:
        """Return the text that the record was read from, with the words at its end where it is the poisoned one."""
        return self._longer if code == self._poisoned.code else super().source_text(code)


def poisoned_assistant(house: Furnished, document: Document) -> Assistant:
    """Return an assistant over the poisoned snapshot, with the house's settings and conversations of its own.

    Raises:
        CannotPoison: The house's snapshot has no such record, or the record no such field.
    """
    snapshot = PoisonedSnapshot(house.snapshot, document.code, document.field, document.text)
    return Assistant(snapshot, ConversationMemory(), house.settings, house.adviser)


def poisoned_door(house: Furnished, document: Document) -> LocalDoor:
    """Return a door to the poisoned assistant; its `about` names the record and the field that say something more.

    Raises:
        CannotPoison: As `poisoned_assistant` does.
    """
    about = {"snapshot": house.snapshot.name, "poisoned": f"{document.code}/{document.field}"}
    snapshot = PoisonedSnapshot(house.snapshot, document.code, document.field, document.text)
    return LocalDoor(Assistant(snapshot, ConversationMemory(), house.settings, house.adviser), about, snapshot)


def ask_poisoned(
    house: Furnished, document: Document, messages: Sequence[str], audience: Audience = "citizen"
) -> tuple[Answer, ...]:
    """Return the answers to the messages of one conversation, in order, while the record is poisoned.

    Raises:
        CannotPoison: As `poisoned_assistant` does.
    """
    assistant, answers = poisoned_assistant(house, document), list[Answer]()
    for message in messages:
        conversation = answers[-1].conversation_id if answers else None
        answers.append(assistant.ask(Question(question=message, conversation_id=conversation, audience=audience)))
    return tuple(answers)


def _appended(source: str, text: str) -> tuple[str, tuple[Quote, ...]]:
    """Return the longer source and a quote of each line of the text in it."""
    quotes = []
    for line in text.splitlines():
        if line.strip():
            start = len(source) + len(_INDENT)
            source += _INDENT + line
            quotes.append(Quote(text=line, span=Span(start, start + len(line))))
    return source, tuple(quotes)


def _grown(record: Procedure, field: PoisonedField, quotes: tuple[Quote, ...]) -> dict[str, object]:
    """Return the record's field with the quotes at its end, by the name under which the record holds it."""
    if field != "notes":
        return {field: (*getattr(record, field), *quotes)}
    if not record.channels:
        raise CannotPoison(record.code, field, "it has no way to submit")
    first, *rest = record.channels
    return {"channels": (first.model_copy(update={"notes": (*first.notes, *quotes)}), *rest)}
