"""The one place that wires the real parts together."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.advice import Adviser, open_adviser
from assistant.answer import Assistant
from assistant.conversation_store import SqlConversations
from assistant.language_model import ModelSettings
from assistant.late_catalogue import LateCatalogue
from assistant.privacy import redact
from assistant.settings import Settings
from assistant.steady_conversations import SteadyConversations
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, open_snapshot


@dataclass(frozen=True)
class House:
    """Everything that is open while the program answers."""

    settings: Settings
    catalogue: LateCatalogue
    snapshot: Snapshot
    conversations: SteadyConversations
    assistant: Assistant
    adviser: Adviser

    @property
    def degraded(self) -> str | None:
        """What works less well than it should, in English; None where everything does."""
        reasons = (self.snapshot.degraded_reason, self.conversations.degraded, self.adviser.degraded)
        return "; ".join(reason for reason in reasons if reason) or None

    def close(self) -> None:
        """Close the databases and the connections to a language model."""
        self.adviser.close()
        self.conversations.close()
        self.catalogue.close()


def open_house(settings: Settings) -> House:
    """Open the published snapshot and the databases. Only the snapshot is needed to answer.

    Raises:
        KnowledgeError: Nothing is published, the snapshot is damaged, or the encoder is missing.
    """
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    url = settings.database_url or f"sqlite:///{settings.home / 'conversations.sqlite'}"
    hours = settings.conversation_hours
    conversations = SteadyConversations(lambda: SqlConversations(url, hours), hours)
    adviser = open_adviser(ModelSettings(), redact)
    return House(
        settings=settings,
        catalogue=LateCatalogue(settings.catalogue_url),
        snapshot=snapshot,
        conversations=conversations,
        assistant=Assistant(snapshot, conversations, settings, adviser),
        adviser=adviser,
    )
