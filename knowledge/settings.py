"""The settings that storing and searching need, read once from the environment by whoever starts the program."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Where everything that is written lives, and which encoder reads text. Environment prefix: MOTCUA_."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder that holds everything that the program writes")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; default: SQLite under home")
    encoder: str | None = Field(default=None, description="Folder or hub name of an encoder; default: the shipped one")

    @property
    def catalogue_url(self) -> str:
        """The SQLAlchemy URL of the system of record."""
        return self.database_url or f"sqlite:///{self.home / 'catalogue.sqlite'}"
