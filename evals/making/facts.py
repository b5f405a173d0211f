"""What a right answer about a facet holds, read off the record's structured fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from knowledge.durations import states_duration
from knowledge.records import Procedure, Quote, TimeLimit, TimeUnit
from knowledge.vietnamese import clean

Labels = dict[str, list[str]]

MOST_FACTS = 3
"""A short answer may leave out what is beyond that; where there is more, the record gives no label here."""

_MOST_PAPERS = 12
_LONGEST_CHARS = 140
_ITEM_CHARS = 100
_UNITS: Mapping[TimeUnit, str] = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
}
_MONEY_WORDS = ("phí", "đồng", "tiền", "vnđ")
_CLAIMS_OF_FREE = ["miễn phí", "0 đồng"]


def facts(procedure: Procedure, facet: str) -> Labels | None:
    """Return the labels of the facet (`must`, `must_not`, `cites`, `items`, `unknown`); None where it gives none.

    Facets that have no field to be held against (`steps` of many lines, `overview`) give no strings: an empty dict.
    """
    return _READERS[facet](procedure)


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as it is printed: "75.000 đồng", "100 USD"."""
    if amount % 1:
        return f"{amount.normalize():f}".replace(".", ",") + f" {'đồng' if currency == 'VND' else currency}"
    return f"{int(amount):,}".replace(",", ".") + f" {'đồng' if currency == 'VND' else currency}"


def limit(time: TimeLimit) -> str:
    """Return a limit as it is printed, "8 ngày làm việc", or the source's words."""
    if time.amount is None or time.unit is None:
        return _line(time.quote) if time.quote else ""
    figure = str(int(time.amount)) if time.amount % 1 == 0 else f"{time.amount.normalize():f}".replace(".", ",")
    return f"{figure} {_UNITS[time.unit]}"


def _fee(procedure: Procedure) -> Labels | None:
    fees = [fee for channel in procedure.channels for fee in channel.fees]
    if not any(fee.known or fee.flags for fee in fees):
        return None if _speaks_of_money(procedure) else {"unknown": ["fee"], "must_not": _CLAIMS_OF_FREE}
    if any(fee.flags for fee in fees):
        return None  # what the source contradicts is for suites that are read
    charged = _some(money(fee.amount, fee.currency) for fee in fees if fee.amount)
    words = _some(_line(fee.note) for fee in fees if fee.note and not fee.amount)
    return _labels(must=charged, cites=words)


def _speaks_of_money(procedure: Procedure) -> bool:
    told = (*procedure.steps, *procedure.conditions, *(note for one in procedure.channels for note in one.notes))
    return any(word in quote.plain.lower() for quote in told for word in _MONEY_WORDS)


def _time(procedure: Procedure) -> Labels | None:
    limits = [time for channel in procedure.channels for time in channel.time_limits]
    if any(time.known for time in limits):
        figures = _some(limit(time) for time in limits if time.amount and time.unit)
        words = _some(limit(time) for time in limits if time.known and (time.amount is None or time.unit is None))
        return _labels(must=figures, cites=words)
    said = (*procedure.steps, *(note for channel in procedure.channels for note in channel.notes))
    silent = not procedure.stated_times and not any(states_duration(quote.plain) for quote in said)
    return {"unknown": ["time"]} if silent else None


def _documents(procedure: Procedure) -> Labels | None:
    if len(procedure.cases) != 1:
        return None
    papers = [item for item in procedure.cases[0].items if item.originals or item.copies]
    if len(papers) != len(procedure.cases[0].items) or not 1 <= len(papers) <= _MOST_PAPERS:
        return None
    names = [_cut(clean(item.name.plain).strip(" .;:,-+*•"), _ITEM_CHARS) for item in papers]
    return {"items": names} if len(set(names)) == len(names) and all(len(name.split()) >= 3 for name in names) else None


def _where(procedure: Procedure) -> Labels | None:
    return _one(procedure.agencies.implementing, "must")


def _result(procedure: Procedure) -> Labels | None:
    return _one(procedure.result, "must")


def _conditions(procedure: Procedure) -> Labels | None:
    if not procedure.conditions:
        return {"unknown": ["conditions"]}
    return _one(procedure.conditions[0], "cites") if len(procedure.conditions) == 1 else None


def _legal(procedure: Procedure) -> Labels | None:
    numbers = _some(_line(basis.number) for basis in procedure.legal_bases if basis.number)
    return _labels(cites=numbers) if len(numbers) == len(procedure.legal_bases) else None


def _online(procedure: Procedure) -> Labels | None:
    return {"must": ["trực tuyến"]} if any(channel.kind == "online" for channel in procedure.channels) else None


def _form(procedure: Procedure) -> Labels | None:
    forms = _some(form for case in procedure.cases for item in case.items for form in item.forms)
    return _labels(must=forms)


def _steps(procedure: Procedure) -> Labels | None:
    return _one(procedure.steps[0], "cites") if len(procedure.steps) == 1 else ({} if procedure.steps else None)


def _overview(_procedure: Procedure) -> Labels:
    return {}


_READERS: Mapping[str, Callable[[Procedure], Labels | None]] = {
    "documents": _documents,
    "fee": _fee,
    "time": _time,
    "where": _where,
    "steps": _steps,
    "conditions": _conditions,
    "legal": _legal,
    "result": _result,
    "online": _online,
    "form": _form,
    "overview": _overview,
}


def _labels(must: list[str] | None = None, cites: list[str] | None = None) -> Labels | None:
    """Return the labels; None where there are none, too many, or one is too long to be compared."""
    said = [*(must or ()), *(cites or ())]
    if not 1 <= len(said) <= MOST_FACTS or any(len(one) > _LONGEST_CHARS for one in said):
        return None
    return {key: value for key, value in (("must", must), ("cites", cites)) if value}


def _one(quote: Quote | None, key: str) -> Labels | None:
    said = quote.plain.strip(" .;:,-+*•\n") if quote else ""
    return {key: [clean(said)]} if said and "\n" not in said and len(said) <= _LONGEST_CHARS else None


def _some(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _line(quote: Quote | None) -> str:
    return clean(quote.plain).strip(" .;") if quote else ""


def _cut(text: str, most_chars: int) -> str:
    """Return the text, or its first whole words."""
    return text if len(text) <= most_chars else text[:most_chars].rsplit(" ", 1)[0]
