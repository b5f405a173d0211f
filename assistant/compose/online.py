"""Facet online: whether the procedure can be filed online, and how far the source says that this goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assistant.compose.brevity import SHORT_CHARS, first_words
from assistant.compose.channels import NAMES, Numbered
from assistant.compose.draft import Draft, one_line
from assistant.compose.fee import write_channel_fees
from assistant.compose.time import say_limit
from knowledge.records import Channel, Procedure, Quote

_EXTENTS = ("toàn trình", "một phần")
_SAYS = re.compile(
    r"(?:trực tuyến|dịch vụ công|mức độ|\bDVC)[^.;]{0,60}(toàn trình|một phần)|\((toàn trình|một phần)\)", re.IGNORECASE
)
# "các TTHC đã toàn trình" is about procedures at large, "chưa đủ điều kiện … toàn trình" says the opposite.
_AT_LARGE = re.compile(
    r"\bcác (?:thủ tục|TTHC)[^.;]{0,40}toàn trình|(?:thủ tục[^.;]{0,30}|TTHC )(?:đã|chưa)[^.;]{0,60}toàn trình"
    r"|danh mục",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[^a-z])|\n")
_SHOWN_CHARS = 300  # of a sentence that is quoted
_REMARK_CHARS = (240, 120)  # of a channel's remarks, where all of them whole are too long
# Source: Nghị định 42/2022/NĐ-CP.
_MEANS = {
    "toàn trình": "mọi bước, kể cả nộp phí, làm trên mạng; kết quả trả trực tuyến hoặc gửi đến tận nơi.",
    "một phần": "có bước vẫn phải đến cơ quan làm trực tiếp hoặc gửi bản giấy.",
}
_BY = "theo quy định của Chính phủ về dịch vụ công trực tuyến"


def write_online(draft: Draft) -> None:
    """Write whether the procedure can be filed online, what the source says of it, and what that means."""
    online = [(n, channel) for n, channel in enumerate(draft.procedure.channels) if channel.kind == "online"]
    if online:
        draft.add("Có thể nộp trực tuyến, theo nguồn công bố.")
    else:
        kinds = ", ".join(dict.fromkeys(NAMES[channel.kind] for channel in draft.procedure.channels))
        others = f" Các hình thức được nêu: {kinds}." if kinds else ""
        draft.add(f"Nguồn không nêu hình thức nộp trực tuyến cho thủ tục này.{others}")
    if draft.full:
        _write_rest(draft, online, None)
        return
    begun = len(draft.lines)
    draft.fit(SHORT_CHARS, [partial(_write_rest, draft, online, most_chars) for most_chars in (None, *_REMARK_CHARS)])
    draft.trim(begun, SHORT_CHARS)


def _write_rest(draft: Draft, online: Sequence[Numbered], remark_chars: int | None) -> None:
    """Write the extent and the channels; where remarks are cut, the extent comes first, so that it is never lost."""
    if remark_chars is not None:
        _write_extent(draft, asked=bool(online))
    for number, channel in online:
        _write_channel(draft, number, channel, remark_chars)
    if remark_chars is None:
        _write_extent(draft, asked=bool(online))


def _write_channel(draft: Draft, number: int, channel: Channel, remark_chars: int | None) -> None:
    path = f"channels.{number}"
    draft.add(f"- Hình thức: Trực tuyến{draft.cite(f'{path}.label', channel.label)}")
    for place, limit in enumerate(channel.time_limits):
        marker = draft.cite(f"{path}.time_limits.{place}.quote", limit.quote)
        draft.add(f"- Thời hạn: {say_limit(limit)}{marker}")
    write_channel_fees(draft, number, channel)
    for place, note in enumerate(channel.notes):
        said = first_words(one_line(note), remark_chars)
        draft.shortened = draft.shortened or said != one_line(note)
        draft.add(f"- {said}{draft.cite(f'{path}.notes.{place}', note)}")


def _write_extent(draft: Draft, *, asked: bool) -> None:
    """Quote what the source says of the extent and say what its words mean; silence is said where it matters."""
    told: dict[str, str] = {}
    for path, quote in _places(draft.procedure):
        for sentence in _SENTENCES.split(quote.plain):
            extent = _extent(sentence)
            if extent is not None and extent not in told:
                words = sentence.strip(" -+*•") if len(sentence) <= _SHOWN_CHARS else extent
                told[extent] = f"- Nguồn ghi: “{words}”{draft.cite(path, quote)}"
    for line in told.values():
        draft.add(line)
    for extent in _EXTENTS:
        if extent in told:
            draft.add(f"  {extent.capitalize()} ({_BY}): {_MEANS[extent]}")
    if asked and not told:
        draft.add("Nguồn không nói đây là dịch vụ công toàn trình hay một phần.")


def _extent(sentence: str) -> str | None:
    match = _SAYS.search(sentence)
    if match is None or _AT_LARGE.search(sentence):
        return None
    return str(match[1] or match[2]).lower()


def _places(procedure: Procedure) -> Iterator[tuple[str, Quote]]:
    """Yield the words of the record in which the extent stands, those about this very procedure first."""
    yield "title", procedure.title
    for number, channel in enumerate(procedure.channels):
        yield from ((f"channels.{number}.notes.{place}", note) for place, note in enumerate(channel.notes))
    if procedure.agencies.receiving_address is not None:
        yield "agencies.receiving_address", procedure.agencies.receiving_address
    for name in ("steps", "conditions", "description"):
        yield from ((f"{name}.{place}", line) for place, line in enumerate(getattr(procedure, name)))
