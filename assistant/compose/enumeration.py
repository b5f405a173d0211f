"""Lists in words: what was asked for, how many there are, a line for each of the first, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant import clock
from assistant.compose.draft import Draft, one_line
from assistant.compose.facets import Composed
from assistant.listing import LEVEL_NAMES, Enumeration, Ledger, counts
from assistant.officer.by_law import Document
from assistant.officer.held import Held
from assistant.officer.published import Decision
from assistant.officer.validity import replaced_by
from assistant.records import Citation
from knowledge.provinces import NATIONAL, place_name
from knowledge.records import Procedure
from knowledge.records_file import Summary

CITIZEN_LINES, OFFICER_LINES = 20, 100
COUNTED_LINES = 40  # of an officer's list where only the number is asked for
_NEAR, _GROUPS = 8, 6
_HEADING_CHARS = 2_000  # code, title, level and field stand together at the head of a source
_SAID_CHARS = 160
_LOCAL = ("-UBND", "-HĐND")  # each province numbers its own
_BY = {
    "level": "cấp thực hiện",
    "field": "lĩnh vực",
    "agency": "cơ quan thực hiện",
    "jurisdiction": "phạm vi áp dụng",
    "kind": "loại thủ tục",
}
_LEVELS: Mapping[str, str] = {str(level): name for level, name in LEVEL_NAMES.items()}
_KINDS = {"OTHER": "Loại khác", "": "nguồn không ghi"}


def compose_list(held: Held, enumeration: Enumeration, *, officer: bool = False) -> Composed:
    """Return an enumeration in words; every title that is printed stands with the words of its record.

    Args:
        officer: With level, field and agency of each, and five times as many lines.
    """
    total, counting = len(enumeration.found), enumeration.counting
    most = (COUNTED_LINES if counting else OFFICER_LINES) if officer else CITIZEN_LINES
    shown = enumeration.found[:most]
    citations: list[Citation] = []
    lines = [*_missed(enumeration), _count(enumeration), *_narrowed(enumeration)]
    if total > 1 and (officer or counting):
        lines += [*_published_by(enumeration), *_summary(enumeration)]
    for one in shown:
        lines.append(_line(held, one, citations, officer=officer and not counting))
    lines += [_rest(enumeration, total - len(shown))] if total > len(shown) else []
    return Composed("\n".join(lines), tuple(citations), (), total > len(shown))


def compose_counts(enumeration: Enumeration, ledger: Ledger | None = None, *, officer: bool = False) -> Composed:
    """Return how many procedures each group has, the largest first; the numbers add up to the total.

    Args:
        officer: Five times as many groups.
    """
    by = enumeration.counted_by or "level"
    groups = counts(enumeration, ledger)
    shown = groups[: OFFICER_LINES if officer else CITIZEN_LINES]
    rest = sum(number for _, number in groups[len(shown) :])
    named = f" {enumeration.named}" if enumeration.named else ""
    lines = [f"Có {len(enumeration.found)} thủ tục{named} trong dữ liệu đang có, đếm theo {_BY[by]}:"]
    lines += [f"- {_group_name(by, name)}: {number}" for name, number in shown]
    lines += [f"… và {len(groups) - len(shown)} nhóm khác, cộng {rest} thủ tục."] if rest else []
    lines += _narrowed(enumeration)
    return Composed("\n".join(lines), (), (), bool(rest))


def compose_by_law(held: Held, documents: Sequence[Document], *, officer: bool = False) -> Composed:
    """Return, document by document, the procedures that cite it, each with the words in which it does.

    Args:
        officer: Five times as many lines.
    """
    left = OFFICER_LINES if officer else CITIZEN_LINES
    citations: list[Citation] = []
    lines = [f"Có {len(documents)} văn bản có thể là văn bản bạn nêu:"] if len(documents) > 1 else []
    cut = False
    for document in documents:
        lines.append(_cited_by(document))
        replaced = replaced_by(document.shown, clock.today())
        lines += [f"Lưu ý: {document.shown} {replaced}."] if replaced else []
        for code, position in document.places[:left]:
            lines.append(_citing(held, code, position, citations))
        rest = len(document.places) - left
        lines += [f"… và {rest} thủ tục khác."] if rest > 0 else []
        lines += _mentions(held, document, citations)
        cut, left = cut or rest > 0, max(-rest, 0)
    return Composed("\n".join(lines), tuple(citations), (), cut)


def compose_published(
    held: Held, decisions: Sequence[Decision], *, officer: bool = False, first_id: int = 1
) -> Composed:
    """Return, decision by decision, the procedures that name it as the one which publishes them.

    Args:
        officer: Five times as many lines.
        first_id: Of the citations; more than 1 where the text is to follow another.
    """
    left, cut = OFFICER_LINES if officer else CITIZEN_LINES, False
    citations: list[Citation] = []
    lines: list[str] = []
    for decision in decisions:
        count = len(decision.codes)
        local = " Nhiều tỉnh có quyết định cùng số: xem địa phương ở từng dòng." if decision.local else ""
        lines.append(f"{decision.shown}: {count} thủ tục trong dữ liệu đang có ghi đây là quyết định công bố.{local}")
        lines += [_published(held, code, citations, first_id) for code in decision.codes[:left]]
        lines += [f"… và {count - left} thủ tục khác."] if count > left else []
        cut, left = cut or count > left, max(left - count, 0)
    return Composed("\n".join(lines), tuple(citations), (), cut)


def _published(held: Held, code: str, citations: list[Citation], first_id: int) -> str:
    draft = _draft(held, code, citations, first_id)
    if draft is None:
        return f"- {code}"
    procedure = draft.procedure
    place = f" | {place_name(procedure.jurisdiction)}" if procedure.jurisdiction != NATIONAL else ""
    marker = f"{_cite_heading(draft)}{draft.cite('decision_number', procedure.decision_number)}"
    return _keep(draft, citations, f"- {code} | {one_line(procedure.title)}{place}{marker}")


def _missed(enumeration: Enumeration) -> Iterator[str]:
    """Yield what could not be matched: a silent record never means that there is nothing."""
    if enumeration.unmatched is not None:
        yield (
            f"Chưa khớp được cơ quan “{enumeration.unmatched}” với thủ tục nào như bạn hỏi: nhiều thủ tục để trống mục "
            "cơ quan, nên chưa thể nói là không có."
        )


def _count(enumeration: Enumeration) -> str:
    if enumeration.unmatched is not None and not enumeration.found:
        return "Bạn cho biết thêm lĩnh vực, cấp thực hiện hoặc tên khác của cơ quan để tôi liệt kê."
    named = f" {enumeration.named}" if enumeration.named else ""
    words = " và tên có đủ các từ bạn nêu" if enumeration.words else ""
    if enumeration.district:
        # Districts ended on 1 July 2025. Source: Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 1.
        return "Cấp huyện đã bỏ: việc nay do cấp xã hoặc cấp tỉnh làm, không còn thủ tục nào xếp vào cấp huyện."
    if not enumeration.found:
        return f"Chưa thấy thủ tục nào {enumeration.named}{words} trong dữ liệu đang có."
    by = "Theo các phần còn lại, có" if enumeration.unmatched is not None else "Có"
    return f"{by} {len(enumeration.found)} thủ tục{named}{words} trong dữ liệu đang có."


def _rest(enumeration: Enumeration, left: int) -> str:
    """Return how many are not shown, and what would narrow the list."""
    ways = {
        "lĩnh vực": enumeration.field,
        "cấp thực hiện": enumeration.level,
        "cơ quan": enumeration.agency,
        "tỉnh": enumeration.province,
    }
    open_ways = [way for way, given in ways.items() if not given]
    return f"… và {left} thủ tục khác. Muốn thu hẹp, nói thêm {', '.join([*open_ways, 'từ có trong tên thủ tục'])}."


def _published_by(enumeration: Enumeration) -> Iterator[str]:
    """Yield how many are in force everywhere and how many each province publishes for itself."""
    own = Counter(one.jurisdiction for one in enumeration.found if one.jurisdiction != NATIONAL)
    if not own:
        return
    everywhere = len(enumeration.found) - own.total()
    most = sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))[:_GROUPS]
    named = "; ".join(f"{place_name(place)} {number}" for place, number in most)
    more = f"; … (tất cả {len(own)} địa phương)" if len(own) > len(most) else ""
    yield f"Áp dụng toàn quốc: {everywhere}. Do địa phương công bố riêng: {own.total()} ({named}{more})."


def _narrowed(enumeration: Enumeration) -> Iterator[str]:
    """Yield what was counted how: other names, silent records, national ones beside a province's own."""
    if enumeration.renamed:  # Source: Nghị quyết 176/2025/QH15 and Nghị định 45/2025/NĐ-CP.
        yield f"Cơ quan bạn nêu đã được sắp xếp lại; việc nay thuộc {enumeration.agency}, danh sách là của cơ quan này."
    if enumeration.authority and enumeration.found:
        yield (
            f"Tính mọi thủ tục ghi “{enumeration.agency}” ở mục cơ quan có thẩm quyền hoặc cơ quan thực hiện; "
            f"{enumeration.undecided} thủ tục khác cùng loại không ghi cơ quan có thẩm quyền nên không tính."
        )
    elif len(enumeration.spellings) > 1 and enumeration.agency:
        yield f"Tính mọi thủ tục có tên cơ quan thực hiện chứa “{enumeration.agency}”."
    if enumeration.unknown:
        yield f"Không tính {enumeration.unknown} thủ tục mà nguồn không ghi mục này."
    if enumeration.national:
        yield f"Ngoài ra {enumeration.national} thủ tục cùng loại áp dụng toàn quốc, cả ở {enumeration.province}."
    if enumeration.near_fields:
        yield f"Lĩnh vực tên gần giống: {'; '.join(enumeration.near_fields[:_NEAR])}."


