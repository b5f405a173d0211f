"""What the fields of every record decide exactly: how it can be filed, what it costs, who files it and who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.officer.held import Held
from knowledge.vietnamese import fold, nfc

Charge = Literal["free", "charged", "mixed", "unknown"]
"""free: every channel says that nothing is charged; charged: none does and some amount or rule stands; mixed: some
lines say nothing is charged and others charge or are silent; unknown: no line says anything."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `online` is None where it names no channel at all; `kind` is "" where it is silent."""

    online: bool | None
    charge: Charge
    kind: str
    audience: frozenset[str]  # folded
    competent: str = ""  # who decides, on one line; "" where the record is silent


def read_ledger(held: Held) -> dict[str, Entry]:
    """Return the entry of every record by its code."""
    return {
        summary.code: entry_of(fields)
        for summary in held.summaries
        if (fields := held.fields(summary.code, ("kind", "channels", "audience", "agencies"))) is not None
    }


def entry_of(fields: Mapping[str, Any]) -> Entry:
    """Return the entry of one record's fields, as JSON has them."""
    kinds = {channel["kind"] for channel in fields["channels"]}
    return Entry(
        online="online" in kinds if kinds else None,
        charge=_charge([_said(fee) for channel in fields["channels"] for fee in channel["fees"] or [{}]]),
        kind=fields["kind"]["text"] if fields["kind"] else "",
        audience=frozenset(fold(quote["text"]) for quote in fields["audience"]),
        competent=_on_one_line(fields["agencies"]["competent"]),
    )


def _on_one_line(quote: Mapping[str, Any] | None) -> str:
    return " ".join(nfc(quote["text"]).split()) if quote else ""


def _said(fee: Mapping[str, Any]) -> Charge:
    amount = fee.get("amount")
    if amount is not None:
        return "free" if float(amount) == 0 else "charged"
    return "charged" if fee.get("note") or fee.get("flags") else "unknown"


def _charge(said: list[Charge]) -> Charge:
    if set(said) <= {"unknown"}:
        return "unknown"
    if set(said) == {"free"}:
        return "free"
    return "mixed" if "free" in said else "charged"
