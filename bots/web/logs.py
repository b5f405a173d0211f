"""Where log lines of the web door go, and what never stands in them: nothing that a person wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from assistant.privacy import redact

_FRAMES = 6  # of a traceback that are logged


def log_to_stderr(level: str, *, lines: bool = False) -> None:
    """Send log entries to stderr, and log no addresses, which may hold questions.

    Other libraries' entries are redacted too, and tell of an error its class and place, never its message; only their
    warnings are logged, whatever the level, because what they say below that quotes requests.

    Args:
        level: The least that is logged; an unknown name counts as WARNING.
        lines: As lines for people; as JSON otherwise.
    """
    known = logging.getLevelNamesMapping()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(known.get(level.upper(), logging.WARNING)),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_personal_details,
            structlog.dev.ConsoleRenderer(colors=False)
            if lines
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.setLogRecordFactory(redacted_record)
    logging.getLogger("uvicorn.access").disabled = True


def without_personal_details(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the entry with its words redacted, and an exception as its class and place."""
    for name, value in entry.items():
        if isinstance(value, str) and name != "timestamp":
            entry[name] = redact(value)
    if entry.get("exc_info"):
        entry["exc_info"] = None
        entry["error"] = _told(sys.exc_info()[1])
    return entry


def redacted_record(*args: Any, **named: Any) -> logging.LogRecord:
    """Return a record of the standard library's logging whose message is redacted and whose error is not quoted."""
    record = logging.LogRecord(*args, **named)
    try:
        message = record.getMessage()
    except (TypeError, ValueError):  # its arguments do not fit: the template alone
        message = str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    record.msg, record.args = redact(message) + (f" ({_told(error)})" if error else ""), None
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return record


def _told(error: BaseException | None) -> str:
    if error is None:
        return "error"
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return ", ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)])
