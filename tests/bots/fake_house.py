"""A small house for tests of the doors: one written-out procedure, and an assistant that remembers.

Run as a program it serves itself on a given port, so that tests can send real signals to a real server.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from assistant.records import Answer, ChecklistItem, Citation, Option, Question, RankedProcedure
from knowledge.records import (
    Agencies,
    Case,
    Channel,
    DossierItem,
    Fee,
    LegalBasis,
    Procedure,
    Quote,
    Source,
    Span,
    TimeLimit,
)

CODE = "1.234567"
TITLE = "Cấp thẻ thử nghiệm cho người dùng thử"
SOURCE = """Mã thủ tục: 1.234567
Tên thủ tục: Cấp thẻ thử nghiệm cho người dùng thử
Cấp thực hiện: Cấp Xã
Lĩnh vực: Thử nghiệm
Trình tự thực hiện:
    Bước 1: Người dùng thử nộp tờ khai tại quầy <số 1> & chờ gọi tên.
    Bước 2: Quầy trả thẻ.
Cách thức thực hiện:
  * Hình thức nộp: Trực tiếp
    Thời hạn giải quyết: 3 Ngày làm việc
    Phí, lệ phí: 75000 VNĐ (Lệ phí: cấp thẻ giấy)
Thành phần hồ sơ:
  [ Người dưới 14 tuổi ]
    - Tờ khai theo Mẫu số 02
      Số lượng: Bản chính: 1, Bản sao: 0
    - Giấy tờ khác nếu có
      Số lượng:
Cơ quan thực hiện: Ủy ban nhân dân cấp Xã\u200b
Căn cứ pháp lý:
  - 01/2030/TT-TN: Thông tư về thẻ thử nghiệm
