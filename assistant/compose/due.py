"""The day on which a result is due: counted from the record's time limit, and shown how it was counted."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from assistant.compose.channels import NAMES, notes_of
from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.own_times import case_times, clashes
from assistant.compose.time import say_limit
from assistant.due_dates import find_filing
from knowledge.durations import states_duration
from knowledge.records import ChannelKind, TimeLimit
from knowledge.working_days import Due, due_date, holds, is_announced, reason_off, sources_of

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAY = timedelta(days=1)
_WEEKEND = frozenset(_WEEKDAYS[-2:])
_WEEKENDS_NAMED = 4  # days of weekends that are named one by one; more are only counted
_OWN_LIMIT = "trường hợp nào có thời hạn riêng thì tính theo thời hạn đó"
_RULE = (
    "Quy tắc: ngày nhận hồ sơ không tính, ngày cuối là ngày nghỉ thì lùi sang ngày làm việc kế tiếp "
    "(Bộ luật Dân sự 2015, Điều 147 và 148)"
)


def write_due(draft: Draft) -> None:
    """Write when the result is due for what is filed on the day that the question tells; nothing where it tells none.

    Source: Bộ luật Dân sự 2015, Điều 147, 148; Bộ luật Lao động 2019, Điều 112.
    """
    filed = draft.told.filed_on
    if filed is None:
        _write_no_day(draft)
        return
    known = [limit for channel in draft.procedure.channels for limit in channel.time_limits]
    if not any(limit.amount is not None and limit.unit is not None for limit in known):
        draft.add("Ngày có kết quả: không tính được, vì nguồn không ghi thời hạn thành con số.")
        return
    draft.add(
        f"Ngày có kết quả nếu nộp {say_day(filed)}, hồ sơ hợp lệ và nộp trong giờ làm việc (tính ra từ thời hạn):"
    )
    off = reason_off(filed) if holds(filed) else None
    if off is not None:
        draft.add(f"  Vào {say_day(filed)} cơ quan nghỉ{_because(off)}: tính như nhận vào ngày làm việc kế tiếp.")
    limits = [*_limits(draft), *_clashing(draft)]
    dues = [due for limit, names, marker in limits if (due := _write_limit(draft, filed, limit, names, marker))]
    if dues:
        _write_rule(draft, filed, dues)
        _write_reservations(draft, dues)


def _write_no_day(draft: Draft) -> None:
    """Say that the date of filing does not exist, where the question tells such a date."""
    filing = find_filing(draft.told.words, draft.today) if draft.told.words else None
    told = filing.no_day if filing is not None else None
    if told is None:
        return
    year = f"/{told.year}" if told.year else ""
    longest = f": tháng {told.month}/{told.year} chỉ có {_days_of(told.year, told.month)} ngày" if told.year else ""
    draft.add(
        f"Không có ngày {told.day:02d}/{told.month:02d}{year} trong lịch{longest}. "
        "Bạn cho biết lại ngày nộp để tính ngày có kết quả."
    )


def _days_of(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def say_day(day: date) -> str:
    """Return a day as people read it: "thứ Tư 25/11/2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _limits(draft: Draft) -> Iterator[tuple[TimeLimit, str, str]]:
    """Yield each different limit once, with the channels that have it and the marker of its words."""
    told: dict[str, list[tuple[int, int, TimeLimit]]] = {}
    for number, channel in enumerate(draft.procedure.channels):
        for place, limit in enumerate(channel.time_limits):
            told.setdefault(say_limit(limit), []).append((number, place, limit))
    kinds = {said: [draft.procedure.channels[number].kind for number, _, _ in found] for said, found in told.items()}
    for said, found in told.items():
        cases = any(set(kinds[said]) & set(kinds[other]) for other in told if other != said)
        quotes = [(f"channels.{number}.time_limits.{place}.quote", limit.quote) for number, place, limit in found]
        yield found[0][2], f"{_names(kinds[said])}{' (tùy trường hợp)' if cases else ''}", draft.cite_all(quotes)


def _clashing(draft: Draft) -> Iterator[tuple[TimeLimit, str, str]]:
    """Yield the limits of the field as the source's text has them, in working days or not."""
    for clash in clashes(draft.procedure):
        part = "trình tự" if clash.in_steps else "mô tả"
        limit = clash.limit.model_copy(update={"unit": clash.unit})
        yield limit, f"Theo phần {part} của nguồn", draft.cite(clash.text.path, clash.text.quote)


def _names(kinds: Sequence[ChannelKind | None]) -> str:
    return ", ".join(dict.fromkeys(NAMES[kind] for kind in kinds)).capitalize()


