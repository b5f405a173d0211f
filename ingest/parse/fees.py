"""Fees: what is charged, what the source leaves open, and where it contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ingest.parse.text import SourceText, is_silent
from knowledge.records import Currency, Fee, FeeFlag, Quote

_ENTRY = re.compile(r"(\d+(?:[.,]\d+)*)\s*VNĐ\s*\((.*)\)", re.DOTALL)
_BETWEEN = re.compile(r"\s*\|\s*(?=\d+(?:[.,]\d+)*\s*VN)|\s+\|\s+")
_MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]0+)?\s*(?:vnđ|vnd|đồng|đ\b|₫)", re.IGNORECASE)
_FOREIGN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(USD|đô\s?la|\$|EUR)|\b(USD)\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_FREE = re.compile(
    r"(?:không(?: có)?|0 ?đ(?:ồng)?|"
    r"(?:không (?:có |thu |mất |phải nộp |thu phí|phải trả )|(?:được )?miễn (?:thu |nộp )?)"
    r"(?:các (?:khoản )?)?(?:tiền )?(?:phí|lệ phí)(?: ?[,/]? ?(?:và |hoặc )?lệ phí)?)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\s*\((?:theo )?(?:Thông tư|Nghị định|Nghị quyết|Luật|Quyết định)[^()]*\)[.;]*$", re.IGNORECASE)
_SMALLEST_VND = 1_000  # no fee of the corpus that its note confirms is smaller; smaller figures are thousands or dollars


def parse_fees(text: SourceText, start: int, end: int) -> tuple[Fee, ...]:
    """Return every fee entry between two offsets, in order; empty where the source gives none."""
    if text.said(start, end) is None:
        return ()
    return tuple(_fee(text, quote) for quote in _entries(text, start, end))


def _entries(text: SourceText, start: int, end: int) -> Iterator[Quote]:
    bounds = [start]
    for match in _BETWEEN.finditer(text.raw, start, end):
        bounds += [match.start(), match.end()]
    bounds.append(end)
    for left, right in zip(bounds[::2], bounds[1::2], strict=True):
        quote = text.quote(left, right)
        if quote is not None and not is_silent(quote):
            yield quote


def _fee(text: SourceText, quote: Quote) -> Fee:
    entry = _ENTRY.fullmatch(quote.text)
    if entry is None:
        return _fee_in_words(quote)
    offset = quote.span.start
    note = text.said(offset + entry.start(2), offset + entry.end(2))
    listed = Decimal(entry[1].replace(",", "").replace(".", ""))
    plain = note.plain if note else ""
    amount, currency, flags = _judge(listed, plain)
    return Fee(kind=_kind(plain), amount=amount, currency=currency, note=note, quote=quote, flags=flags)


def _fee_in_words(quote: Quote) -> Fee:
    free = _says_free(quote.plain)
    return Fee(kind=_kind(quote.plain), amount=Decimal(0) if free else None, note=quote, quote=quote)


def _judge(listed: Decimal, note: str) -> tuple[Decimal | None, Currency, tuple[FeeFlag, ...]]:
    if listed == 0:
        return (Decimal(0) if _says_free(note) else None), "VND", ()
    foreign = _foreign(listed, note)
    if foreign is not None:
        return listed, foreign, ("foreign_currency",)
    if listed < _SMALLEST_VND:
        flag: FeeFlag = "contradicts_note" if _MONEY.search(note) else "implausible_amount"
        return None, "VND", (flag,)
    if _contradicts(listed, note):
        return None, "VND", ("contradicts_note",)
    return listed, "VND", ()


def _foreign(listed: Decimal, note: str) -> Currency | None:
    for match in _FOREIGN.finditer(note):
        figure = (match[1] or match[4]).replace(",", ".")
        if Decimal(figure) == listed:
            return "EUR" if (match[2] or "").upper() == "EUR" else "USD"
    return None


def _contradicts(listed: Decimal, note: str) -> bool:
    """Whether the note names amounts and every one of them is the listed figure times a power of ten."""
    named = [Decimal(re.sub(r"[.,]", "", match[1])) for match in _MONEY.finditer(note)]
    shifted = [figure for figure in named if figure != listed and figure in {listed * 10, listed * 100, listed * 1000}]
    return bool(shifted) and listed not in named


def _says_free(note: str) -> bool:
    """Whether the whole note, a legal source in brackets apart, says that nothing is charged."""
    words = _SOURCE.sub("", note.strip(" .;-+*\n"))
    return _FREE.fullmatch(words.strip(" .;-+*\n()")) is not None


def _kind(note: str) -> Literal["phí", "lệ phí"] | None:
    words = note.lstrip(" -+*(").casefold()
    if words.startswith("lệ phí"):
        return "lệ phí"
    return "phí" if words.startswith("phí") else None