Yêu cầu, điều kiện: Không
"""
PAPER = "Tờ khai theo Mẫu số 02"
ASKED_FOR_OPTIONS = "thẻ nào"


def quote(words: str) -> Quote:
    start = SOURCE.index(words)
    return Quote(text=words, span=Span(start, start + len(words)))


def record() -> Procedure:
    channel = Channel(
        kind="direct",
        label=quote("Trực tiếp"),
        time_limits=(TimeLimit(amount=Decimal(3), unit="working_day", quote=quote("3 Ngày làm việc")),),
        fees=(
            Fee(
                kind="lệ phí",
                amount=Decimal(75000),
                note=quote("cấp thẻ giấy"),
                quote=quote("75000 VNĐ (Lệ phí: cấp thẻ giấy)"),
            ),
        ),
    )
    case = Case(
        title=quote("Người dưới 14 tuổi"),
        items=(
            DossierItem(name=quote(PAPER), originals=1, copies=0, counts=quote("Bản chính: 1, Bản sao: 0")),
            DossierItem(name=quote("Giấy tờ khác nếu có")),
        ),
    )
    basis = LegalBasis(
        title=quote("Thông tư về thẻ thử nghiệm"), quote=quote("01/2030/TT-TN: Thông tư về thẻ thử nghiệm")
    )
    return Procedure(
        code=CODE,
        code_quote=quote(CODE),
        title=quote(TITLE),
        level="commune",
        level_quote=quote("Cấp Xã"),
        field=quote("Thử nghiệm"),
        steps=(
            quote("Bước 1: Người dùng thử nộp tờ khai tại quầy <số 1> & chờ gọi tên."),
            quote("Bước 2: Quầy trả thẻ."),
        ),
        channels=(channel,),
        cases=(case,),
        agencies=Agencies(implementing=quote("Ủy ban nhân dân cấp Xã\u200b")),
        legal_bases=(basis,),
        conditions=(quote("Không"),),
        source=Source(
            system="fake",
            file="the.txt",
            sha256=hashlib.sha256(SOURCE.encode()).hexdigest(),
            fetched_on=date(2030, 1, 2),
        ),
    )


@dataclass(frozen=True)
class FakeHit:
    code: str
    title: str
    score: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeSummary:
    code: str
    title: str
    level: str | None
    field: str | None
    agency: str | None
    jurisdiction: str


@dataclass(frozen=True)
class FakeVersion:
    number: int
    sha256: str
    recorded_at: datetime
    decision_number: str | None
    source: Source


class FakeIndex:
    def __init__(self) -> None:
        self.searches: list[tuple[str, int, set[str] | None]] = []

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> Sequence[FakeHit]:
        self.searches.append((text, limit, None if codes is None else set(codes)))
        found = [FakeHit(f"9.{n:06d}", "Thủ tục khác", 0.5 - n / 100) for n in (7, 3)]
        hits = [FakeHit(CODE, TITLE, 0.9, {"title": 0.9}), *found]
        return [hit for hit in hits if codes is None or hit.code in codes][:limit]


class FakeSnapshot:
    """45 procedures in the listing, one of them with a record."""

    def __init__(self) -> None:
        self.name = "20300102-fake"
        self.degraded_reason: str | None = None
        self.index = FakeIndex()
        others = [
            FakeSummary(f"9.{n:06d}", f"Thủ tục khác {n}", "province", "Đất đai", "Sở Thử", "VN") for n in range(44)
        ]
        agency = "Ủy ban nhân dân cấp Xã"
        self.summaries = (FakeSummary(CODE, TITLE, "commune", "Thử nghiệm", agency, "VN"), *others)

    def procedure(self, code: str) -> Procedure | None:
        return record() if code == CODE else None

    def source_text(self, code: str) -> str | None:
        return SOURCE if code == CODE else None


class FakeCatalogue:
    def versions(self, code: str) -> Sequence[FakeVersion]:
        if code != CODE:
            return []
        source = record().source
        return [FakeVersion(1, source.sha256, datetime(2030, 1, 2, tzinfo=UTC), "12/QĐ-TN", source)]


class FakeAssistant:
    """Answers at once, or after `slow_seconds`; keeps every question that it was asked."""

    def __init__(self, slow_seconds: float = 0) -> None:
        self.questions: list[Question] = []
        self.failure: Exception | None = None
        self.slow_seconds = slow_seconds
        self.asked = threading.Event()

    def ask(self, question: Question) -> Answer:
        self.questions.append(question)
        self.asked.set()
        time.sleep(self.slow_seconds)
        if self.failure is not None:
            raise self.failure
        conversation = question.conversation_id or "c-1"
        turn = f"t-{len(self.questions)}"
        if not question.question.strip("\0 \ufffd"):
            return Answer(conversation_id=conversation, turn_id=turn, behavior="error", text="Xin gõ câu hỏi.")
        if question.question == ASKED_FOR_OPTIONS:
            return Answer(
                conversation_id=conversation,
                turn_id=turn,
                behavior="clarify",
                text="Bạn hỏi thẻ nào?",
                options=(
                    Option(label="Thẻ giấy", value="giá trị thẻ giấy"),
                    Option(label="Thẻ nhựa", value="thẻ nhựa"),
                ),
            )
        return self._answer(conversation, turn)

    def _answer(self, conversation: str, turn: str) -> Answer:
        return Answer(
            conversation_id=conversation,
            turn_id=turn,
            behavior="answer",
            text=(
                f"Bạn cần chuẩn bị cho thủ tục {TITLE}:\n\n- {PAPER} [1]\n\nLệ phí 75.000 đồng [2].\n"
                "Nguồn không nói gì về nộp trực tuyến: chưa công bố."
            ),
            procedures=(
                RankedProcedure(code=CODE, title=TITLE, score=0.93),
                RankedProcedure(code="9.000001", title="Thủ tục khác 1", score=0.4),
            ),
            facet="documents",
            citations=(
                citation(1, "cases.0.items.0.name", PAPER),
                citation(2, "channels.0.fees.0.quote", "75000 VNĐ (Lệ phí: cấp thẻ giấy)"),
            ),
            checklist=(
                ChecklistItem(name=PAPER, originals=1, copies=None, form="Mẫu số 02", note=None, case=None, citation=1),
            ),
            snapshot="20300102-fake",
            timings_ms={"total": 1.0},
        )


def citation(number: int, path: str, words: str) -> Citation:
    found = quote(words)
    return Citation(
        id=number,
        code=CODE,
        field=path,
        quote=found.text,
        source_url=None,
        source_file="the.txt",
        span=found.span,
    )


def main(listener_port: int, home: Path, slow_seconds: float) -> None:
    import uvicorn

    from bots.web.app import create_app
    from bots.web.logs import log_to_stderr

    log_to_stderr("INFO")
    app = create_app(FakeAssistant(slow_seconds), FakeSnapshot(), FakeCatalogue(), home=home)
    uvicorn.run(app, host="127.0.0.1", port=listener_port, access_log=False, timeout_graceful_shutdown=7)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
