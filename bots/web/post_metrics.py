"""How the queues of the channels stand, for Prometheus: read from the database when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bots.post.keeping import Standing


class _Queues(Collector):
    def __init__(self, now: Standing) -> None:
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._now
        yield GaugeMetricFamily("motcua_post_updates_open", "Updates to be answered", value=now.updates_open)
        yield GaugeMetricFamily("motcua_post_messages_open", "Messages to be sent", value=now.messages_open)
        yield GaugeMetricFamily("motcua_post_oldest_seconds", "How long the oldest waits", value=now.oldest_seconds)
        yield GaugeMetricFamily("motcua_post_dead_letters", "What was given up", value=now.dead_count)
        yield GaugeMetricFamily("motcua_post_uncertain", "Messages that may have arrived twice", value=now.uncertain)
        yield GaugeMetricFamily("motcua_post_accounts_paused", "Accounts that send nothing", value=len(now.paused))
        yield GaugeMetricFamily("motcua_post_tickets_open", "Hand-overs that are open", value=now.tickets_open)


def exposition(now: Standing) -> bytes:
    """Return the queues in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Queues(now))
    return generate_latest(registry)