def _summary(enumeration: Enumeration) -> Iterator[str]:
    """Yield the largest groups by what was not asked for."""
    by_level: dict[str, int] = {}
    for one in enumeration.found:
        by_level[one.level] = by_level.get(one.level, 0) + 1
    if enumeration.level is None:
        levels = sorted(by_level.items(), key=lambda pair: -pair[1])
        yield "Theo cấp: " + "; ".join(f"{_group_name('level', level)} {number}" for level, number in levels) + "."
    by_field: dict[str, int] = {}
    for one in enumeration.found:
        by_field[one.field] = by_field.get(one.field, 0) + 1
    if len(by_field) > 1:
        fields = sorted(by_field.items(), key=lambda pair: (-pair[1], pair[0]))[:_GROUPS]
        more = f"; … (tất cả {len(by_field)} lĩnh vực)" if len(by_field) > _GROUPS else ""
        yield "Theo lĩnh vực: " + "; ".join(f"{_group_name('field', name)} {n}" for name, n in fields) + f"{more}."


def _group_name(by: str, name: str) -> str:
    if not name:
        return "nguồn không ghi"
    if by == "jurisdiction":
        return place_name(name)
    return _LEVELS.get(name, name) if by == "level" else _KINDS.get(name, name)


def _line(held: Held, one: Summary, citations: list[Citation], *, officer: bool) -> str:
    draft = _draft(held, one.code, citations)
    marker = _cite_heading(draft) if draft else ""
    if not officer:
        return _keep(draft, citations, f"- {one.title} (mã {one.code}){marker}")
    agency = one.agency if len(one.agency) <= _SAID_CHARS else f"{one.agency[:_SAID_CHARS].rsplit(' ', 1)[0]}…"
    office = agency
    if draft and one.agency:
        office = f"{agency}{draft.cite('agencies.implementing', draft.procedure.agencies.implementing)}"
    parts = [one.code, one.title, _group_name("level", one.level), f"{one.field or 'nguồn không ghi'}{marker}"]
    parts += [office] if office else []
    parts += [place_name(one.jurisdiction)] if one.jurisdiction != "VN" else []
    return _keep(draft, citations, f"- {' | '.join(parts)}")


