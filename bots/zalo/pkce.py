"""The proof that who asks for tokens is who asked for the consent.

Source:
    RFC 7636, S256.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

_BYTES = 32  # 43 characters, the fewest that the RFC allows


def new_verifier() -> str:
    """Return a fresh verifier; it is a secret until it has been used."""
    return secrets.token_urlsafe(_BYTES)


def challenge_of(verifier: str) -> str:
    """Return what is shown in the place of the verifier: base64url without padding of its raw SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
