"""Zalo's JSON, read with care: whatever bytes come in, a value comes out or one kind of error."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

_ID = re.compile(r"[!-~]{1,100}")
_MILLISECONDS = re.compile(r"[0-9]{1,15}")
_LONGEST_RAW_ID_CHARS = 200


class JsonError(ValueError):
    """The bytes are no JSON."""


def parsed(body: bytes) -> Any:
    """Return the value of a JSON text in UTF-8.

    Raises:
        JsonError: It is none; also where it nests deeper than it can be read.
    """
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise JsonError("no JSON") from None


def inner(value: object, *names: str) -> object:
    """Return what stands under these names, one inside the other; None where anything on the way is missing."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def id_of(value: object) -> str | None:
    """Return an id as text, also where it came as a number; None where it is none."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and _ID.fullmatch(text) else None


def text_of(value: object) -> str:
    """Return the text, with half characters replaced; empty where it is none."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def milliseconds_of(value: object) -> int | None:
    """Return a time in milliseconds since 1970, which Zalo writes as text or as a number."""
    text = id_of(value)
    return int(text) if text is not None and _MILLISECONDS.fullmatch(text) else None


def raw_id(event: str, message_id: str | None, *others: object) -> str:
    """Return the id of an event: its name with the message's id, else with a digest of what tells it from others."""
    if message_id is not None:
        return f"{event}:{message_id}"[:_LONGEST_RAW_ID_CHARS]
    digest = hashlib.sha256(json.dumps(others, sort_keys=True).encode()).hexdigest()
    return f"{event}:{digest[:32]}"
