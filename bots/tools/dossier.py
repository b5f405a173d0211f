"""`check_dossier`: the papers that somebody has, held against those that the record asks for.

Nothing is claimed that names alone cannot show: a name that may mean a paper is "unsure", a paper that is asked for in
some circumstances only "depends", and a dossier that differs by case is never complete before the case is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.cases import choose_case
from assistant.compose.draft import Draft, one_line
from assistant.compose.papers import is_paper
from assistant.headings import adds, alternatives, heading, labels
from bots.tools.dossier_text import told
from bots.tools.pairing import Line, Pairing
from bots.tools.paper_names import Names, depends
from bots.tools.records import Records, title_of
from bots.tools.shapes import CaseChoice, CheckedPaper, DossierCheck, GivenPaper, ToolRefusal
from knowledge.records import Procedure
from knowledge.vietnamese import clean, fold

MOST_PAPERS = 60
_NAME_CHARS = 1_000
_SHORTEST_NAME_CHARS = 5  # a part of a heading that may name a case
_LOOSE = "Nguồn không nói rõ các nhóm giấy tờ khác của thủ tục có phải nộp thêm hay không."
_KINDS = (
    "Hồ sơ có mục ghi chung một loại giấy tờ (như “giấy tờ chứng minh…”): giấy tờ tên khác vẫn có thể thuộc mục đó."
)
_COMMON = re.compile(
    r"(?:giay to|thanh phan ho so|ho so|cac giay to)(?: (?:phai|can))?(?: (?:nop|xuat trinh|chinh|gom|bao gom))*\W*$"
    r"|xuat trinh\b|giay to (?:phai )?xuat trinh"
)


def check_dossier(records: Records, code: str, papers: Sequence[str], case: str | None) -> DossierCheck:
    """Return what of the record's dossier the given papers cover.

    Args:
        records: Where the procedure is looked up.
        code: Its national code.
        papers: Names of the papers at hand, in anybody's words; at most `MOST_PAPERS` are read.
        case: The number or the words of one of the procedure's cases; None: none was chosen.

    Raises:
        ToolRefusal: There is no such procedure, its dossier is not published, or it has no such case.
    """
    record, source = records.held(code)
    if not any(is_paper(item) for one in record.cases for item in one.items):
        raise ToolRefusal(f"Thủ tục {record.code}: nguồn chưa công bố thành phần hồ sơ.")
    particular = _particular(record)
    chosen = _chosen(record, particular, case)
    draft = Draft(record, source, full=True)
    scope = [at for at in range(len(record.cases)) if chosen == at or at not in particular]
    lines = [
        Line(at, place, item, depends=depends(one_line(item.name)) or (at != chosen and _adds(record, at)))
        for at, one in enumerate(record.cases)
        for place, item in enumerate(one.items)
        if is_paper(item) and re.search(r"\w", item.name.plain)
    ]
    given = [name for name in (clean(paper, _NAME_CHARS) for paper in papers[:MOST_PAPERS]) if name]
    pairing = Pairing.of(given, lines, set(scope), Names(records.snapshot.index.telling))
    needed = len(particular) > 1 and chosen is None
    return _result(records, record, draft, pairing, particular if needed else (), chosen)


def _result(
    records: Records,
    record: Procedure,
    draft: Draft,
    pairing: Pairing,
    to_choose: Sequence[int],
    chosen: int | None,
) -> DossierCheck:
    checked = tuple(_checked(record, draft, line, pairing) for line in pairing.asked)
    given = tuple(GivenPaper(given=name, **pairing.fate(name)) for name in pairing.given)
    cases = _choices(record, draft, to_choose)
    # Where the source does not say that its groups are cases, others may be asked for besides the chosen one.
    loose = chosen is not None and not alternatives(record.cases)
    complete = _complete(checked, certain=not to_choose and not loose)
    notes = [*([_LOOSE] if loose else []), *([_KINDS] if pairing.unlike() and pairing.kinds() else [])]
    name = heading(record.cases[chosen]).rstrip(" :") if chosen is not None else None
    return DossierCheck(
        code=record.code,
        title=title_of(record),
        case=name,
        case_needed=bool(to_choose),
        cases=cases,
        complete=complete,
        papers=checked,
        given=given,
        citations=tuple(draft.citations),
        text=told(f"{title_of(record)} (mã thủ tục {record.code})", name, cases, complete, checked, given, notes),
        page=records.page(record.code),
        snapshot=records.snapshot.name,
    )


def _complete(papers: Sequence[CheckedPaper], *, certain: bool) -> Literal["yes", "no", "unknown"]:
    statuses = {paper.status for paper in papers}
    if "missing" in statuses:
        return "no"
    return "yes" if statuses == {"covered"} and certain else "unknown"


def _checked(record: Procedure, draft: Draft, line: Line, pairing: Pairing) -> CheckedPaper:
    item, one = line.item, record.cases[line.case]
    marker = draft.cite(f"cases.{line.case}.items.{line.place}", item.name, item.counts)
    status, by = pairing.status(line)
    return CheckedPaper(
        name=one_line(item.name),
        originals=item.originals,
        copies=item.copies,
        form=", ".join(item.forms) or None,
        case=heading(one) or None,
        status=status,
        given=by,
        citation=draft.id_of(marker) or 0,
    )


def _particular(record: Procedure) -> tuple[int, ...]:
    """Return the positions of the groups of papers that hold for some applicants only, so that one must be chosen.

    Where the source does not show whether its groups are cases or parts, they are taken for cases: too much is asked
    then, and nothing is claimed.
    """
    known = alternatives(record.cases)
    if known:
        return known
    named = [at for at, one in enumerate(record.cases) if one.title is not None and not _is_common(heading(one))]
    own = [at for at in named if not adds(record.cases[at])]
    return tuple(named) if len(own) > 1 else ()


def _is_common(name: str) -> bool:
    return _COMMON.match(fold(name)) is not None


def _adds(record: Procedure, at: int) -> bool:
    """Return whether a group is of papers that only some add to their dossier."""
    one = record.cases[at]
    return one.title is not None and not _is_common(heading(one)) and (adds(one) or depends(heading(one)))


def _chosen(record: Procedure, particular: Sequence[int], case: str | None) -> int | None:
    """Return the position of the case that was asked for.

    Raises:
        ToolRefusal: There is no such case.
    """
    words = clean(case or "", _NAME_CHARS)
    if not words or not particular:
        return None
    titles = [heading(record.cases[at]) for at in particular]
    if words.isascii() and words.isdigit():
        number = int(words[:4])
        found = number - 1 if 1 <= number <= len(titles) else None
    else:
        said = fold(words).strip(" :.")
        named = [at for at, title in enumerate(titles) if len(said) >= _SHORTEST_NAME_CHARS and said in fold(title)]
        found = named[0] if len(named) == 1 else choose_case(titles, words, about=record.title.plain)
    if found is None:
        listed = "".join(f"\n{number}. {label}" for number, label in enumerate(labels(titles), start=1))
        raise ToolRefusal(f"Thủ tục {record.code} không rõ có trường hợp đó. Các trường hợp:{listed}")
    return particular[found]


def _choices(record: Procedure, draft: Draft, particular: Sequence[int]) -> tuple[CaseChoice, ...]:
    names = labels([heading(record.cases[at]) for at in particular])
    marks = [draft.cite(f"cases.{at}.title", record.cases[at].title) for at in particular]
    return tuple(
        CaseChoice(number=number, label=label, citation=draft.id_of(mark) or 0)
        for number, (label, mark) in enumerate(zip(names, marks, strict=True), start=1)
    )
