"""Facets that are lists of the source's own lines: steps, conditions, legal bases, result, forms, online."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.channels import NAMES
from assistant.compose.draft import UNKNOWN, Draft, block, one_line
from assistant.compose.fee import write_channel_fees
from assistant.compose.time import say_limit
from knowledge.records import Channel, Quote

_NONE_WORDS = re.compile(r"(?:không(?: có| quy định| yêu cầu)?|không có yêu cầu,? điều kiện)", re.IGNORECASE)
_SHORT_CHARS = 2_400  # a short answer stops after about this many characters of source lines
_FORM_WORDS = re.compile(r"^(?:tờ khai|đơn|mẫu|phiếu|giấy đề nghị|văn bản đề nghị|bản khai)\b", re.IGNORECASE)


def write_steps(draft: Draft) -> None:
    """Write the steps in the order of the source."""
    steps = draft.procedure.steps
    draft.add("Trình tự thực hiện:" if steps else f"Trình tự thực hiện: {UNKNOWN}.")
    _write_lines(draft, "steps", steps)


def write_conditions(draft: Draft) -> None:
    """Write the conditions; "Không" is said as the source's word that there are none."""
    conditions = draft.procedure.conditions
    if not conditions:
        draft.add(f"Yêu cầu, điều kiện: {UNKNOWN} (nguồn không ghi).")
    elif len(conditions) == 1 and _NONE_WORDS.fullmatch(one_line(conditions[0]).strip(" .")):
        said = one_line(conditions[0])
        draft.add(f"Yêu cầu, điều kiện: nguồn ghi “{said}”.{draft.cite('conditions.0', conditions[0])}")
    else:
        draft.add("Yêu cầu, điều kiện:")
        _write_lines(draft, "conditions", conditions)
    audience = draft.procedure.audience
    if audience:
        names = "; ".join(one_line(quote) for quote in audience)
        marker = draft.cite("audience", *audience)
        draft.add(f"Đối tượng thực hiện: {names}.{marker}")


def write_legal(draft: Draft) -> None:
    """Write every cited document with its number, and the decision that publishes the procedure."""
    bases = draft.procedure.legal_bases
    draft.add("Căn cứ pháp lý:" if bases else f"Căn cứ pháp lý: {UNKNOWN} (nguồn không ghi).")
    for number, basis in enumerate(bases):
        title = one_line(basis.title)
        sign = f" ({one_line(basis.number)})" if basis.number and not _names(title, one_line(basis.number)) else ""
        draft.add(f"- {title}{sign}{draft.cite(f'legal_bases.{number}', basis.quote)}")
    write_decision(draft)


def _names(title: str, number: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(number)}(?![\w/])", title) is not None


def write_decision(draft: Draft) -> None:
    """Write the decision under which the procedure is published."""
    decision = draft.procedure.decision_number
    if decision is not None:
        draft.add(f"Quyết định công bố thủ tục: {one_line(decision)}{draft.cite('decision_number', decision)}")


def write_result(draft: Draft) -> None:
    """Write what the applicant receives."""
    result = draft.procedure.result
    said = f"{block(result)}{draft.cite('result', result)}" if result else f" {UNKNOWN}."
    draft.add(f"Kết quả nhận được:{said}")


def write_form(draft: Draft) -> None:
    """Write the papers that are forms, or that name one."""
    found = [
        (f"cases.{c}.items.{i}", item)
        for c, case in enumerate(draft.procedure.cases)
        for i, item in enumerate(case.items)
        if item.forms or _FORM_WORDS.match(one_line(item.name))
    ]
    if not found:
        draft.add("Mẫu đơn, tờ khai: nguồn không nêu mẫu nào trong thành phần hồ sơ.")
        return
    draft.add("Mẫu đơn, tờ khai trong hồ sơ:")
    for path, item in found:
        draft.add(f"- {one_line(item.name)}{draft.cite(path, item.name)}")


def write_online(draft: Draft) -> None:
    """Write whether the procedure can be filed online, and what the source says of it."""
    online = [(n, channel) for n, channel in enumerate(draft.procedure.channels) if channel.kind == "online"]
    if not online:
        kinds = ", ".join(dict.fromkeys(NAMES[channel.kind] for channel in draft.procedure.channels))
        others = f" Các hình thức được nêu: {kinds}." if kinds else ""
        draft.add(f"Nguồn không nêu hình thức nộp trực tuyến cho thủ tục này.{others}")
        return
    draft.add("Có thể nộp trực tuyến, theo nguồn công bố.")
    for number, channel in online:
        _write_online_channel(draft, number, channel)
    draft.add("Nguồn không nói đây là dịch vụ công toàn trình hay một phần.")


def _write_online_channel(draft: Draft, number: int, channel: Channel) -> None:
    path = f"channels.{number}"
    draft.add(f"- Hình thức: Trực tuyến{draft.cite(f'{path}.label', channel.label)}")
    for place, limit in enumerate(channel.time_limits):
        marker = draft.cite(f"{path}.time_limits.{place}.quote", limit.quote)
        draft.add(f"- Thời hạn: {say_limit(limit)}{marker}")
    write_channel_fees(draft, number, channel)
    for place, note in enumerate(channel.notes):
        draft.add(f"- {one_line(note)}{draft.cite(f'{path}.notes.{place}', note)}")


def _write_lines(draft: Draft, name: str, quotes: Sequence[Quote]) -> None:
    written = 0
    for number, quote in enumerate(quotes):
        if not draft.full and written > _SHORT_CHARS:
            draft.shortened = True
            return
        line = " ".join(quote.plain.split())
        written += len(line)
        draft.add(f"{line}{draft.cite(f'{name}.{number}', quote)}")
