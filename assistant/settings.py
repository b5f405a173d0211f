"""The assistant's settings, read once by the bootstrap."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from knowledge.settings import KnowledgeSettings


class Settings(KnowledgeSettings):
    """Everything that the environment may set. Prefix: MOTCUA_."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    hotline: str | None = Field(default=None, description="Phone number of the human way out, as it is printed")
    office: str | None = Field(default=None, description="Office that people may turn to, as it is printed")
    conversation_hours: float = Field(default=24, gt=0, description="Hours after which a conversation is forgotten")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="Level of the log on standard error"
    )
