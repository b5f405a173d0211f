"""Who may use the doors of programs, and under which address people reach the pages: plain values of the settings."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.records import Citation
from bots.settings import DoorSettings, listed
from bots.web.answer_view import page_of

_SCHEME = b"bearer "


@dataclass(frozen=True)
class Access:
    """The bearer keys of `/v1` and `/mcp`, and the public address of the web door. Without keys everyone may enter."""

    api_keys: tuple[str, ...] = field(default=(), repr=False)
    public_url: str | None = None

    def key_of(self, authorization: str | None) -> str | None:
        """Return the key that the `Authorization` header names, "" where none is asked for; None: it may not enter."""
        return bearer(authorization, self.api_keys) if self.api_keys else ""

    def page(self, citation: Citation) -> str | None:
        """Return where a person can read the cited words: the procedure's page, else the source's; None: nowhere."""
        return self.public_url + page_of(citation) if self.public_url else citation.source_url


def bearer(authorization: str | None, keys: Sequence[str]) -> str | None:
    """Return the key of these that the `Authorization` header bears; None where it bears none of them.

    Args:
        authorization: As the server read it: every byte one character (Latin-1).
        keys: Every one is compared, in constant time, so that the time tells nothing of which one was near.
    """
    sent = (authorization or "").encode("latin-1", "replace")
    if sent[: len(_SCHEME)].lower() != _SCHEME:
        return None
    token = sent[len(_SCHEME) :].strip()
    named = [key for key in keys if hmac.compare_digest(key.encode("utf-8", "surrogateescape"), token)]
    return named[0] if named else None


OPEN = Access()
"""For everyone, and without an address."""


def access_of(settings: DoorSettings) -> Access:
    """Return the access that the settings give."""
    return Access(listed(settings.api_keys), settings.public_url)
