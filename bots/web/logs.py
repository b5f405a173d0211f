"""Where log lines of the web door go."""

from __future__ import annotations

import logging
import sys

import structlog


def log_to_stderr(level: str) -> None:
    """Send log lines to stderr as JSON, and log no addresses, which may hold questions."""
    known = logging.getLevelNamesMapping()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(known.get(level.upper(), logging.WARNING)),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.getLogger("uvicorn.access").disabled = True
