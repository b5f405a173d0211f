"""Who may use the doors of programs, and under which address people reach the pages: plain values of the settings."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from pydantic import ValidationError

from assistant.records import Citation
from bots.settings import DoorSettings, door_settings
from bots.web.answer_view import page_of

_SCHEME = b"bearer "


@dataclass(frozen=True)
class Access:
    """The bearer keys of `/v1` and `/mcp`, and the public address of the web door. Without keys everyone may enter."""

    api_keys: tuple[str, ...] = field(default=(), repr=False)
    public_url: str | None = None

    def key_of(self, authorization: str | None) -> str | None:
        """Return the key that the `Authorization` header names, "" where none is asked for; None: it may not enter.

        Args:
            authorization: As the server read it: every byte one character (Latin-1).
        """
        if not self.api_keys:
            return ""
        sent = (authorization or "").encode("latin-1", "replace")
        if sent[: len(_SCHEME)].lower() != _SCHEME:
            return None
        token = sent[len(_SCHEME) :].strip()
        # Every key is compared, so that the time tells nothing of which one was near.
        named = [key for key in self.api_keys if hmac.compare_digest(key.encode("utf-8", "surrogateescape"), token)]
        return named[0] if named else None

    def page(self, citation: Citation) -> str | None:
        """Return where a person can read the cited words: the procedure's page, else the source's; None: nowhere."""
        return self.public_url + page_of(citation) if self.public_url else citation.source_url


OPEN = Access()
"""For everyone, and without an address."""


class WrongSettings(Exception):
    """The doors' settings cannot be read; the message names them and quotes no value."""

    def __init__(self, error: ValidationError) -> None:
        wrong = error.errors(include_url=False, include_input=False)
        names = ["MOTCUA_" + "_".join(map(str, one["loc"])).upper() for one in wrong]
        super().__init__(
            "; ".join(
                f"{name}: {one['msg'].removeprefix('Value error, ')}" for name, one in zip(names, wrong, strict=True)
            )
        )


def access_of(settings: DoorSettings) -> Access:
    """Return the access that the settings give."""
    listed = settings.api_keys.get_secret_value() if settings.api_keys else ""
    keys = tuple(key.strip() for key in listed.split(",") if key.strip())
    return Access(keys, settings.public_url)


def read_settings() -> DoorSettings:
    """Return the doors' settings of the environment.

    Raises:
        WrongSettings: A setting is wrong, or a secret is short or a placeholder.
    """
    try:
        return door_settings()
    except ValidationError as error:
        raise WrongSettings(error) from None
