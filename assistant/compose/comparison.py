"""Two procedures side by side, field by field; every figure stands with the words of its own record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.compose.district import warn_of_district
from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.facets import Composed
from assistant.compose.fee import write_fee
from assistant.compose.online import write_online
from assistant.compose.papers import is_paper
from assistant.compose.result import write_result
from assistant.compose.steps import write_steps
from assistant.compose.time import channel_names, write_time
from assistant.officer.spoken import written_out
from knowledge.legal_numbers import number_of_basis
from knowledge.records import DossierItem, Procedure, Quote
from knowledge.vietnamese import fold

_MARKERS = re.compile(r"(?: \[\d+\])+")
_ENUMERATOR = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-zđ])[.)]\s*)+", re.IGNORECASE)
_SHORT_LINES = 6  # of one side of one field of a short comparison
_SHORT_CHARS = 220  # of a paper's or a document's name


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of a list: what makes it the same as the other record's, its words, and its marker."""

    key: str
    words: str
    marker: str


def compose_comparison(
    first: Procedure,
    first_text: str,
    second: Procedure,
    second_text: str,
    *,
    full: bool = False,
    first_id: int = 1,
    today: date | None = None,
) -> Composed:
    """Return two procedures field by field: what agrees, what differs, and what only one of them has.

    Args:
        first_text: The unnormalised source of the first; `second_text` that of the second.
        full: With steps, conditions, legal bases and all papers; otherwise what people at the counter ask about.
        first_id: Of the citations.
        today: The day on which it is asked; None: the clock's.
    """
    day = today or date.today()
    drafts = [Draft(first, first_text, full, day, first_id)]
    sides = [_side(drafts[0], full)]
    drafts.append(Draft(second, second_text, full, day, first_id + len(drafts[0].citations)))
    sides.append(_side(drafts[1], full))
    lines = [*_heading(sides), *(line for name in sides[0].fields for line in _field(name, sides, full))]
    lines += [line for name in sides[0].lists for line in _list(name, sides, full)]
    notes = Draft(first, first_text, full, day, lines=lines, citations=[*drafts[0].citations, *drafts[1].citations])
    warn_of_district(notes)
    cut = not full or any(draft.shortened for draft in drafts)
    return Composed("\n".join(notes.lines), (*drafts[0].citations, *drafts[1].citations), (), cut)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: its heading, its plain fields by name, and its lists by name."""

    heading: str
    fields: dict[str, list[str]]
    lists: dict[str, list[_Item]]


def _side(draft: Draft, full: bool) -> _Side:
    procedure = draft.procedure
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    heading = f"{one_line(procedure.title)} (mã thủ tục {procedure.code}){markers}"
    fields = {name: _written(draft, write) for name, write in (_FULL if full else _SHORT).items()}
    lists = {"Giấy tờ trong hồ sơ": list(_papers(draft, full))}
    if full:
        lists["Yêu cầu, điều kiện"] = list(_each(draft, "conditions", procedure.conditions))
        lists["Căn cứ pháp lý"] = list(_bases(draft))
    return _Side(heading, fields, lists)


def _written(draft: Draft, write: Callable[[Draft], None]) -> list[str]:
    """Return the lines that a composer writes, without the heading that it gives them."""
    begun = len(draft.lines)
    write(draft)
    lines = draft.lines[begun:]
    del draft.lines[begun:]
    if lines and lines[0].endswith(":"):
        return [re.sub(r"^- ", "", line) for line in lines[1:]]
    first = re.sub(r"^[^:“]{3,60}:\s*", "", lines[0]) if lines else ""
    return [first, *lines[1:]]


def _heading(sides: list[_Side]) -> Iterator[str]:
    yield "So sánh hai thủ tục:"
    for letter, side in zip("AB", sides, strict=True):
        yield f"{letter}: {side.heading}"


def _field(name: str, sides: list[_Side], full: bool) -> Iterator[str]:
    one, two = (side.fields[name] for side in sides)
    if _bare(one) == _bare(two) == [f"{UNKNOWN}."]:
        yield f"{name} | cả hai: {UNKNOWN}."
        return
    if _bare(one) == _bare(two):
        markers = "".join(match for line in two for match in _MARKERS.findall(line))
        yield from _block(f"{name} | giống nhau: ", one, full, markers)
        return
    if len(one) == len(two) == 1 and len(one[0]) + len(two[0]) <= _SHORT_CHARS:
        yield f"{name} | A: {one[0]} | B: {two[0]}"
        return
    yield f"{name} | khác nhau:"
    yield from _block("  A: ", one, full)
    yield from _block("  B: ", two, full)


def _block(start: str, lines: list[str], full: bool, markers: str = "") -> Iterator[str]:
    shown = lines if full else lines[:_SHORT_LINES]
    more = "" if len(shown) == len(lines) else " …"
    for number, line in enumerate(shown):
        last = f"{more}{markers}" if number == len(shown) - 1 else ""
        yield f"{start if number == 0 else '     '}{line}{last}"


def _list(name: str, sides: list[_Side], full: bool) -> Iterator[str]:
    one, two = (_once(side.lists[name]) for side in sides)
    if not one and not two:
        yield f"{name} | cả hai: {UNKNOWN}."
        return
    yield f"{name}:"
    shared = [_Item(key, item.words, item.marker + two[key].marker) for key, item in one.items() if key in two]
    yield from _group("Có ở cả hai", shared, full)
    yield from _group("Chỉ A có", [item for key, item in one.items() if key not in two], full)
    yield from _group("Chỉ B có", [item for key, item in two.items() if key not in one], full)
    for letter, items in zip("AB", (one, two), strict=True):
        if not items:
            yield f"  {letter}: {UNKNOWN}."


def _group(label: str, items: list[_Item], full: bool) -> Iterator[str]:
    if not items:
        return
    yield f"  {label}:"
    shown = items if full else items[:_SHORT_LINES]
    yield from (f"  - {item.words}{item.marker}" for item in shown)
    if len(shown) < len(items):
        yield "  - … (còn nữa, xem đầy đủ từng thủ tục)"


def _once(items: Iterable[_Item]) -> dict[str, _Item]:
    found: dict[str, _Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return found


def _papers(draft: Draft, full: bool) -> Iterator[_Item]:
    for at, case in enumerate(draft.procedure.cases):
        for place, item in enumerate(case.items):
            if (full or is_paper(item)) and re.search(r"\w", item.name.plain):
                counted = ", ".join(f"{name}: {count}" for name, count in _counted(item) if count)
                words = _shortened(_ENUMERATOR.sub("", one_line(item.name)) or one_line(item.name), full)
                marker = draft.cite(f"cases.{at}.items.{place}", item.name, item.counts)
                yield _Item(_key(item.name), f"{words}{f' ({counted})' if counted else ''}", marker)


def _counted(item: DossierItem) -> tuple[tuple[str, int | None], ...]:
    return ("bản chính", item.originals), ("bản sao", item.copies)


def _each(draft: Draft, name: str, quotes: Iterable[Quote]) -> Iterator[_Item]:
    for number, quote in enumerate(quotes):
        yield _Item(_key(quote), one_line(quote), draft.cite(f"{name}.{number}", quote))


def _bases(draft: Draft) -> Iterator[_Item]:
    for place, basis in enumerate(draft.procedure.legal_bases):
        title, own = one_line(basis.title), one_line(basis.number) if basis.number else ""
        number = number_of_basis(own, title)
        words = title if not own or own in title else f"{title} ({own})"
        yield _Item(number.key if number else _key(basis.title), words, draft.cite(f"legal_bases.{place}", basis.quote))


def _key(quote: Quote) -> str:
    """Return what makes two lines the same: their words, without numbering, marks and diacritics."""
    return written_out(fold(_ENUMERATOR.sub("", quote.plain)))


def _shortened(words: str, full: bool) -> str:
    return words if full or len(words) <= _SHORT_CHARS else f"{words[:_SHORT_CHARS].rsplit(' ', 1)[0]}…"


def _bare(lines: list[str]) -> list[str]:
    return [_MARKERS.sub("", line) for line in lines]


def _write_plain(name: str) -> Callable[[Draft], None]:
    def write(draft: Draft) -> None:
        quote: Quote | None = getattr(draft.procedure, name)
        draft.add(f"{one_line(quote)}{draft.cite(name, quote)}" if quote else f"{UNKNOWN}.")

    return write


def _write_audience(draft: Draft) -> None:
    audience = draft.procedure.audience
    names = "; ".join(one_line(quote) for quote in audience)
    draft.add(f"{names}{draft.cite('audience', *audience)}" if audience else f"{UNKNOWN}.")


def _write_offices(draft: Draft) -> None:
    agencies = draft.procedure.agencies
    offices = (("implementing", agencies.implementing), ("receiving_address", agencies.receiving_address))
    named = [f"{one_line(quote)}{draft.cite(f'agencies.{name}', quote)}" for name, quote in offices if quote]
    draft.add("; ".join(named) or f"{UNKNOWN}.")


def _write_competent(draft: Draft) -> None:
    quote = draft.procedure.agencies.competent
    draft.add(f"{one_line(quote)}{draft.cite('agencies.competent', quote)}" if quote else f"{UNKNOWN}.")


def _write_channels(draft: Draft) -> None:
    marks = [(f"channels.{number}.label", channel.label) for number, channel in enumerate(draft.procedure.channels)]
    draft.add(f"{channel_names(draft)}{draft.cite_all(marks)}" if marks else f"{UNKNOWN}.")


_SHORT: dict[str, Callable[[Draft], None]] = {
    "Cấp thực hiện": _write_plain("level_quote"),
    "Đối tượng thực hiện": _write_audience,
    "Kết quả nhận được": write_result,
    "Thời hạn giải quyết": write_time,
    "Phí, lệ phí": write_fee,
    "Nơi nộp": _write_offices,
    "Hình thức nộp": _write_channels,
}
_FULL: dict[str, Callable[[Draft], None]] = {
    "Lĩnh vực": _write_plain("field"),
    **_SHORT,
    "Cơ quan có thẩm quyền quyết định": _write_competent,
    "Nộp trực tuyến": write_online,
    "Quyết định công bố": _write_plain("decision_number"),
    "Trình tự thực hiện": write_steps,
}
