"""Faults of the papers to bring: lost, borrowed, told twice, miscounted, or told without their condition."""

from __future__ import annotations

import re

from evals.mutation.lines import body, change_everywhere, lines_of, with_lines, without_lines
from evals.mutation.operators import Operator, Place
from evals.transcripts import Reply, ReplyItem

_PAPERS = frozenset(("documents", "overview"))
_FORMS = frozenset(("form", "documents", "overview"))
_NUMBERED = re.compile(r"^(\d+)\. ")
_CONDITION = re.compile(
    r" \((?:khi|chỉ|nếu|trừ|đối với|với|trường hợp|áp dụng)\b[^()]*\)|[,;] (?:chỉ )?(?:khi|nếu) [^()\[\]]*"
)
_FORM = re.compile(r"(?<=[Mm]ẫu số )\d{1,3}\b|(?<=[Mm]ẫu )[A-Z]{0,4}\d{1,3}\b|\b(?:CT|TK|NA|HK|TP|LT)\d{2}\b")


def _line_of(reply: Reply, item: ReplyItem) -> int | None:
    """The line that tells a paper; None where the text does not show it."""
    lines = lines_of(reply)
    marker = f"[{item.citation}]"
    return next((at for at in body(lines) if marker in lines[at]), None)


def _shown(reply: Reply) -> list[tuple[ReplyItem, int]]:
    told = [(item, _line_of(reply, item)) for item in reply.checklist]
    return [(item, at) for item, at in told if at is not None]


def _renumbered(reply: Reply) -> Reply:
    """The reply with its numbered lines counted anew."""
    lines, number = lines_of(reply), 0
    for at in body(lines):
        if _NUMBERED.match(lines[at]):
            number += 1
            lines[at] = _NUMBERED.sub(f"{number}. ", lines[at], count=1)
    return with_lines(reply, lines)


def _without_papers(reply: Reply, lost: list[tuple[ReplyItem, int]]) -> Reply:
    gone = [item for item, _ in lost]
    kept = tuple(item for item in reply.checklist if not any(item is one for one in gone))
    return _renumbered(without_lines(reply, [at for _, at in lost])).model_copy(update={"checklist": kept})


def _dropped(reply: Reply, place: Place) -> Reply | None:
    shown = _shown(reply)
    return _without_papers(reply, [place.choose(shown)]) if shown else None


def _halved(reply: Reply, _: Place) -> Reply | None:
    shown = _shown(reply)
    return _without_papers(reply, shown[(len(shown) + 1) // 2 :]) if len(shown) > 1 else None


def _duplicated(reply: Reply, place: Place) -> Reply | None:
    shown = _shown(reply)
    if not shown:
        return None
    item, at = place.choose(shown)
    lines = lines_of(reply)
    lines.insert(at + 1, lines[at])
    place_in_list = next(n for n, one in enumerate(reply.checklist) if one is item)
    checklist = (*reply.checklist[: place_in_list + 1], *reply.checklist[place_in_list:])
    return _renumbered(with_lines(reply, lines)).model_copy(update={"checklist": checklist})


def _borrowed(reply: Reply, place: Place) -> Reply | None:
    """A paper of a neighbour stands after the last one, cited from the neighbour's record."""
    shown = _shown(reply)
    code = reply.procedures[0].code if reply.procedures else ""
    other = place.neighbours.neighbour(code, "documents") if shown else None
    ours = {item.name for item in reply.checklist}
    strange = [item for item in other.checklist if item.name not in ours] if other is not None else []
    if other is None or not strange:
        return None
    item = place.choose(strange)
    number = max((citation.id for citation in reply.citations), default=0) + 1
    cited = [one.model_copy(update={"id": number}) for one in other.citations if one.id == item.citation]
    last = max(at for _, at in shown)
    lines = lines_of(reply)
    lines.insert(last + 1, f"0. {item.name} (bản chính: 1)" + (f" [{number}]" if cited else ""))
    added = item.model_copy(update={"citation": number if cited else None})
    lists = {"checklist": (*reply.checklist, added), "citations": (*reply.citations, *cited)}
    return _renumbered(with_lines(reply, lines)).model_copy(update=lists)


def _counts_swapped(reply: Reply, place: Place) -> Reply | None:
    shown = [(item, at) for item, at in _shown(reply) if item.originals != item.copies]
    if not shown:
        return None
    chosen, at = place.choose(shown)
    lines = lines_of(reply)
    words = {"bản chính:": "bản sao:", "bản sao:": "bản chính:"}
    lines[at] = re.sub("|".join(words), lambda found: words[found[0]], lines[at])
    swapped = chosen.model_copy(update={"originals": chosen.copies, "copies": chosen.originals})
    checklist = tuple(swapped if item is chosen else item for item in reply.checklist)
    return with_lines(reply, lines).model_copy(update={"checklist": checklist})


def _heading_dropped(reply: Reply, place: Place) -> Reply | None:
    """A case loses its heading, so that its papers stand with those of the case before it."""
    lines = lines_of(reply)
    titles = {one.id: one for one in reply.citations if re.fullmatch(r"cases\.\d+\.title", one.field)}
    headings = [(at, one) for at in body(lines) for one in titles.values() if lines[at].endswith(f": [{one.id}]")]
    if not headings:
        return None
    at, cited = place.choose(headings)
    checklist = tuple(
        item.model_copy(update={"case": None}) if item.citation and _within(reply, item, cited.field) else item
        for item in reply.checklist
    )
    return without_lines(reply, [at]).model_copy(update={"checklist": checklist})


def _within(reply: Reply, item: ReplyItem, title: str) -> bool:
    case = title.removesuffix("title")
    return any(one.id == item.citation and one.field.startswith(case) for one in reply.citations)


def _condition_dropped(reply: Reply, place: Place) -> Reply | None:
    lines = lines_of(reply)
    conditional = [(item, at) for item, at in _shown(reply) if _CONDITION.search(lines[at])]
    if not conditional:
        return None
    chosen, at = place.choose(conditional)
    lines[at] = _CONDITION.sub(" ", lines[at], count=1).replace("  ", " ")
    plain = chosen.model_copy(update={"name": _CONDITION.sub("", chosen.name, count=1)})
    checklist = tuple(plain if item is chosen else item for item in reply.checklist)
    return with_lines(reply, lines).model_copy(update={"checklist": checklist})


def _form_off(reply: Reply, place: Place) -> Reply | None:
    return change_everywhere(reply, _FORM, lambda form: _last_digit(form, place), place)


def _last_digit(form: str, place: Place) -> str:
    return form[:-1] + place.choose([digit for digit in "0123456789" if digit != form[-1]])


PAPERS = (
    Operator("paper_dropped", "one paper is missing from text and checklist", _PAPERS, _dropped),
    Operator("papers_halved", "the second half of the papers is missing", _PAPERS, _halved),
    Operator("paper_duplicated", "one paper stands twice", _PAPERS, _duplicated),
    Operator("paper_borrowed", "a paper of a neighbour stands among ours", _PAPERS, _borrowed),
    Operator("paper_counts_swapped", "originals are told as copies and copies as originals", _PAPERS, _counts_swapped),
    Operator("case_heading_dropped", "two cases melt into one", _PAPERS, _heading_dropped),
    Operator("paper_condition_dropped", "a paper for some is told as one for all", _PAPERS, _condition_dropped),
    Operator("form_number_off", "the number of a form is another", _FORMS, _form_off),
)
"""Faults of papers, in the order of reports."""
