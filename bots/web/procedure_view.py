"""A record as the sections of its own page: what stands where, in which words, and from which span."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bots.web import wording
from knowledge.records import Procedure, Quote, Span


@dataclass(frozen=True)
class Fact:
    """One short field; `text` None means that the source is silent."""

    label: str
    text: str | None
    span: Span | None


@dataclass(frozen=True)
class Lines:
    """One long field: its lines; empty means that the source is silent."""

    label: str
    anchor: str
    lines: tuple[str, ...]
    span: Span | None
    numbered: bool = False


@dataclass(frozen=True)
class ChannelRow:
    """One way to submit."""

    name: str
    times: tuple[str, ...]
    fees: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PaperRow:
    """One paper of a case."""

    name: str
    originals: str
    copies: str
    explains: bool  # a line that explains and is no paper


@dataclass(frozen=True)
class CaseTable:
    """The papers of one case; `title` None for the unnamed one."""

    title: str | None
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True)
class Excerpt:
    """The source text, cut in three where words of it are pointed at."""

    before: str
    marked: str
    after: str


def facts(record: Procedure) -> list[Fact]:
    """Return the short fields that most people look for."""
    level = wording.LEVELS[record.level] if record.level else wording.plain(record.level_quote)
    return [
        Fact("Mã thủ tục", record.code, record.code_quote.span),
        Fact("Cấp thực hiện", level, record.level_quote.span if record.level_quote else None),
        _fact("Lĩnh vực", record.field),
        _whole("Đối tượng thực hiện", record.audience),
        _fact("Cơ quan thực hiện", record.agencies.implementing),
        _fact("Kết quả thực hiện", record.result),
    ]


def further_facts(record: Procedure) -> list[Fact]:
    """Return the other short fields."""
    agencies = record.agencies
    return [
        _fact("Số quyết định", record.decision_number),
        _fact("Loại thủ tục", record.kind),
        _fact("Cơ quan có thẩm quyền", agencies.competent),
        _fact("Địa chỉ tiếp nhận hồ sơ", agencies.receiving_address),
        _fact("Cơ quan được ủy quyền", agencies.authorised),
        _fact("Cơ quan phối hợp", agencies.coordinating),
        _fact("Từ khóa", record.keywords),
    ]


def rest(record: Procedure) -> list[Lines]:
    """Return the long fields that stand after the papers."""
    bases = tuple(basis.quote for basis in record.legal_bases)
    return [
        _lines("Trình tự thực hiện", "trinh-tu", record.steps),
        _lines("Yêu cầu, điều kiện", "dieu-kien", record.conditions),
        _lines("Căn cứ pháp lý", "can-cu", bases, numbered=True),
        _lines("Mô tả", "mo-ta", record.description),
    ]


def channels(record: Procedure) -> list[ChannelRow]:
    """Return the ways to submit, each with its times, fees and notes."""
    return [
        ChannelRow(
            wording.channel(way),
            tuple(wording.time_limit(limit) for limit in way.time_limits),
            tuple(wording.fee(line) for line in way.fees),
            tuple(note.plain for note in way.notes),
        )
        for way in record.channels
    ]


def cases(record: Procedure) -> list[CaseTable]:
    """Return the dossier, case by case."""
    return [
        CaseTable(
            wording.plain(case.title),
            tuple(
                PaperRow(
                    item.name.plain,
                    wording.count(item.originals),
                    wording.count(item.copies),
                    explains=item.originals == 0 and item.copies == 0,
                )
                for item in case.items
            ),
        )
        for case in record.cases
    ]


def parse_span(text: str | None, length_chars: int) -> Span | None:
    """Return the range that `a-b` names, None when it names none inside a text of that length."""
    match = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text or "")
    if match is None:
        return None
    span = Span(int(match[1]), int(match[2]))
    return span if span.start < span.end <= length_chars else None


def excerpt(source: str, span: Span | None) -> Excerpt:
    """Return the source cut around exactly these code points."""
    if span is None:
        return Excerpt(source, "", "")
    return Excerpt(source[: span.start], source[span.start : span.end], source[span.end :])


def hull(quotes: Iterable[Quote]) -> Span | None:
    """Return the range from the first quoted character to the last."""
    spans = [quote.span for quote in quotes]
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def dossier_span(record: Procedure) -> Span | None:
    """Return where the source names the papers."""
    return hull(quote for path, quote in record.quotes() if path.startswith("cases."))


def channels_span(record: Procedure) -> Span | None:
    """Return where the source names the ways to submit."""
    return hull(quote for path, quote in record.quotes() if path.startswith("channels."))


def _fact(label: str, quote: Quote | None) -> Fact:
    return Fact(label, wording.plain(quote), quote.span if quote else None)


def _whole(label: str, quotes: tuple[Quote, ...]) -> Fact:
    return Fact(label, "; ".join(quote.plain for quote in quotes) or None, hull(quotes))


def _lines(label: str, anchor: str, quotes: tuple[Quote, ...], *, numbered: bool = False) -> Lines:
    return Lines(label, anchor, tuple(quote.plain for quote in quotes if quote.plain), hull(quotes), numbered)
