"""Silence of the source has to be said: an unknown fee and an unknown time are told as unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.exactness.page import Page
from evals.exactness.required import states_duration, states_money
from knowledge.records import Channel, Facet, Procedure

_UNKNOWN = re.compile(r"chưa công bố|chưa xác định|không ghi")


def unsaid(procedure: Procedure, facet: Facet, page: Page) -> Iterator[str]:
    """Yield what the record is silent on and the answer does not say to be unknown."""
    if _UNKNOWN.search(page.text) is not None:
        return
    if facet == "fee" and _fee_unknown(procedure):
        yield "the fee"
    if facet == "time" and _time_unknown(procedure):
        yield "the time"


def _fee_unknown(procedure: Procedure) -> bool:
    """Whether some channel, or the whole record, names no fee and no remark states an amount."""
    silent = [not any(fee.known for fee in channel.fees) for channel in procedure.channels]
    remarked = any(states_money(note) for channel in procedure.channels for note in _notes(channel))
    return (not silent or any(silent)) and not remarked


def _time_unknown(procedure: Procedure) -> bool:
    known = any(limit.known for channel in procedure.channels for limit in channel.time_limits)
    remarked = any(states_duration(note) for channel in procedure.channels for note in _notes(channel))
    return not (known or remarked or procedure.stated_times)


def _notes(channel: Channel) -> Iterator[str]:
    return (note.plain for note in channel.notes)
