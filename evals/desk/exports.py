"""What the desk's sheets hold: answers to judge, scores, and cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from evals.desk import wording
from evals.desk.casework import fields_of
from evals.desk.records import Item, MadeCase, Pointer, Review
from evals.desk.sentences import split
from evals.desk.sheets import Column, Row

JUDGED = (
    Column("item", "Câu trả lời"),
    Column("sentence", "Câu số"),
    Column("of", "Số câu"),
    Column("score", "Điểm"),
    Column("citation", "Trích dẫn"),
    Column("harmful", "Có hại"),
    Column("note", "Ghi chú"),
    Column("verdict", "Đánh giá chung"),
)
ITEMS = (
    Column("queue", "Hàng đợi"),
    Column("question", "Câu hỏi"),
    Column("text", "Câu"),
    Column("cited", "Nguyên văn được trích"),
    Column("codes", "Mã thủ tục"),
    *JUDGED,
)
SCORES = (*JUDGED, Column("reviewer", "Người chấm"), Column("saved_at", "Lúc"))
CASES = (
    Column("id", "Mã ca"),
    Column("status", "Trạng thái"),
    Column("question", "Câu hỏi"),
    Column("before", "Nói trước đó"),
    Column("codes", "Mã thủ tục đúng"),
    Column("behavior", "Hành vi"),
    Column("behavior_ok", "Hành vi cũng được"),
    Column("facet", "Nội dung"),
    Column("must", "Phải có"),
    Column("must_not", "Không được có"),
    Column("cites", "Phải trích"),
    Column("items", "Đủ giấy tờ"),
    Column("unknown", "Chưa công bố"),
    Column("audience", "Người hỏi"),
    Column("slice", "Nhóm"),
    Column("answer", "Câu trả lời đúng"),
    Column("note", "Ghi chú"),
    Column("made_by", "Người tạo"),
    Column("agreed_by", "Người đồng ý"),
)
COLUMNS = {"items": ITEMS, "scores": SCORES, "cases": CASES}


def item_rows(queue: str, items: Iterable[tuple[Item, list[tuple[Pointer, str | None]]]]) -> Iterator[Row]:
    """Yield a row a sentence, its scores left open; filled in, the sheet can be imported as scores."""
    title = wording.QUEUES[queue][0]
    for item, quotes in items:
        sentences = split(item.text)
        for at, sentence in enumerate(sentences):
            cited = [f"[{one.id}] {quote.strip()}" for one, quote in quotes if quote and f"[{one.id}]" in sentence]
            yield {
                "queue": title,
                "question": item.question,
                "text": sentence.strip(),
                "cited": "\n".join(cited),
                "codes": " ".join(item.codes[:3]),
                "item": item.key,
                "sentence": str(at + 1),
                "of": str(len(sentences)),
            }


def score_rows(reviews: Iterable[Review]) -> Iterator[Row]:
    """Yield a row for each sentence that was judged, and one for what was thought of the whole answer."""
    for review in reviews:
        saved = datetime.fromtimestamp(review.saved_at, UTC).isoformat(timespec="seconds")
        whole = {"item": review.item, "of": str(review.of), "reviewer": review.reviewer, "saved_at": saved}
        yield whole | {"sentence": "", "verdict": wording.SCORES[review.verdict], "note": review.note}
        for one in review.sentences:
            yield whole | {
                "sentence": str(one.sentence + 1),
                "score": wording.SCORES.get(one.score or "", ""),
                "citation": wording.CITATIONS.get(one.citation or "", ""),
                "harmful": "có" if one.harmful else "",
                "note": one.note,
            }


def case_rows(cases: Iterable[MadeCase]) -> Iterator[Row]:
    """Yield a row a case; lists have a line an entry."""
    for made in cases:
        yield fields_of(made.body) | {
            "id": made.id,
            "status": wording.STATUSES[made.status],
            "made_by": made.made_by,
            "agreed_by": made.agreed_by or "",
        }
