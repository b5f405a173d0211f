"""Two procedures side by side, field by field; every figure stands with the words of its own record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant import clock
from assistant.compose.compared import Item, Side, side_of
from assistant.compose.district import warn_of_district
from assistant.compose.draft import UNKNOWN, Draft
from assistant.compose.facets import Composed
from knowledge.records import Facet, Procedure

_MARKERS = re.compile(r"(?: \[\d+\])+")
_SHORT_LINES = 6  # of one side of one field of a short comparison
_ONE_LINE_CHARS = 220  # of both sides of a field that stand on one line
_LONG_CHARS = 1_500  # of both sides from which lines that agree are left out, where what is shared is only counted
_SHARED_CHARS = 300  # of what both say alike, where what is shared is only counted


def compose_comparison(
    first: Procedure,
    first_text: str,
    second: Procedure,
    second_text: str,
    *,
    full: bool = False,
    shared: bool = True,
    facets: Sequence[Facet] = (),
    first_id: int = 1,
    today: date | None = None,
) -> Composed:
    """Return two procedures field by field: what agrees, what differs, and what only one of them has.

    Args:
        first_text: The unnormalised source of the first; `second_text` that of the second.
        full: With steps, conditions, legal bases and all papers; otherwise what people at the counter ask about.
        shared: Whether long parts that agree are written out; otherwise they are counted, but for plain fields that
            `facets` ask for.
        facets: What is to be compared; empty: everything.
        first_id: Of the citations.
        today: The day on which it is asked; None: the clock's.
    """
    day = today or clock.today()
    one = Draft(first, first_text, full, day, first_id)
    sides = [side_of(one, facets)]
    two = Draft(second, second_text, full, day, first_id + len(one.citations))
    sides.append(side_of(two, facets))
    lines = [*_heading(sides)]
    lines += [line for name in sides[0].fields for line in _field(name, sides, full, shared or bool(facets))]
    lines += [line for name in sides[0].lists for line in _list(name, sides, full, shared)]
    sheet = Draft(first, first_text, full, day, first_id, lines=lines, citations=[*one.citations, *two.citations])
    if not facets:
        warn_of_district(sheet)
    sheet.settle()
    cut = not full or not shared or one.shortened or two.shortened
    return Composed("\n".join(sheet.lines), tuple(sheet.citations), (), cut)


def _heading(sides: list[Side]) -> Iterator[str]:
    yield "So sánh hai thủ tục:"
    for letter, side in zip("AB", sides, strict=True):
        yield f"{letter}: {side.heading}"


def _field(name: str, sides: list[Side], full: bool, shared: bool) -> Iterator[str]:
    one, two = (side.fields[name] for side in sides)
    if _bare(one) == _bare(two) == [f"{UNKNOWN}."]:
        yield f"{name} | cả hai: {UNKNOWN}."
        return
    if _same(one, two) and not shared and sum(map(len, one)) > _SHARED_CHARS:
        yield f"{name} | giống nhau ({len(one)} dòng)."
        return
    if _same(one, two):
        markers = "".join(match for line in two for match in _MARKERS.findall(line))
        yield from _block(f"{name} | giống nhau: ", one, full, markers)
        return
    if len(one) == len(two) == 1 and len(one[0]) + len(two[0]) <= _ONE_LINE_CHARS:
        yield f"{name} | A: {one[0]} | B: {two[0]}"
        return
    alike = set() if shared or sum(map(len, one + two)) < _LONG_CHARS else {*_bare(one)} & {*_bare(two)}
    alike = {line for line in alike if "Lưu ý" not in line}  # a warning is never left out
    yield f"{name} | khác nhau{f' (giống nhau {len(alike)} dòng)' if alike else ''}:"
    yield from _block("  A: ", _without(one, alike), full)
    yield from _block("  B: ", _without(two, alike), full)


def _same(one: list[str], two: list[str]) -> bool:
    """Whether both say the same words, however they are broken into lines."""
    words = (" ".join(re.findall(r"\w+", " ".join(_bare(lines)))) for lines in (one, two))
    return len(set(words)) == 1


def _without(lines: list[str], alike: set[str]) -> list[str]:
    return [line for line in lines if _MARKERS.sub("", line) not in alike] or ["không có dòng nào khác."]


def _block(start: str, lines: list[str], full: bool, markers: str = "") -> Iterator[str]:
    shown = lines if full else lines[:_SHORT_LINES]
    more = "" if len(shown) == len(lines) else " …"
    for number, line in enumerate(shown):
        last = f"{more}{markers}" if number == len(shown) - 1 else ""
        yield f"{start if number == 0 else '     '}{line}{last}"


def _list(name: str, sides: list[Side], full: bool, shared: bool) -> Iterator[str]:
    one, two = (_once(side.lists[name]) for side in sides)
    if not one and not two:
        yield f"{name} | cả hai: {UNKNOWN}."
        return
    both = [Item(key, item.words, item.marker + two[key].marker) for key, item in one.items() if key in two]
    if not shared:
        yield f"{name} | giống nhau {len(both)}, chỉ A có {len(one) - len(both)}, chỉ B có {len(two) - len(both)}:"
    else:
        yield f"{name}:"
        yield from _group("Có ở cả hai", both, full)
    yield from _group("Chỉ A có", [item for key, item in one.items() if key not in two], full)
    yield from _group("Chỉ B có", [item for key, item in two.items() if key not in one], full)
    for letter, items in zip("AB", (one, two), strict=True):
        if not items:
            yield f"  {letter}: {UNKNOWN}."


def _group(label: str, items: list[Item], full: bool) -> Iterator[str]:
    if not items:
        return
    yield f"  {label}:"
    shown = items if full else items[:_SHORT_LINES]
    yield from (f"  - {item.words}{item.marker}" for item in shown)
    if len(shown) < len(items):
        yield "  - … (còn nữa, xem đầy đủ từng thủ tục)"


def _once(items: Iterable[Item]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return found


def _bare(lines: list[str]) -> list[str]:
    return [_MARKERS.sub("", line) for line in lines]
