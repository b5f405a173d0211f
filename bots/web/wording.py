"""Human words for the values of a record, as the procedure's page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from knowledge.records import Channel, ChannelKind, Currency, Fee, FeeFlag, Level, Quote, TimeLimit, TimeUnit

UNKNOWN = "Chưa công bố"

LEVELS: Mapping[Level, str] = {"ministry": "Cấp Bộ", "province": "Cấp tỉnh", "commune": "Cấp xã"}
CHANNELS: Mapping[ChannelKind, str] = {
    "direct": "Trực tiếp",
    "online": "Trực tuyến",
    "postal": "Qua dịch vụ bưu chính",
}
UNITS: Mapping[TimeUnit, str] = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
}
CURRENCIES: Mapping[Currency, str] = {"VND": "đồng", "USD": "đô la Mỹ", "EUR": "euro"}
PLACES: Mapping[str, str] = {"province not named": "Địa phương (nguồn không nêu tỉnh)"}
"""What stands in a record in the place of a jurisdiction's own name; every other name is Vietnamese already."""

FLAGS: Mapping[FeeFlag, str] = {
    "contradicts_note": "con số trong nguồn mâu thuẫn với ghi chú",
    "implausible_amount": "con số trong nguồn khó có thể đúng",
    "foreign_currency": "ghi chú dùng ngoại tệ",
}


def number(amount: Decimal) -> str:
    """Return the number as Vietnamese writes it: `75.000`, `1,5`."""
    text = f"{amount:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def plain(quote: Quote | None) -> str | None:
    """Return the quote's words; None where there is no quote, it is blank, or it is the portal's placeholder."""
    words = quote.plain if quote is not None else ""
    return None if words in {"", "OTHER"} else words


def time_limit(limit: TimeLimit) -> str:
    """Return how long it takes, in figures or in the source's words."""
    words = plain(limit.quote)
    if limit.amount is None or limit.unit is None:
        return words or UNKNOWN
    return f"{number(limit.amount)} {UNITS[limit.unit]}"


def fee(line: Fee) -> str:
    """Return what is charged with the source's note; unknown is said as unknown."""
    note = plain(line.note)
    name = f"{line.kind.capitalize()}: " if line.kind else ""
    if line.free:
        amount = "không thu"
    elif line.amount is not None:
        amount = f"{number(line.amount)} {CURRENCIES[line.currency]}"
    else:
        amount = "" if note else UNKNOWN.lower()
    text = name + (f"{amount} ({note})" if amount and note else amount or note or "")
    warnings = "; ".join(FLAGS[flag] for flag in line.flags)
    text = text[:1].upper() + text[1:]
    return f"{text} [{warnings}]" if warnings else text


def channel(way: Channel) -> str:
    """Return the name of a way to submit."""
    if way.kind is not None:
        return CHANNELS[way.kind]
    return plain(way.label) or UNKNOWN


def place(jurisdiction: str) -> str | None:
    """Return where a record is in force, None for the whole country."""
    return None if jurisdiction == "VN" else PLACES.get(jurisdiction, jurisdiction)


def count(copies: int | None) -> str:
    """Return how many copies, unknown said as unknown."""
    return UNKNOWN if copies is None else str(copies)
