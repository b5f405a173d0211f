"""What composers of times, fees and places share: names of channels, and channels that say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from knowledge.records import Channel, ChannelKind, Procedure, Quote

NAMES: dict[ChannelKind | None, str] = {
    "direct": "Trực tiếp",
    "online": "Trực tuyến",
    "postal": "Bưu chính",
    None: "Hình thức khác",
}

Numbered = tuple[int, Channel]


def grouped(procedure: Procedure, said: Callable[[Channel], object]) -> Iterator[tuple[str, list[Numbered]]]:
    """Yield channels that say the same together, with their names, in the order of the source."""
    groups: dict[object, list[Numbered]] = {}
    for number, channel in enumerate(procedure.channels):
        groups.setdefault(said(channel), []).append((number, channel))
    for members in groups.values():
        names = dict.fromkeys(NAMES[channel.kind] for _, channel in members)
        yield ", ".join(names).capitalize(), members


def own_notes(procedure: Procedure, members: Sequence[Numbered]) -> list[tuple[str, Quote]]:
    """Return the remarks that tell these channels from others of their kind, each once.

    A channel that stands several times holds cases: what not all of them remark is the condition of the case. Nothing
    where each kind stands once.
    """
    ours = {number for number, _ in members}
    found: dict[str, tuple[str, Quote]] = {}
    for number, channel in members:
        others = [c for n, c in enumerate(procedure.channels) if c.kind == channel.kind and n not in ours]
        shared = [{note.plain for note in other.notes} for other in others]
        for line, note in enumerate(channel.notes):
            if others and not all(note.plain in remarks for remarks in shared):
                found.setdefault(note.plain, (f"channels.{number}.notes.{line}", note))
    return list(found.values())


def notes_of(procedure: Procedure) -> Iterator[tuple[str, Quote]]:
    """Yield every remark of the channels once, whichever channel says it."""
    seen: set[str] = set()
    for number, channel in enumerate(procedure.channels):
        for line, note in enumerate(channel.notes):
            if note.plain not in seen:
                seen.add(note.plain)
                yield f"channels.{number}.notes.{line}", note
