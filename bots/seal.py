"""Hides who a person is on a channel: ids become keyed hashes, addresses are encrypted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bots.channel import BotsError


class WrongKeyError(BotsError):
    """Something was sealed with another key than the one in the settings."""

    def __init__(self) -> None:
        super().__init__(
            "sealed with another key: put the old MOTCUA_CHANNEL_KEY back and run motcua channels retry, "
            "or motcua channels drop"
        )


class Seal:
    """Hashes and encrypts with keys that are derived from one secret."""

    def __init__(self, secret: str) -> None:
        """Derive the keys.

        Args:
            secret: At least 16 characters; changing it makes all that it sealed unreadable.
        """
        self._hashing = _derived(secret, "hash")
        self._box = Fernet(base64.urlsafe_b64encode(_derived(secret, "address")))

    def hashed(self, *parts: str) -> str:
        """Return a keyed SHA-256 of the parts, 64 hex digits; no part can pass for two."""
        told = b"".join(len(part := one.encode("utf-8", "replace")).to_bytes(4) + part for one in parts)
        return hmac.new(self._hashing, told, hashlib.sha256).hexdigest()

    def close(self, text: str) -> bytes:
        """Return the text encrypted and signed."""
        return self._box.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Return what was sealed.

        Raises:
            WrongKeyError: Another key sealed it, or it was changed.
        """
        try:
            return self._box.decrypt(bytes(sealed)).decode()
        except InvalidToken:
            raise WrongKeyError from None


def new_secret() -> str:
    """Return a new secret of 256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def _derived(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose. Source: RFC 5869."""
    return HKDF(SHA256(), 32, salt=b"motcua channels", info=purpose.encode()).derive(secret.encode())
