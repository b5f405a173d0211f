"""What two procedures are compared by: the fields and lists of one side, each with its markers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.fee import write_fee
from assistant.compose.online import write_online
from assistant.compose.papers import is_paper, say_counts
from assistant.compose.result import write_result
from assistant.compose.time import channel_names, write_time
from assistant.officer.spoken import written_out
from knowledge.legal_numbers import number_of_basis
from knowledge.records import Facet, Quote
from knowledge.vietnamese import fold

_ENUMERATOR = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-zđ])[.)]\s*)+", re.IGNORECASE)
_SHORT_CHARS = 220  # of a paper's or a document's name


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: what makes it the same as the other record's, its words, and its marker."""

    key: str
    words: str
    marker: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its heading, its plain fields by name, and its lists by name."""

    heading: str
    fields: dict[str, list[str]]
    lists: dict[str, list[Item]]


def side_of(draft: Draft, facets: Collection[Facet]) -> Side:
    """Return one side: of all fields where no facet is named, else of those that tell of the facets."""
    procedure = draft.procedure
    markers = draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)
    heading = f"{one_line(procedure.title)} (mã thủ tục {procedure.code}){markers}"
    fields, lists = (_FULL, _FULL_LISTS) if draft.full or facets else (_SHORT, _SHORT_LISTS)
    names = {name for facet in facets for name in _OF_FACET.get(facet, ())} or {*fields, *lists}
    return Side(
        heading,
        {name: _written(draft, write) for name, write in fields.items() if name in names},
        {name: list(write(draft)) for name, write in lists.items() if name in names},
    )


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


def _papers(draft: Draft) -> Iterator[Item]:
    for at, case in enumerate(draft.procedure.cases):
        for place, item in enumerate(case.items):
            if (draft.full or is_paper(item)) and re.search(r"\w", item.name.plain):
                counted = say_counts(item)
                words = _shortened(_ENUMERATOR.sub("", one_line(item.name)) or one_line(item.name), draft.full)
                marker = draft.cite(f"cases.{at}.items.{place}", item.name, item.counts)
                yield Item(_key(item.name), f"{words}{f' ({counted})' if counted else ''}", marker)


def _each(draft: Draft, name: str, quotes: Iterable[Quote]) -> Iterator[Item]:
    for number, quote in enumerate(quotes):
        yield Item(_key(quote), one_line(quote), draft.cite(f"{name}.{number}", quote))


def _bases(draft: Draft) -> Iterator[Item]:
    for place, basis in enumerate(draft.procedure.legal_bases):
        title, own = one_line(basis.title), one_line(basis.number) if basis.number else ""
        number = number_of_basis(own, title)
        words = title if not own or own in title else f"{title} ({own})"
        yield Item(number.key if number else _key(basis.title), words, draft.cite(f"legal_bases.{place}", basis.quote))


def _key(quote: Quote) -> str:
    """Return what makes two lines the same: their words, without numbering, marks and diacritics."""
    return written_out(fold(_ENUMERATOR.sub("", quote.plain)))


def _shortened(words: str, full: bool) -> str:
    return words if full or len(words) <= _SHORT_CHARS else f"{words[:_SHORT_CHARS].rsplit(' ', 1)[0]}…"


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
}
_SHORT_LISTS: dict[str, Callable[[Draft], Iterator[Item]]] = {"Giấy tờ trong hồ sơ": _papers}
_FULL_LISTS: dict[str, Callable[[Draft], Iterator[Item]]] = {
    **_SHORT_LISTS,
    "Trình tự thực hiện": lambda draft: _each(draft, "steps", draft.procedure.steps),
    "Yêu cầu, điều kiện": lambda draft: _each(draft, "conditions", draft.procedure.conditions),
    "Căn cứ pháp lý": _bases,
}
_OF_FACET: dict[Facet, tuple[str, ...]] = {
    "documents": ("Giấy tờ trong hồ sơ",),
    "form": ("Giấy tờ trong hồ sơ",),
    "fee": ("Phí, lệ phí",),
    "time": ("Thời hạn giải quyết",),
    "where": ("Cấp thực hiện", "Nơi nộp", "Cơ quan có thẩm quyền quyết định"),
    "steps": ("Trình tự thực hiện",),
    "conditions": ("Yêu cầu, điều kiện", "Đối tượng thực hiện"),
    "legal": ("Căn cứ pháp lý", "Quyết định công bố"),
    "result": ("Kết quả nhận được",),
    "online": ("Hình thức nộp", "Nộp trực tuyến"),
}
