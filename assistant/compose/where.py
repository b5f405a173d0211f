"""Facet where: offices, the receiving address and the ways to submit."""

from __future__ import annotations

import re

from assistant.compose.draft import UNKNOWN, Draft, one_line
from assistant.compose.time import channel_names
from knowledge.records import Quote

_OFFICES = (
    ("implementing", "Cơ quan thực hiện"),
    ("receiving_address", "Nơi tiếp nhận hồ sơ"),
    ("competent", "Cơ quan có thẩm quyền quyết định"),
    ("authorised", "Cơ quan được ủy quyền"),
    ("coordinating", "Cơ quan phối hợp"),
)
_HANDS_IN = re.compile(r"(?:nộp|gửi|tiếp nhận|đăng ký)[^.;]{0,80}?\s(?:tại|đến|tới|về|cho)\s", re.IGNORECASE)
_DISTRICT = re.compile(
    r"cấp huyện|(?:Ủy|Uỷ) ban nhân dân (?:quận|huyện|thị xã)|\bUBND (?:quận|huyện)|Phòng Tư pháp\b", re.IGNORECASE
)


def write_where(draft: Draft) -> None:
    """Write who takes and decides the file; where no office is named, the level and the steps' own words."""
    agencies = draft.procedure.agencies
    named = [(name, label, getattr(agencies, name)) for name, label in _OFFICES if getattr(agencies, name)]
    draft.add("Nơi nộp và cơ quan giải quyết:")
    for name, label, quote in named:
        draft.add(f"- {label}: {_block(quote)}{draft.cite(f'agencies.{name}', quote)}")
    _write_level(draft, silent=not named)
    if not any(name in {"implementing", "receiving_address"} for name, _, _ in named):
        _write_steps(draft)
    if draft.procedure.channels:
        labels = [(f"channels.{n}.label", channel.label) for n, channel in enumerate(draft.procedure.channels)]
        draft.add(f"- Hình thức nộp: {channel_names(draft)}{_labels(draft, labels)}")
    warn_of_district(draft)


def warn_of_district(draft: Draft) -> None:
    """Add the remark that districts are gone where a line printed still names one."""
    # Districts ended on 1 July 2025. Source: Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 1.
    if any(_DISTRICT.search(line) for line in draft.lines):
        draft.add(
            "Lưu ý: nguồn còn nhắc cấp huyện; cấp này đã bỏ, việc nay do cấp xã hoặc cấp tỉnh làm. "
            "Hãy hỏi Trung tâm Phục vụ hành chính công nơi bạn ở."
        )


def _block(quote: Quote) -> str:
    return quote.plain.replace("\n", "\n  ") if "\n" in quote.plain else one_line(quote)


def _write_level(draft: Draft, *, silent: bool) -> None:
    quote = draft.procedure.level_quote
    if quote is not None:
        draft.add(f"- Cấp thực hiện: {one_line(quote)}{draft.cite('level_quote', quote)}")
    elif silent:
        draft.add(f"- Cơ quan thực hiện: {UNKNOWN}.")


def _write_steps(draft: Draft) -> None:
    found = [(n, step) for n, step in enumerate(draft.procedure.steps) if _HANDS_IN.search(step.plain)][:2]
    if found:
        draft.add("- Nguồn không ghi tên cơ quan ở mục riêng, phần trình tự ghi:")
    for number, step in found:
        draft.add(f"  {one_line(step)}{draft.cite(f'steps.{number}', step)}")


def _labels(draft: Draft, labels: list[tuple[str, Quote | None]]) -> str:
    return draft.cite_all(labels)
