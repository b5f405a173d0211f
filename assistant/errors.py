"""The exception tree of the assistant room.

AssistantError
├── ConversationStoreError
└── MissingExtra (language_model.py)
"""

from __future__ import annotations


class AssistantError(Exception):
    """Anything that the assistant refuses; catch this one at a boundary."""


class ConversationStoreError(AssistantError):
    """Conversations cannot be read or written."""

    advice = "Check MOTCUA_HOME and MOTCUA_DATABASE_URL, and the free space of the disk"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"conversations at {url} cannot be used: {reason}. {self.advice}")
        self.url, self.reason = url, reason
