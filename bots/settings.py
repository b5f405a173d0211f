"""The doors' settings: vendors' tokens and secrets, from the environment or from files of secrets, never defaults."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from assistant.settings import Settings
from bots.channel import BotsError

SECRETS_FOLDER = "MOTCUA_SECRETS_DIR"  # a folder with one file a secret, such as motcua_telegram_token
_SHORTEST_SECRET = 16
_PLACEHOLDERS = ("changeme", "change-me", "change_me", "example", "placeholder", "your-", "your_", "xxxx", "secret123")


class SecretsMissing(BotsError):
    """The folder of secrets that is named is not there."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{SECRETS_FOLDER}: there is no folder {folder}")


def _web_address(url: str) -> str:
    """Return the address without a slash at its end.

    Raises:
        ValueError: It is no web address.
    """
    if not url.startswith(("https://", "http://")):
        raise ValueError("must begin with https://")
    return url.rstrip("/")


def _strong(secret: SecretStr | None) -> SecretStr | None:
    """Return the secret; an empty one is none.

    Raises:
        ValueError: It is short, or stands in an example.
    """
    if secret is None or not secret.get_secret_value().strip():
        return None
    value = secret.get_secret_value().strip()
    if len(value) < _SHORTEST_SECRET:
        raise ValueError(f"is shorter than {_SHORTEST_SECRET} characters; make one with: motcua channels secret")
    if any(word in value.lower() for word in _PLACEHOLDERS) or len(set(value)) < 6:
        raise ValueError("is a placeholder; make one with: motcua channels secret")
    return SecretStr(value)


def _whole(token: SecretStr | None) -> SecretStr | None:
    """Return the vendor's token; an empty one is none.

    Raises:
        ValueError: It is too short to be one.
    """
    if token is None or not token.get_secret_value().strip():
        return None
    if len(token.get_secret_value().strip()) < _SHORTEST_SECRET:
        raise ValueError("is too short to be a token: copy the whole of it from the vendor, see docs/channels.md")
    return SecretStr(token.get_secret_value().strip())


def listed(secret: SecretStr | None) -> tuple[str, ...]:
    """Return the parts of a list of secrets, comma-separated."""
    parts = (part.strip() for part in (secret.get_secret_value() if secret else "").split(","))
    return tuple(part for part in parts if part)


def _each_strong(secret: SecretStr | None) -> SecretStr | None:
    """Return the list; an empty one is none.

    Raises:
        ValueError: One of the keys is short, or stands in an example.
    """
    for key in listed(secret):
        _strong(SecretStr(key))
    return secret if listed(secret) else None


Keys = Annotated[SecretStr | None, AfterValidator(_each_strong)]
Token = Annotated[SecretStr | None, AfterValidator(_whole)]
Secret = Annotated[SecretStr | None, AfterValidator(_strong)]
Address = Annotated[str, AfterValidator(_web_address)]


class DoorSettings(Settings):
    """What the doors add to the assistant's settings. A channel is on where its token or its id is set."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore", hide_input_in_errors=True)

    public_url: Address | None = Field(default=None, description="https address under which the web door is reached")
    embed_origins: str | None = Field(
        default=None, description="Origins of portals that may embed the chat, comma-separated; default: any"
    )
    privacy_contact: str | None = Field(default=None, description="Who answers for personal data, as it is printed")
    office_hours: str | None = Field(default=None, description="When officers answer, as it is printed")
    handoff_hours: float = Field(default=12, gt=0, description="Hours that the assistant stays silent for an officer")
    worker_seconds: float = Field(
        default=15, ge=0.5, description="Seconds after which others take over what a worker that fell silent holds"
    )
    channel_key: Secret = Field(default=None, description="Hides channel ids; motcua channels secret makes one")
    desk_keys: Secret = Field(default=None, description="Bearer keys of officers' desks, comma-separated name=key")
    api_keys: Keys = Field(default=None, description="Bearer keys of /v1 and /mcp, comma-separated; none: open")

    telegram_token: Token = Field(default=None, description="Token of the Telegram bot, from @BotFather")
    telegram_secret: Secret = Field(default=None, description="Secret token of the Telegram webhook")
    telegram_url: Address = Field(default="https://api.telegram.org", description="Telegram's Bot API")

    zalo_oa_id: str | None = Field(default=None, description="Id of the Zalo Official Account")
    zalo_oa_app_id: str | None = Field(default=None, description="Id of the Zalo app that the account granted")
    zalo_oa_app_secret: Token = Field(default=None, description="App Secret: renews tokens")
    zalo_oa_secret: Token = Field(default=None, description="OA Secret Key of the app's Webhook page: signs events")
    zalo_oa_buttons: bool = Field(default=False, description="Send buttons, which Zalo may refuse for an account")
    zalo_oa_url: Address = Field(default="https://openapi.zalo.me", description="Zalo's Official Account API")
    zalo_oauth_url: Address = Field(default="https://oauth.zaloapp.com", description="Where Zalo renews tokens")

    zalo_bot_token: Token = Field(default=None, description="Token of the Zalo bot")
    zalo_bot_secret: Secret = Field(default=None, description="Secret token of the Zalo bot's webhook")
    zalo_bot_url: Address = Field(default="https://bot-api.zaloplatforms.com", description="Zalo's Bot API")


def door_settings(**values: Any) -> DoorSettings:
    """Return the settings of the environment, and of the folder of secrets where one is named.

    Raises:
        ValidationError: A value is wrong, or a secret is short or a placeholder; the value is not quoted.
        SecretsMissing: The folder of secrets is not there.
    """
    folder = os.environ.get(SECRETS_FOLDER)
    if folder and not Path(folder).is_dir():
        raise SecretsMissing(folder)
    return DoorSettings(_secrets_dir=folder or None, **values)
