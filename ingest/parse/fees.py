"""Fees: what is charged, what the source leaves open, and where it contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ingest.parse.text import SourceText, is_silent
from knowledge.records import Currency, Fee, FeeFlag, Quote

# Figures are read from their first digit on and never in part, so that a long run of digits costs one look.
_FIGURE = r"(?<!\d)(?<!\d[.,])(\d{1,15}+(?:[.,]\d{1,15}+)*+)"
_ENTRY = re.compile(r"(\d{1,15}(?:[.,]\d{3}){0,4})\s*+VNĐ\b(.*)", re.DOTALL)
_BETWEEN = re.compile(r"\|(?=\s*+\d{1,15}(?:[.,]\d{3}){0,4}\s*+VN)|(?<=\s)\|(?=\s)")
_MONEY = re.compile(rf"{_FIGURE}\s*+(?:vnđ|vnd|đồng|đ\b|₫)", re.IGNORECASE)
_ANY_FIGURE = re.compile(_FIGURE)
_FOREIGN = re.compile(rf"{_FIGURE}\s*+(USD|đô\s?la|\$|EUR|euro)|\b(USD|EUR)\s?{_FIGURE}", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_FREE = re.compile(
    r"(?:không(?: có)?|0 ?đ(?:ồng)?|"
    r"(?:không (?:có |thu |mất |phải nộp |thu phí|phải trả )|(?:được )?miễn (?:thu |nộp )?)"
    r"(?:các (?:khoản )?)?(?:tiền )?(?:phí|lệ phí)(?: ?[,/]? ?(?:và |hoặc )?lệ phí)?)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\((?:theo )?(?:Thông tư|Nghị định|Nghị quyết|Luật|Quyết định)[^()]*\)[.;]*$", re.IGNORECASE)
_LONGEST_EXEMPTION_CHARS = 200  # whatever says more than that nothing is charged has a condition in it
_EMPTY_NOTES = frozenset({"0", "đồng", "vnđ", "phí", "lệ phí", "phí, lệ phí", "phí và lệ phí"})
_PERIOD = re.compile(r"kể từ|từ ngày|đến hết|đến ngày|trở đi", re.IGNORECASE)
_SMALLEST_VND = 1_000  # no fee that its note confirms is smaller; smaller figures are thousands or dollars
_LABEL = re.compile(r"\b(lệ )?phí(?=\s*:)", re.IGNORECASE)
# "miễn phí", "chi phí" and the like name no charge
_CHARGE = re.compile(
    r"(?:\b(lệ )|(?<!lệ )(?<!miễn )(?<!chi )(?<!kinh )(?<!học )(?<!viện )(?<!niên )\b)phí\b", re.IGNORECASE
)

Kind = Literal["phí", "lệ phí"]


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
    note = _note(text, quote.span.start + entry.start(2), quote.span.end)
    plain = note.plain if note else ""
    if plain.casefold().strip(" .:;-+*") in _EMPTY_NOTES:
        note, plain = None, ""
    amount, currency, flags = _judge(Decimal(_digits(entry[1])), plain)
    return Fee(kind=_kind(plain), amount=amount, currency=currency, note=note, quote=quote, flags=flags)


def _note(text: SourceText, start: int, end: int) -> Quote | None:
    """Return what stands behind the figure, without the brackets around it."""
    rest = text.quote(start, end)
    if rest is None or not rest.text.startswith("("):
        return rest
    closed = rest.text.rstrip(" .;")
    return text.said(rest.span.start + 1, rest.span.start + len(closed.removesuffix(")")) if len(closed) > 1 else end)


def _fee_in_words(quote: Quote) -> Fee:
    plain = quote.plain
    return Fee(kind=_kind(plain), amount=Decimal(0) if _says_free(plain) else None, note=quote, quote=quote)


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
        figure = match[1] or match[4]
        amount = _digits(figure) if _GROUPED.fullmatch(figure) else figure.replace(",", ".")
        if amount.count(".") <= 1 and Decimal(amount) == listed:
            return "EUR" if (match[2] or match[3]).upper() in {"EUR", "EURO"} else "USD"
    return None


def _contradicts(listed: Decimal, note: str) -> bool:
    """Whether the note names amounts, none of which is the listed figure.

    Rates for a period do not contradict, as in "20000000 VNĐ (áp dụng mức phí 10.000.000 đồng … đến hết ngày …)",
    unless they are more than four times larger or smaller.
    """
    named = [Decimal(_digits(match[1])) for match in _MONEY.finditer(note)]
    if not named or listed in named or listed == sum(named):
        return False
    if any(Decimal(_digits(match[1])) == listed for match in _ANY_FIGURE.finditer(note)):
        return False
    return not (_PERIOD.search(note) and any(listed <= 4 * figure <= 16 * listed for figure in named))


def _digits(figure: str) -> str:
    return figure.replace(",", "").replace(".", "")


def _says_free(note: str) -> bool:
    """Whether the whole note, a legal source in brackets apart, says that nothing is charged."""
    if len(note) > _LONGEST_EXEMPTION_CHARS:
        return False
    words = _SOURCE.sub("", note.strip(" .;-+*\n"))
    return _FREE.fullmatch(words.strip(" .;-+*\n()")) is not None


def _kind(note: str) -> Kind | None:
    """Return what the note's label calls the charge; without a label, what all its mentions call it."""
    words = note.lstrip(" -+*()\n")
    labels = {_named(match) for match in _LABEL.finditer(words)}
    opening = _CHARGE.match(words)
    if opening and len(labels) < 2:
        return _named(opening)
    named = labels or {_named(match) for match in _CHARGE.finditer(words)}
    return named.pop() if len(named) == 1 else None


def _named(match: re.Match[str]) -> Kind:
    return "lệ phí" if match[1] else "phí"
