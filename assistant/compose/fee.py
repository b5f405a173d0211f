"""Facet fee: what each channel charges, with its note; unknown is said as unknown, never as free."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from assistant.compose.channels import Numbered, grouped
from assistant.compose.draft import Draft, one_line
from knowledge.records import Fee, Quote

_UNKNOWN_FEE = "chưa công bố mức thu"
_UNTIL = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE)


def write_fee(draft: Draft, today: date | None = None) -> None:
    """Write the fees of each channel; channels that charge the same stand together."""
    channels = draft.procedure.channels
    if not any(channel.fees for channel in channels):
        draft.add(f"Phí, lệ phí: {_UNKNOWN_FEE} (nguồn không ghi mức thu, không có nghĩa là không phải nộp).")
        return
    draft.add("Phí, lệ phí:")
    for names, members in grouped(draft.procedure, lambda channel: _said(channel.fees)):
        _write_group(draft, names, members, today or date.today())


def _write_group(draft: Draft, names: str, members: list[Numbered], today: date) -> None:
    number, channel = members[0]
    if not channel.fees:
        draft.add(f"- {names}: {_UNKNOWN_FEE}.")
        return
    seen: set[str] = set()
    for position, fee in enumerate(channel.fees):
        said = _say(fee)
        if said not in seen:
            seen.add(said)
            marker = draft.cite(f"channels.{number}.fees.{position}", fee.quote) if fee.known or fee.flags else ""
            draft.add(f"- {names}: {said}{marker}")
            if fee.note and _expired(fee.note, today):
                draft.add("  Lưu ý: mức này có ghi ngày kết thúc áp dụng và ngày đó đã qua; hỏi lại nơi nộp hồ sơ.")


def _said(fees: Iterable[Fee]) -> tuple[str, ...]:
    return tuple(_say(fee) for fee in fees)


def _say(fee: Fee) -> str:
    note = _note(fee)
    if fee.flags and fee.amount is None:
        return _doubtful(fee, note)
    if fee.amount is None:
        return note or f"{_UNKNOWN_FEE} (nguồn để trống, không có nghĩa là không phải nộp)"
    if fee.free:
        return f"không thu (nguồn ghi: “{note}”)"
    kind = f"{fee.kind} " if fee.kind and not note.casefold().startswith(fee.kind) else ""
    return f"{kind}{money(fee.amount, fee.currency)}{f' ({note})' if note else ''}"


def _doubtful(fee: Fee, note: str) -> str:
    listed = re.match(r"[\d.,]+", fee.quote.plain)
    figure = listed[0] if listed else ""
    if "contradicts_note" in fee.flags:
        return (
            f"chưa xác định chắc chắn, vì ghi chú của nguồn là “{note}” mà ô mức thu lại ghi {figure}; "
            "hãy hỏi lại nơi nộp hồ sơ"
        )
    told = f"; ghi chú: “{note}”" if note else ""
    return f"chưa xác định, vì nguồn chỉ ghi {figure} mà không rõ đơn vị tiền{told}; hãy hỏi lại nơi nộp hồ sơ"


def _note(fee: Fee) -> str:
    return "" if fee.note is None else one_line(fee.note).strip(" .;")


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as Vietnamese read it: "75.000 đồng", "100 USD"."""
    figure = f"{amount.normalize():f}" if amount % 1 else f"{int(amount):,}".replace(",", ".")
    return f"{figure} {'đồng' if currency == 'VND' else currency}"


def _expired(note: Quote, today: date) -> bool:
    ends = [_day(match) for match in _UNTIL.finditer(note.plain)]
    return bool(ends) and all(end is not None and end < today for end in ends)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:  # the source names a day that does not exist
        return None
