"""Facet fee: what each channel charges, with its note; unknown is said as unknown, never as free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.compose.channels import Numbered, grouped, notes_of, own_notes
from assistant.compose.conditional import in_question_order, write_conditions_of
from assistant.compose.draft import Draft, one_line, paragraphs
from assistant.compose.periods import find_period
from knowledge.records import Channel, Fee

_UNKNOWN_FEE = "chưa công bố mức thu"
_NOT_FREE = "nguồn để trống, không có nghĩa là không phải nộp"
_ASK = "hãy hỏi lại nơi nộp hồ sơ"
_DOUBTFUL = "chưa xác định"
_MONEY = re.compile(r"\d\s*(?:đồng|vnđ|vnd|usd)\b", re.IGNORECASE)
_RATE = re.compile(r"mức (?:thu |phí |lệ phí )+([\d.]*\d ?đồng(?:/[^\d()]{1,30}?)?),?\s+(?:kể )?từ\b", re.IGNORECASE)
_REPEATED_CHARS = 60  # a note at least this long is printed once; the next time it is referred to


def write_fee(draft: Draft) -> None:
    """Write the fees of each channel; channels that charge the same stand together."""
    fees = [fee for channel in draft.procedure.channels for fee in channel.fees]
    remarks = [(path, note) for path, note in notes_of(draft.procedure) if _MONEY.search(note.plain)]
    if any(_says_something(fee) for fee in fees):
        draft.add("Phí, lệ phí:")
        written = _write_channels(draft)
        remarks = [(path, note) for path, note in remarks if note.plain not in written]
        if remarks:
            draft.add("Phần mô tả của nguồn ghi thêm:")
    elif remarks:
        draft.add("Phí, lệ phí: nguồn không ghi ở mục riêng, phần mô tả ghi:")
    else:
        draft.add(f"Phí, lệ phí: {_UNKNOWN_FEE} ({_NOT_FREE}).")
    for path, note in remarks:
        draft.add(f"- {one_line(note)}{draft.cite(path, note)}")
        _write_period(draft, note.plain, None)


def _write_channels(draft: Draft) -> set[str]:
    """Write what the channels charge, the case that the question fixes first; return the remarks written with it."""
    told, written = set[str](), set[str]()
    groups = list(grouped(draft.procedure, lambda channel: frozenset(map(_say, channel.fees))))
    conditions = [own_notes(draft.procedure, members) for _, members in groups]
    for at in in_question_order(draft, [[note for _, note in found] for found in conditions]):
        names, members = groups[at]
        _write_group(draft, names, members, told)
        if len(groups) > 1:
            written |= write_conditions_of(draft, conditions[at])
    if any(_DOUBTFUL in line for line in draft.lines):
        draft.add(f"  Mức {_DOUBTFUL} thì {_ASK}.")
    return written


def _write_group(draft: Draft, names: str, members: Sequence[Numbered], told: set[str]) -> None:
    number, channel = members[0]
    fees = list(_each_once(channel))
    if not fees:
        draft.add(f"- {names}: {_UNKNOWN_FEE} ({_NOT_FREE}).")
    if len(fees) > 1:
        draft.add(f"- {names}:")
    for at in in_question_order(draft, [[fee.note] if fee.note else [] for _, fee in fees]):
        position, fee = fees[at]
        start = f"- {names}: " if len(fees) == 1 else "  • "
        marker = draft.cite(f"channels.{number}.fees.{position}", fee.quote) if _says_something(fee) else ""
        draft.add(f"{start}{paragraphs(_say(fee, told), indent=4)}{marker}")
        if _note(fee) not in told:
            _write_period(draft, _note(fee), None if fee.flags else fee.amount)
        told.add(_note(fee))


def write_channel_fees(draft: Draft, number: int, channel: Channel) -> None:
    """Write what one channel charges, a line a fee."""
    for position, fee in _each_once(channel):
        if _says_something(fee):
            marker = draft.cite(f"channels.{number}.fees.{position}", fee.quote)
            draft.add(f"- Phí, lệ phí: {paragraphs(_say(fee))}{marker}")
            _write_period(draft, _note(fee), None if fee.flags else fee.amount)


def _each_once(channel: Channel) -> Iterator[tuple[int, Fee]]:
    seen: set[str] = set()
    for position, fee in enumerate(channel.fees):
        if _say(fee) not in seen:
            seen.add(_say(fee))
            yield position, fee


def _says_something(fee: Fee) -> bool:
    return fee.known or bool(fee.flags)


def _say(fee: Fee, told: set[str] | None = None) -> str:
    note = _note(fee)
    if fee.amount is None:
        return _doubtful(fee, note) if fee.flags else (note or f"{_UNKNOWN_FEE} ({_NOT_FREE})")
    if fee.free:
        return f"không thu (nguồn ghi: “{note}”)"
    kind = f"{fee.kind} " if fee.kind and not note.casefold().startswith(fee.kind) else ""
    if told == {note} and len(note) >= _REPEATED_CHARS:
        note = "ghi chú như trên"
    return f"{kind}{money(fee.amount, fee.currency)}{f' ({note})' if note else ''}"


def _doubtful(fee: Fee, note: str) -> str:
    listed = re.match(r"[\d.,]*\d", fee.quote.plain)
    figure = listed[0] if listed else ""
    if "contradicts_note" in fee.flags:
        return f"{_DOUBTFUL}: ô mức thu của nguồn ghi “{figure}”, còn ghi chú ghi “{note}”"
    return f"{_DOUBTFUL}: nguồn ghi “{figure}”, không rõ đơn vị tiền{f' ({note})' if note else ''}"


def _note(fee: Fee) -> str:
    note = "" if fee.note is None else one_line(fee.note).strip(" .;")
    inner = note[1:-1]
    whole = note[:1] == "(" and note[-1:] == ")" and inner.find(")") >= inner.find("(")
    return inner.strip(" .;") if whole and inner.count("(") == inner.count(")") else note


def _write_period(draft: Draft, said: str, listed: Decimal | None) -> None:
    """Say whether the period that the words name is running or over; a rate for it stands beside the listed one."""
    period = find_period(said)
    if period is None or not period.begun(draft.today):
        return
    if period.over(draft.today):
        draft.add(f"  Lưu ý: thời gian áp dụng ghi ở trên đã hết ({period.until}); {_ASK} mức đang thu.")
        return
    rate = _RATE.search(said)
    if rate is None:
        draft.add(f"  Hiện còn trong thời gian áp dụng ghi ở trên ({period.until}).")
        return
    usual = f"; ngoài thời gian này là {money(listed)}" if listed else ""
    draft.add(f"  Hiện nay áp dụng mức {rate[1]} ({period.until}){usual}.")


def money(amount: Decimal, currency: str = "VND") -> str:
    """Return an amount as Vietnamese read it: "75.000 đồng", "100 USD"."""
    whole = f"{int(amount):,}".replace(",", ".")
    figure = f"{amount.normalize():f}".replace(".", ",") if amount % 1 else whole
    return f"{figure} {'đồng' if currency == 'VND' else currency}"
