"""Facet time: how long each channel takes; where no field says it, the steps' own words."""

from __future__ import annotations

from decimal import Decimal

from assistant.compose.channels import NAMES, grouped, notes_of
from assistant.compose.draft import UNKNOWN, Draft, one_line
from knowledge.durations import states_duration
from knowledge.records import Channel, TimeLimit, TimeUnit

_UNITS: dict[TimeUnit, str] = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
}


def write_time(draft: Draft) -> None:
    """Write the limit of each channel, the remarks that state a duration, or the steps' sentences."""
    procedure = draft.procedure
    known = any(limit.known for channel in procedure.channels for limit in channel.time_limits)
    remarks = [(path, note) for path, note in notes_of(procedure) if draft.full or states_duration(note.plain)]
    if known:
        _write_limits(draft)
        if remarks:
            draft.add("Phần mô tả của nguồn ghi thêm:")
    elif any(states_duration(note.plain) for _, note in remarks):
        draft.add("Thời hạn giải quyết: nguồn không ghi thành con số riêng, phần mô tả ghi:")
    elif procedure.stated_times:
        draft.add("Thời hạn giải quyết: nguồn không ghi thành con số riêng, phần trình tự ghi:")
    else:
        draft.add(f"Thời hạn giải quyết: {UNKNOWN}.")
    for path, note in remarks:
        draft.add(f"- {one_line(note)}{draft.cite(path, note)}")
    for number, sentence in enumerate(procedure.stated_times):
        draft.add(f"- {one_line(sentence)}{draft.cite(f'stated_times.{number}', sentence)}")


def _write_limits(draft: Draft) -> None:
    draft.add("Thời hạn giải quyết:")
    told: dict[str, list[tuple[str, str]]] = {}
    for names, members in grouped(draft.procedure, _said):
        quotes = [
            (f"channels.{number}.time_limits.{place}.quote", limit.quote)
            for number, channel in members
            for place, limit in enumerate(channel.time_limits)
        ]
        said = "; ".join(_said(members[0][1])) or UNKNOWN
        told.setdefault(names, []).append((said, draft.cite_all(quotes)))
    for names, limits in told.items():
        # A channel that stands twice with two limits holds cases, which the remarks tell apart.
        cases = ", tùy trường hợp" if len(limits) > 1 else ""
        draft.add(f"- {names}: {' hoặc '.join(said for said, _ in limits)}{cases}{''.join(m for _, m in limits)}")


def _said(channel: Channel) -> tuple[str, ...]:
    return tuple(say_limit(limit) for limit in channel.time_limits)


def say_limit(limit: TimeLimit) -> str:
    """Return a limit as people read it: "8 ngày làm việc", the source's words, or "chưa công bố"."""
    if limit.amount is not None and limit.unit is not None:
        return f"{_figure(limit.amount)} {_UNITS[limit.unit]}"
    return one_line(limit.quote) if limit.quote else UNKNOWN


def _figure(amount: Decimal) -> str:
    return str(int(amount)) if amount % 1 == 0 else f"{amount.normalize():f}".replace(".", ",")


def channel_names(draft: Draft) -> str:
    """Return the names of the channels, each once: "Trực tiếp, trực tuyến"."""
    names = dict.fromkeys(NAMES[channel.kind] for channel in draft.procedure.channels)
    return ", ".join(names).capitalize()