def _citing(held: Held, code: str, position: int, citations: list[Citation]) -> str:
    draft = _draft(held, code, citations)
    if draft is None:
        return f"- {code}"
    basis = draft.procedure.legal_bases[position]
    said = one_line(basis.quote)
    said = said if len(said) <= _SAID_CHARS else f"{said[:_SAID_CHARS].rsplit(' ', 1)[0]}…"
    title = f"{one_line(draft.procedure.title)}{_cite_heading(draft)}"
    return _keep(draft, citations, f"- {code} | {title} | “{said}”{draft.cite(f'legal_bases.{position}', basis.quote)}")


def _cited_by(document: Document) -> str:
    if document.shown.endswith(_LOCAL):
        count = len(document.places)
        return (
            f"{document.shown}: {count} thủ tục trong dữ liệu đang có ghi số này ở mục căn cứ pháp lý. "
            "Nhiều tỉnh có văn bản cùng số: xem tên văn bản ở từng dòng."
        )
    named = document.shown if document.title is None or document.shown in document.title else ""
    title = f"{document.title} ({document.shown})" if document.title and not named else document.title or document.shown
    return f"{title}: {len(document.places)} thủ tục trong dữ liệu đang có ghi văn bản này ở mục căn cứ pháp lý."


def _mentions(held: Held, document: Document, citations: list[Citation]) -> Iterator[str]:
    if not document.mentioned:
        return
    count = len(document.mentioned)
    yield f"Ngoài ra {count} thủ tục chỉ nhắc văn bản này trong tên của văn bản khác:"
    for code in document.mentioned[:CITIZEN_LINES]:
        draft = _draft(held, code, citations)
        if draft is not None:
            yield _keep(draft, citations, f"- {code} | {one_line(draft.procedure.title)}{_cite_heading(draft)}")
    if count > CITIZEN_LINES:
        yield f"… và {count - CITIZEN_LINES} thủ tục khác."


def _cite_heading(draft: Draft) -> str:
    """Cite code, title, level and field as one slice where they stand together, else code and title."""
    procedure = draft.procedure
    quotes = [procedure.code_quote, procedure.title, procedure.level_quote, procedure.field]
    spans = [quote.span for quote in quotes if quote is not None]
    if max(span.end for span in spans) - min(span.start for span in spans) <= _HEADING_CHARS:
        return draft.cite("title", *quotes)
    return draft.cite("title", procedure.title) + draft.cite("code_quote", procedure.code_quote)


def _draft(held: Held, code: str, citations: Sequence[Citation], first_id: int = 1) -> Draft | None:
    procedure, text = held.procedure(code), held.source_text(code)
    return _sheet(procedure, text, first_id + len(citations)) if procedure is not None and text is not None else None


def _sheet(procedure: Procedure, text: str, first_id: int) -> Draft:
    return Draft(procedure, text, full=True, first_id=first_id)


def _keep(draft: Draft | None, citations: list[Citation], line: str) -> str:
    citations += draft.citations if draft else []
    return line
