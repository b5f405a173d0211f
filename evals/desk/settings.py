"""The desk's settings, read once by whoever opens it. Prefix: MOTCUA_."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from assistant.settings import Settings


class DeskSettings(Settings):
    """What the desk adds to the assistant's settings."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    public_url: str | None = Field(default=None, description="https address under which the web door is reached")
    qa_run: Path | None = Field(default=None, description="Folder of the eval run to judge; default: the newest one")
    qa_low_score: float = Field(default=0.5, ge=0, le=1, description="Best scores below this are judged")
    qa_sample: int = Field(default=30, ge=0, le=1000, description="Answers in the random sample")
    qa_seed: str | None = Field(default=None, description="Seed of the sample; default: the week, such as 2026-W48")

    @property
    def qa_url(self) -> str:
        """The SQLAlchemy URL of the desk's store."""
        return self.database_url or f"sqlite:///{self.home / 'qa.sqlite'}"

    @property
    def talks_url(self) -> str:
        """The SQLAlchemy URL of the conversations."""
        return self.database_url or f"sqlite:///{self.home / 'conversations.sqlite'}"
