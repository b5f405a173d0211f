"""The one place that wires the real parts together."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.conversation_store import SqlConversations
from assistant.settings import Settings
from knowledge.catalogue import Catalogue
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, open_snapshot


@dataclass(frozen=True)
class House:
    """Everything that is open while the program answers."""

    settings: Settings
    catalogue: Catalogue
    snapshot: Snapshot
    conversations: SqlConversations
    assistant: Assistant

    def close(self) -> None:
        """Close the databases."""
        self.conversations.close()
        self.catalogue.close()


def open_house(settings: Settings) -> House:
    """Open the published snapshot and the databases.

    Raises:
        KnowledgeError: Nothing is published, the snapshot is damaged, or the encoder or the catalogue is missing.
        ConversationStoreError: The store of conversations cannot be opened.
    """
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    url = settings.database_url or f"sqlite:///{settings.home / 'conversations.sqlite'}"
    conversations = SqlConversations(url, settings.conversation_hours)
    return House(
        settings=settings,
        catalogue=Catalogue.open(settings.catalogue_url),
        snapshot=snapshot,
        conversations=conversations,
        assistant=Assistant(snapshot, conversations, settings),
    )
