"""Facet time: how long each channel takes; where no field says it, the steps' own words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.compose.channels import NAMES, Numbered, grouped, notes_of, own_notes
from assistant.compose.conditional import in_question_order, write_conditions_of
from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.own_times import case_times, clashes, nearest_cases
from knowledge.durations import states_duration, states_only_money
from knowledge.records import Channel, Procedure, TimeLimit, TimeUnit

_CASES_TOLD = 2  # of those that the steps list, in a short answer
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
        (path, note) for path, note in notes_of(procedure) if note.plain not in said and _belongs(draft, note.plain)
    ]
    stated = any(states_duration(note.plain) for _, note in remarks)
    if known:
        _write_clashes(draft)
    else:
        draft.add(f"Thời hạn giải quyết: {_silence(procedure, stated)}")
    for number, sentence in enumerate(procedure.stated_times):
        draft.add(f"- {one_line(sentence)}{draft.cite(f'stated_times.{number}', sentence)}")
    if remarks and (known or procedure.stated_times or not stated):
        draft.add("Phần mô tả của nguồn ghi thêm:")
    for path, note in remarks:
        draft.add(f"- {one_line(note)}{draft.cite(path, note)}")
    if known:
        _write_cases_of_the_steps(draft)


def _silence(procedure: Procedure, stated: bool) -> str:
    """Return what is said where no field holds a time: which part of the source states one in words, or none."""
    if procedure.stated_times:
        return "nguồn không ghi thành con số riêng, phần trình tự ghi:"
    if stated:
        return "nguồn không ghi thành con số riêng, phần mô tả ghi:"
    return f"{UNKNOWN}."


def _belongs(draft: Draft, remark: str) -> bool:
    """Whether a remark is told with the times: all but fees in a full answer, else what states a duration."""
    return not states_only_money(remark) if draft.full else states_duration(remark)


def _write_clashes(draft: Draft) -> None:
    """Say where the source gives the same number once as days and once as working days."""
    for clash in clashes(draft.procedure):
        text = clash.limit.model_copy(update={"unit": clash.unit})
        part = "trình tự" if clash.in_steps else "mô tả"
        draft.add(
            f"  Nguồn không thống nhất: ô thời hạn ghi {say_limit(clash.limit)}"
            f"{draft.cite(clash.field.path, clash.field.quote)}, phần {part} ghi {say_limit(text)}"
            f"{draft.cite(clash.text.path, clash.text.quote)}. Hãy hỏi lại nơi nộp."
        )


def _write_cases_of_the_steps(draft: Draft) -> None:
    """Quote the times that the steps list by the case; in a short answer those nearest to the question."""
    listed = case_times(draft.procedure)
    words = " ".join((draft.told.words, *draft.told.earlier))
    told = listed if draft.full else nearest_cases(listed, words, _CASES_TOLD)
    if told:
        draft.add("Phần trình tự của nguồn ghi thêm:")
    about = None
    for case in told:
        if case.about is not None and case.about != about:
            draft.add(f"- {one_line(case.about.quote)}{draft.cite(case.about.path, case.about.quote)}")
        about = case.about
        indent = "  " if about is not None else ""
        draft.add(f"{indent}- {one_line(case.line.quote)}{draft.cite(case.line.path, case.line.quote)}")
    if len(told) < len(listed):
        draft.shortened = True


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
