"""Facet time: how long each channel takes; where no field says it, the steps' own words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.compose.channels import NAMES, Numbered, grouped, notes_of, own_notes
from assistant.compose.conditional import in_question_order, write_conditions_of
from assistant.compose.draft import UNKNOWN, Draft, one_line
from knowledge.durations import states_duration
from knowledge.records import Channel, Procedure, TimeLimit, TimeUnit

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
    said = _write_limits(draft) if known else set()
    remarks = [
        (path, note)
        for path, note in notes_of(procedure)
        if note.plain not in said and (draft.full or states_duration(note.plain))
    ]
    if known:
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


def _write_limits(draft: Draft) -> set[str]:
    """Write the limits, the one of the case that the question fixes first; return the remarks written with them."""
    draft.add("Thời hạn giải quyết:")
    groups = list(grouped(draft.procedure, _said))
    conditions = [own_notes(draft.procedure, members) for _, members in groups]
    written: set[str] = set()
    for at in in_question_order(draft, [[note for _, note in found] for found in conditions]):
        names, members = groups[at]
        quotes = [
            (f"channels.{number}.time_limits.{place}.quote", limit.quote)
            for number, channel in members
            for place, limit in enumerate(channel.time_limits)
        ]
        said = "; ".join(_said(members[0][1])) or UNKNOWN
        # A channel that stands twice with two limits holds cases: its own remarks say which.
        cases = ", tùy trường hợp" if _stands_twice(draft.procedure, members) else ""
        draft.add(f"- {names}: {said}{cases}{draft.cite_all(quotes)}")
        written |= write_conditions_of(draft, conditions[at])
    return written


def _stands_twice(procedure: Procedure, members: Sequence[Numbered]) -> bool:
    ours = {number for number, _ in members}
    kinds = {channel.kind for _, channel in members}
    return any(channel.kind in kinds and n not in ours for n, channel in enumerate(procedure.channels))


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
