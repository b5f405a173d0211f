"""Passwords of reviewers: only a salted scrypt hash of them is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

SHORTEST_CHARS = 10
_LONGEST_CHARS = 1000
_LOG_N, _R, _P = 15, 8, 3  # 32 MiB, about a quarter of a second. Source: OWASP Password Storage Cheat Sheet
_MAXMEM_BYTES = 128 * 1024 * 1024


def hash_password(password: str) -> str:
    """Return what is kept of a password: parameters, salt and hash."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_LOG_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _LOG_N, _R, _P).hex()}"


def matches(password: str, kept: str | None) -> bool:
    """Return whether it is the password; where there is none to compare with it takes as long and is False."""
    parts = (kept or _NOBODY).split("$")
    log_n, r, p = map(int, parts[1:4])
    given = _scrypt(password, bytes.fromhex(parts[4]), log_n, r, p)
    return hmac.compare_digest(given, bytes.fromhex(parts[5])) and kept is not None


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    text = unicodedata.normalize("NFC", password[:_LONGEST_CHARS]).encode("utf-8", "replace")
    return hashlib.scrypt(text, salt=salt, n=2**log_n, r=r, p=p, maxmem=_MAXMEM_BYTES, dklen=32)


_NOBODY = f"scrypt${_LOG_N}${_R}${_P}${'00' * 16}${'00' * 32}"
