"""Counts and durations for Prometheus. Labels never hold what a user typed."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_SECONDS = (0.002, 0.005, 0.01, 0.015, 0.025, 0.04, 0.075, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10)
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # set by `motcua serve --workers`: every worker then shows all


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter("motcua_requests", "HTTP requests", ("route", "method", "status"), registry=registry)
        self._request_seconds = Histogram(
            "motcua_request_seconds",
            "Seconds to the response's start",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter("motcua_answers", "Answers given", ("channel", "behavior"), registry=registry)
        self._answer_seconds = Histogram(
            "motcua_answer_seconds",
            "Seconds from question to answer",
            ("channel",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._feedback = Counter("motcua_feedback", "Ratings received", ("rating",), registry=registry)
        self._streams = Gauge(
            "motcua_open_streams", "Chat streams open now", registry=registry, multiprocess_mode="livesum"
        )

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one HTTP request."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answered(self, channel: str, behavior: str, seconds: float) -> None:
        """Count one answer."""
        self._answers.labels(channel, behavior).inc()
        self._answer_seconds.labels(channel).observe(seconds)

    def rated(self, rating: int) -> None:
        """Count one piece of feedback."""
        self._feedback.labels(str(rating)).inc()

    def stream_opened(self) -> None:
        """Count a chat stream in."""
        self._streams.inc()

    def stream_closed(self) -> None:
        """Count a chat stream out."""
        self._streams.dec()

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format, over all workers where there are several."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # the library ships no types for it
        return generate_latest(together)
