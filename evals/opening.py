"""A configuration becomes a door: the assistant of this process with settings of its own, or a running server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evals.doors import Door, HttpDoor, LocalDoor
from evals.errors import BadConfig

if TYPE_CHECKING:
    from assistant.advice import Adviser
    from assistant.settings import Settings
    from knowledge.snapshot import Snapshot

LOCAL = "local"


@dataclass(frozen=True)
class Configuration:
    """What is asked: where, and with which settings. Plain values, so that worker processes can open it."""

    name: str = ""
    against: str = LOCAL  # or the address of a running server
    settings: Mapping[str, object] = field(default_factory=dict)  # as MOTCUA_ settings, in lower case
    snapshot: str = ""  # folder of a built snapshot; "": the published one of the home

    def __post_init__(self) -> None:
        """Refuse an address that is none; raises BadConfig."""
        if self.against != LOCAL and not self.against.startswith(("http://", "https://")):
            raise BadConfig(self.name, "`against` is `local` or an address that starts with http:// or https://")


@dataclass(frozen=True)
class _Furnished:
    snapshot: Snapshot
    settings: Settings
    adviser: Adviser


@contextmanager
def open_door(configuration: Configuration) -> Iterator[Door]:
    """Open the door and close it afterwards.

    What is asked leaves no trace in the home: conversations stay in memory.

    Raises:
        BadConfig: A setting does not exist or has a wrong value.
        KnowledgeError: Nothing is published, the snapshot is damaged, or the encoder is missing.
    """
    if configuration.against != LOCAL:
        http = HttpDoor(configuration.against)
        try:
            yield http
        finally:
            http.close()
        return
    with _local(configuration) as door:
        yield door


@contextmanager
def _local(configuration: Configuration) -> Iterator[LocalDoor]:
    from pydantic import ValidationError

    from assistant.advice import open_adviser
    from assistant.answer import Assistant
    from assistant.conversation import ConversationMemory
    from assistant.language_model import ModelSettings
    from assistant.privacy import redact
    from assistant.settings import Settings
    from evals.poison import poisoned_door
    from knowledge.encoder import load_encoder
    from knowledge.snapshot import open_built, open_snapshot

    unknown = sorted(set(configuration.settings) - set(Settings.model_fields))
    if unknown:
        raise BadConfig(configuration.name, f"no such setting: {', '.join(unknown)}")
    try:
        settings = Settings.model_validate({**Settings().model_dump(), **configuration.settings})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfig(configuration.name, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    encoder = load_encoder(settings.encoder)
    built = Path(configuration.snapshot) if configuration.snapshot else None
    snapshot = open_built(built, encoder) if built else open_snapshot(settings.home, encoder)
    model = ModelSettings()
    adviser = open_adviser(model, redact)
    about = {
        "snapshot": snapshot.name,
        "built": snapshot.created,
        "procedures": len(snapshot.codes),
        "encoder": settings.encoder or "shipped",
        "language_model": model.model or "none",
    }
    try:
        furnished = _Furnished(snapshot, settings, adviser)
        assistant = Assistant(snapshot, ConversationMemory(), settings, adviser)
        yield LocalDoor(assistant, about, snapshot, lambda document: poisoned_door(furnished, document))
    finally:
        adviser.close()
