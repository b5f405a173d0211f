"""Ways to submit: in person, online, by post, each with its times, fees and remarks."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.parse.fees import parse_fees
from ingest.parse.text import Line, SourceText
from ingest.parse.times import parse_time
from knowledge.records import Channel, ChannelKind

_KINDS: dict[str, ChannelKind] = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "postal"}
_CHANNEL = "  * Hình thức nộp:"
_PARTS = {"    Thời hạn giải quyết:": "time", "    Phí, lệ phí:": "fee", "    Mô tả:": "notes"}
_ORDER = ("channel", "time", "fee", "notes")

Parts = dict[str, tuple[int, int]]


def parse_channels(text: SourceText, start: int, end: int) -> tuple[Channel, ...]:
    """Return the channels between two offsets, in the order of the source."""
    return tuple(_channel(text, parts) for parts in _channels(text, start, end))


def _channels(text: SourceText, start: int, end: int) -> Iterator[Parts]:
    parts: Parts = {}
    current = ""
    for line in text.lines(start, end):
        opened = _opens(line, current)
        if opened == "channel" and parts:
            yield parts
            parts = {}
        if opened:
            current = opened
            parts[current] = (text.value_start(line), line.end)
        elif current:  # values run on over lines without a label
            parts[current] = (parts[current][0], line.end)
    if parts:
        yield parts


def _opens(line: Line, current: str) -> str | None:
    if line.text.startswith(_CHANNEL):
        return "channel"
    for label, part in _PARTS.items():
        # A label seen a second time inside the same channel is a word of its remarks.
        if current and line.text.startswith(label) and _ORDER.index(part) > _ORDER.index(current):
            return part
    return None


def _channel(text: SourceText, parts: Parts) -> Channel:
    label = text.quote(*parts["channel"]) if "channel" in parts else None
    limit = parse_time(text, *parts["time"]) if "time" in parts else None
    return Channel(
        kind=_KINDS.get(label.plain.upper()) if label else None,
        label=label,
        time_limits=() if limit is None else (limit,),
        fees=parse_fees(text, *parts["fee"]) if "fee" in parts else (),
        notes=text.quotes_by_line(*parts["notes"]) if "notes" in parts else (),
    )
