"""The result of a check as lines that people read."""

from __future__ import annotations

from collections.abc import Sequence

from bots.tools.shapes import CaseChoice, CheckedPaper, GivenPaper

_COMPLETE = {
    "yes": "Theo tên giấy tờ, hồ sơ đã đủ các giấy tờ nguồn nêu.",
    "no": "Các giấy tờ đã nêu chưa đủ hồ sơ.",
    "unknown": "Chưa thể nói hồ sơ đã đủ hay chưa.",
}
_UNCHECKED = "Chỉ so tên giấy tờ; chưa xét số bản, hiệu lực và nội dung."


def told(
    title: str,
    case: str | None,
    cases: Sequence[CaseChoice],
    complete: str,
    papers: Sequence[CheckedPaper],
    given: Sequence[GivenPaper],
    notes: Sequence[str] = (),
) -> str:
    """Return the check as text; `[n]` marks the citation."""
    lines = [title, *([f"Trường hợp: {case}"] if case else []), _COMPLETE[complete]]
    if cases:
        lines.append("Hồ sơ khác nhau theo trường hợp. Hãy chọn một trường hợp (tham số case):")
        lines += [f"{choice.number}. {choice.label} [{choice.citation}]" for choice in cases]
    lines += _group("Chưa thấy trong các giấy tờ đã nêu:", _of(papers, "missing"))
    lines += _group("Cần xem lại, chưa chắc đã có:", _of(papers, "unsure"))
    lines += _group("Chỉ cần trong một số trường hợp (xem điều kiện trong tên):", _of(papers, "depends"))
    lines += _group("Đã có:", _of(papers, "covered"))
    lines += _spare("Không giống tên giấy tờ nào trong hồ sơ này:", [g for g in given if g.status == "not_asked_for"])
    lines += _spare("Chỉ có trong hồ sơ của trường hợp chưa được chọn:", [g for g in given if g.status == "other_case"])
    return "\n".join([*lines, *notes, _UNCHECKED])


def _of(papers: Sequence[CheckedPaper], status: str) -> list[CheckedPaper]:
    return [paper for paper in papers if paper.status == status]


def _group(head: str, papers: Sequence[CheckedPaper]) -> list[str]:
    return [head, *(_line(paper) for paper in papers)] if papers else []


def _line(paper: CheckedPaper) -> str:
    counts = [("bản chính", paper.originals), ("bản sao", paper.copies)]
    said = ", ".join(f"{name}: {count}" for name, count in counts if count)
    by = f" ← {paper.given}" if paper.given else ""
    return f"- {paper.name}{f' ({said})' if said else ''} [{paper.citation}]{by}"


def _spare(head: str, given: Sequence[GivenPaper]) -> list[str]:
    return [head, *(f"- {paper.given}" for paper in given)] if given else []
