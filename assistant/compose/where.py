"""Facet where: offices, the receiving address and the ways to submit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.channels import notes_of
from assistant.compose.draft import UNKNOWN, Draft, block, one_line
from assistant.compose.offices import province_of_office
from assistant.compose.time import channel_names
from knowledge.records import Quote

_OFFICES = (
    ("implementing", "Cơ quan thực hiện"),
    ("receiving_address", "Nơi tiếp nhận hồ sơ"),
    ("competent", "Cơ quan có thẩm quyền quyết định"),
    ("authorised", "Cơ quan được ủy quyền"),
    ("coordinating", "Cơ quan phối hợp"),
)
_HANDS_IN = re.compile(
    r"\b(?:nộp|gửi)\b(?! (?:lệ )?phí)[^.;]{0,100}?\s(?:tại|đến|tới|về)\s(?!(?:cá nhân|tổ chức|người|doanh nghiệp)\b)"
    r"|\b(?:nộp|gửi)[^.;]{0,40}\bhồ sơ\b[^.;]{0,40}\scho\s(?!(?:cá nhân|tổ chức|người|doanh nghiệp)\b)"
    r"|\bđăng ký\b[^.;]{0,60}?\stại\s|\btại (?:trụ sở|trung tâm phục vụ hành chính công|bộ phận)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÂÊÔƠƯÀÁẢÃẠĂ+•*-])")
_REMARKS_SHOWN = 3


def write_where(draft: Draft) -> None:
    """Write who takes and decides the file; where no office is named, the level and the steps' own words."""
    agencies = draft.procedure.agencies
    named = [(name, label, getattr(agencies, name)) for name, label in _OFFICES if getattr(agencies, name)]
    draft.add("Nơi nộp và cơ quan giải quyết:")
    _write_offices(draft, [office for office in named if office[0] != "coordinating"])
    _write_level(draft, silent=not named)
    if not any(name in {"implementing", "receiving_address"} for name, _, _ in named):
        _write_steps(draft)
    if draft.procedure.channels:
        marks = [(f"channels.{n}.label", channel.label) for n, channel in enumerate(draft.procedure.channels)]
        draft.add(f"- Hình thức nộp: {channel_names(draft)}{draft.cite_all(marks)}")
    _write_remarks(draft)
    _write_offices(draft, [office for office in named if office[0] == "coordinating"])


def _write_offices(draft: Draft, named: Sequence[tuple[str, str, Quote]]) -> None:
    for said, places in _same_office(named).items():
        labels = ", ".join([places[0][0], *(label.removeprefix("Cơ quan ") for label, _, _ in places[1:])])
        draft.add(f"- {labels}:{said}{draft.cite_all((path, quote) for _, path, quote in places)}")
        local = province_of_office(draft.procedure, places[0][2])
        if local is not None and local != draft.told.province:
            draft.add(
                f"  Nguồn chỉ nêu cơ quan của {local}; ở nơi khác, hãy hỏi cơ quan cùng ngành của tỉnh, thành phố đó."
            )


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
        sentences = [part for part in _SENTENCES.split(one_line(step)) if _HANDS_IN.search(part)]
        draft.add(f"  {' '.join(sentences)}{draft.cite(f'steps.{number}', step)}")


def _write_remarks(draft: Draft) -> None:
    """Write the channels' remarks that say where to hand in."""
    found = [(path, note) for path, note in notes_of(draft.procedure) if _HANDS_IN.search(note.plain)]
    shown = found if draft.full else found[:_REMARKS_SHOWN]
    draft.shortened = draft.shortened or len(shown) < len(found)
    for path, note in shown:
        draft.add(f"  {one_line(note)}{draft.cite(path, note)}")


def _same_office(named: Sequence[tuple[str, str, Quote]]) -> dict[str, list[tuple[str, str, Quote]]]:
    """Return (label, path, quote) by the office that is named, in order: one office often has several roles."""
    offices: dict[str, list[tuple[str, str, Quote]]] = {}
    for name, label, quote in named:
        offices.setdefault(block(quote), []).append((label, f"agencies.{name}", quote))
    return offices
