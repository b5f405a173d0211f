"""What the full answer of a facet has to show, read off the record alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.exactness.page import Page, canonical, words
from knowledge.records import Channel, Facet, Fee, Procedure, Quote, TimeLimit

_UNITS = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
}
_CURRENCIES = {"VND": "đồng", "USD": "USD", "EUR": "EUR"}
_KINDS = {"direct": "trực tiếp", "online": "trực tuyến", "postal": "bưu chính"}
_FREE = re.compile(
    r"\b(?:không thu|miễn (?:các )?(?:phí|lệ phí)|không mất|không phải nộp)\b|(?<![\d.,])0 đồng",
    re.IGNORECASE,
)
_DENIED = re.compile(r"không có nghĩa là [^.,;)]*", re.IGNORECASE)
_CONTEXT_WORDS = 3
_STATES_DURATION = re.compile(r"\d+\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|năm)\b", re.IGNORECASE)
_STATES_MONEY = re.compile(r"\d\s*(?:đồng|vnđ|vnd|usd)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Required:
    """One field that a full answer has to show, how to recognise it, and the words to cite for it."""

    path: str
    shown: Callable[[Page], bool]
    quotes: tuple[Quote, ...]


def required(procedure: Procedure, facet: Facet) -> list[Required]:
    """Return every field that the record holds for the facet; silent fields are not among them."""
    return list(_BY_FACET[facet](procedure))


def free_claims(line: str) -> Iterator[tuple[str, str]]:
    """Yield the words around each claim that nothing is charged: with three words before it, and after it."""
    said = _DENIED.sub(" ", line)
    for match in _FREE.finditer(said):
        before = words(said[: match.start()]).split()[-_CONTEXT_WORDS:]
        after = words(said[match.end() :]).split()[:_CONTEXT_WORDS]
        claim = words(match[0]).split()
        yield f" {' '.join([*before, *claim])} ", f" {' '.join([*claim, *after])} "


def states_duration(text: str) -> bool:
    """Return whether the words state a number of hours, days, months or years."""
    return _STATES_DURATION.search(text) is not None


def states_money(text: str) -> bool:
    """Return whether the words state an amount of money."""
    return _STATES_MONEY.search(text) is not None


def says_free(text: str) -> bool:
    """Return whether the words claim that nothing is charged; "không có nghĩa là …" claims the opposite."""
    return _FREE.search(_DENIED.sub(" ", text)) is not None


def _words(path: str, quote: Quote | None) -> Iterator[Required]:
    if quote is not None and words(quote.plain).strip():  # a row of asterisks says nothing
        yield Required(path, lambda page: page.has(quote.plain), (quote,))


def _all_words(path: str, quotes: tuple[Quote, ...]) -> Iterator[Required]:
    for number, quote in enumerate(quotes):
        yield from _words(f"{path}.{number}", quote)


def _documents(procedure: Procedure) -> Iterator[Required]:
    for at, case in enumerate(procedure.cases):
        yield from _words(f"cases.{at}.title", case.title)
        for number, item in enumerate(case.items):
            path = f"cases.{at}.items.{number}"
            yield from _words(f"{path}.name", item.name)
            for copies, kind in ((item.originals, "bản chính"), (item.copies, "bản sao")):
                if copies:
                    quotes = (item.counts,) if item.counts else ()
                    yield Required(f"{path}.counts", _counted(str(copies), kind), quotes)


def _counted(copies: str, kind: str) -> Callable[[Page], bool]:
    return lambda page: (copies, kind) in page.counts


def _fees(procedure: Procedure) -> Iterator[Required]:
    for at, channel in enumerate(procedure.channels):
        yield from _channel_fees(at, channel)
        for number, note in enumerate(channel.notes):
            if states_money(note.plain):
                yield from _words(f"channels.{at}.notes.{number}", note)


def _channel_fees(at: int, channel: Channel) -> Iterator[Required]:
    for number, fee in enumerate(channel.fees):
        if fee.known:
            yield Required(f"channels.{at}.fees.{number}", _shows_fee(fee), (fee.quote,))


def _shows_fee(fee: Fee) -> Callable[[Page], bool]:
    def shown(page: Page) -> bool:
        noted = fee.note is None or page.has(fee.note.plain)
        if fee.free:
            return says_free(page.text) or (fee.note is not None and " " in fee.note.plain and noted)
        if fee.amount is None:
            return noted
        return noted and (canonical(f"{fee.amount:f}"), _CURRENCIES[fee.currency]) in page.money

    return shown


def _times(procedure: Procedure) -> Iterator[Required]:
    for at, channel in enumerate(procedure.channels):
        yield from _channel_times(at, channel)
        for number, note in enumerate(channel.notes):
            if states_duration(note.plain) and not any(limit.known for limit in channel.time_limits):
                yield from _words(f"channels.{at}.notes.{number}", note)
    yield from _all_words("stated_times", procedure.stated_times)


def _channel_times(at: int, channel: Channel) -> Iterator[Required]:
    for number, limit in enumerate(channel.time_limits):
        if limit.quote is not None:
            yield Required(f"channels.{at}.time_limits.{number}", _shows_time(limit, limit.quote), (limit.quote,))


def _shows_time(limit: TimeLimit, quote: Quote) -> Callable[[Page], bool]:
    if limit.amount is None or limit.unit is None:
        return lambda page: page.has(quote.plain)
    wanted = canonical(f"{limit.amount:f}"), _UNITS[limit.unit]
    return lambda page: wanted in page.durations


def _where(procedure: Procedure) -> Iterator[Required]:
    for name in type(procedure.agencies).model_fields:
        yield from _words(f"agencies.{name}", getattr(procedure.agencies, name))
    for at, channel in enumerate(procedure.channels):
        yield from _kind(at, channel)


def _kind(at: int, channel: Channel) -> Iterator[Required]:
    if channel.label is None:
        return
    if channel.kind is None:
        yield from _words(f"channels.{at}.label", channel.label)
        return
    said = _KINDS[channel.kind]
    yield Required(f"channels.{at}.label", lambda page: page.has(said), (channel.label,))


def _online(procedure: Procedure) -> Iterator[Required]:
    for at, channel in enumerate(procedure.channels):
        if channel.kind == "online":
            yield from _kind(at, channel)
            yield from _channel_times(at, channel)
            yield from _channel_fees(at, channel)
            yield from _all_words(f"channels.{at}.notes", channel.notes)


def _legal(procedure: Procedure) -> Iterator[Required]:
    for at, basis in enumerate(procedure.legal_bases):
        yield from _words(f"legal_bases.{at}.title", basis.title)
        yield from _words(f"legal_bases.{at}.number", basis.number)


def _form(procedure: Procedure) -> Iterator[Required]:
    for at, case in enumerate(procedure.cases):
        for number, item in enumerate(case.items):
            for form in item.forms:
                yield Required(f"cases.{at}.items.{number}.forms ({form})", _named(form), (item.name,))


def _named(form: str) -> Callable[[Page], bool]:
    return lambda page: page.has(form)


def _overview(procedure: Procedure) -> Iterator[Required]:
    yield from _words("title", procedure.title)
    yield from _words("code_quote", procedure.code_quote)
    yield from _words("result", procedure.result)
    yield from _words("level_quote", procedure.level_quote)
    yield from _words("field", procedure.field)
    yield from _all_words("audience", procedure.audience)
    for facet in (_documents, _fees, _times, _where):
        yield from facet(procedure)


_BY_FACET: dict[Facet, Callable[[Procedure], Iterator[Required]]] = {
    "documents": _documents,
    "fee": _fees,
    "time": _times,
    "where": _where,
    "steps": lambda procedure: _all_words("steps", procedure.steps),
    "conditions": lambda procedure: _all_words("conditions", procedure.conditions),
    "legal": _legal,
    "result": lambda procedure: _words("result", procedure.result),
    "online": _online,
    "form": _form,
    "overview": _overview,
}