def _write_limit(draft: Draft, filed: date, limit: TimeLimit, names: str, marker: str) -> Due | None:
    if limit.amount is None or limit.unit is None:
        said = f"nguồn chỉ ghi “{one_line(limit.quote)}”" if limit.quote else f"thời hạn {UNKNOWN}"
        draft.add(f"- {names}: {said}, không tính được ngày{marker}")
        return None
    if limit.unit == "hour":
        draft.add(f"- {names}: {say_limit(limit)}{marker} kể từ lúc cơ quan nhận đủ hồ sơ, không quy ra ngày được")
        return None
    due = due_date(filed, limit.amount, limit.unit)
    if due is None:
        draft.add(f"- {names}: {say_limit(limit)}{marker}; lịch nghỉ đến lúc đó chưa có nên không tính được ngày")
        return None
    draft.add(f"- {names}: chậm nhất {say_day(due.day)}, tức {say_limit(limit)} kể từ ngày nhận{marker}")
    draft.add(f"  Cách tính: nhận {say_day(due.received)}; {_counted(due, limit)}.")
    return due


def _counted(due: Due, limit: TimeLimit) -> str:
    said, first = say_limit(limit), due.received + _DAY
    if limit.unit == "working_day":
        while reason_off(first) is not None:
            first += _DAY
        return f"đếm {said} từ {say_day(first)}{_passed(due, first)} → {say_day(due.day)}"
    moved = f"; ngày đó nghỉ{_because(reason_off(due.last))} nên lùi đến {say_day(due.day)}" if due.passed else ""
    count = f"đếm {said} từ {say_day(first)}, kể cả ngày nghỉ," if limit.unit == "calendar_day" else f"sau {said}"
    return f"{count} → {say_day(due.last)}{moved}"


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason is not None and reason not in _WEEKEND else ""


def _passed(due: Due, first: date) -> str:
    """Return the days off that were not counted, holidays also before the first day, and the Saturdays that were."""
    reasons = {day: reason_off(day) or "" for day in due.passed}
    weekends = [day for day in due.passed if reasons[day] in _WEEKEND and day > first]
    holidays = [day for day in due.passed if reasons[day] not in _WEEKEND]
    parts = [f"{_days(weekends)} (thứ Bảy, Chủ nhật)"] if 0 < len(weekends) <= _WEEKENDS_NAMED else []
    parts += [f"{len(weekends)} ngày thứ Bảy, Chủ nhật"] if len(weekends) > _WEEKENDS_NAMED else []
    for reason in dict.fromkeys(reasons[day] for day in holidays):
        parts.append(f"{_days([day for day in holidays if reasons[day] == reason])} ({reason})")
    made_up = f", tính cả {_days(due.made_up)} làm bù" if due.made_up else ""
    return f"{', trừ ' if parts else ''}{', '.join(parts)}{'' if holidays else ', không vướng ngày lễ nào'}{made_up}"


def _days(days: Sequence[date]) -> str:
    """Return days in order as runs: "28–29/11, 05–06/12"."""
    breaks = [number for number, (a, b) in enumerate(pairwise(days), start=1) if b - a > _DAY]
    runs = [days[start:end] for start, end in pairwise([0, *breaks, len(days)])]
    return ", ".join(_run(run[0], run[-1]) for run in runs)


def _run(first: date, last: date) -> str:
    if first == last:
        return f"{first:%d/%m}"
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"


def _write_rule(draft: Draft, filed: date, dues: Sequence[Due]) -> None:
    closed = [filed, *(day for due in dues for day in due.passed)]
    given = dict.fromkeys(source for day in closed for source in sources_of(day))
    by = f"; ngày lễ theo {', '.join(given)}" if given else ""
    draft.add(f"  {_RULE}{by}.")


def _write_reservations(draft: Draft, dues: Sequence[Due]) -> None:
    """Say what the date leaves open: a calendar that is not announced, other limits of the record, a day gone by."""
    silent = sorted({day.year for due in dues for day in (due.received, due.day) if not is_announced(day.year)})
    for year in silent:
        draft.add(f"  Lịch nghỉ năm {year} chưa công bố: chưa tính ngày nghỉ bù, hoán đổi chưa công bố.")
    told = [states_duration(note.plain) for _, note in notes_of(draft.procedure)]
    parts = [name for name, has in (("mô tả", any(told)), ("trình tự", bool(case_times(draft.procedure)))) if has]
    if parts:
        draft.add(f"  Phần {' và '.join(parts)} của nguồn cũng ghi thời hạn: {_OWN_LIMIT}.")
    if all(due.day < draft.today for due in dues):
        draft.add("  Ngày này đã qua: chưa nhận được kết quả thì hãy hỏi nơi đã nộp hồ sơ.")
