"""Where log lines of the web door go."""

from __future__ import annotations

import logging
import sys

import structlog


def log_to_stderr(level: str, *, lines: bool = False) -> None:
    """Send log entries to stderr, and log no addresses, which may hold questions.

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
            structlog.dev.ConsoleRenderer(colors=False)
            if lines
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.getLogger("uvicorn.access").disabled = True
