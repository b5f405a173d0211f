"""One record with a field of every kind, its source text, and a right answer for every facet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.records import ChecklistItem, Citation
from knowledge.records import (
    Agencies,
    Case,
    Channel,
    DossierItem,
    Facet,
    Fee,
    LegalBasis,
    Procedure,
    Quote,
    Source,
    Span,
    TimeLimit,
)

TEXT = """1.001193 | Đăng ký khai sinh | Cấp Xã | Hộ tịch | Công dân Việt Nam | Giấy khai sinh
ONLINE 8 WORKING_DAY 75000 VNĐ (lệ phí cấp thẻ)
POSTAL 1 OTHER 0 VNĐ ()
- Tờ khai theo Mẫu số 02 ; Bản chính: 1, Bản sao: 2
Luật Hộ tịch (60/2014/QH13)
Bước 1: nộp hồ sơ trong 05 ngày.
Ủy ban nhân dân cấp xã
"""


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(text=words, span=Span(start, start + len(words)))


PAPER = DossierItem(
    name=quote("Tờ khai theo Mẫu số 02"),
    originals=1,
    copies=2,
    counts=quote("Bản chính: 1, Bản sao: 2"),
    forms=("Mẫu số 02",),
)
ONLINE = Channel(
    kind="online",
    label=quote("ONLINE"),
    time_limits=(TimeLimit(amount=Decimal(8), unit="working_day", quote=quote("8 WORKING_DAY")),),
    fees=(
        Fee(
            kind="lệ phí",
            amount=Decimal(75000),
            note=quote("lệ phí cấp thẻ"),
            quote=quote("75000 VNĐ (lệ phí cấp thẻ)"),
        ),
    ),
)
POSTAL = Channel(kind="postal", label=quote("POSTAL"), time_limits=(TimeLimit(),), fees=(Fee(quote=quote("0 VNĐ ()")),))
RECORD = Procedure(
    code="1.001193",
    code_quote=quote("1.001193"),
    title=quote("Đăng ký khai sinh"),
    level="commune",
    level_quote=quote("Cấp Xã"),
    field=quote("Hộ tịch"),
    audience=(quote("Công dân Việt Nam"),),
    result=quote("Giấy khai sinh"),
    channels=(ONLINE, POSTAL),
    cases=(Case(items=(PAPER,)),),
    legal_bases=(
        LegalBasis(
            title=quote("Luật Hộ tịch"),
            number=quote("60/2014/QH13"),
            quote=quote("Luật Hộ tịch (60/2014/QH13)"),
        ),
    ),
    steps=(quote("Bước 1: nộp hồ sơ trong 05 ngày."),),
    agencies=Agencies(implementing=quote("Ủy ban nhân dân cấp xã")),
    source=Source(system="test", file="a.txt", sha256="0"),
)


@dataclass
class Written:
    text: str
    citations: Sequence[Citation] = field(default_factory=list)
    checklist: Sequence[ChecklistItem] = ()
    shortened: bool = False


def written(text: str, *cited: str) -> Written:
    quotes = [quote(words) for words in cited]
    return Written(text, [citation(number, words) for number, words in enumerate(quotes, start=1)])


def citation(number: int, words: Quote) -> Citation:
    return Citation(
        id=number,
        code="1.001193",
        field="x",
        quote=words.text,
        source_url=None,
        source_file="a.txt",
        span=words.span,
    )


FEE = written(
    "Phí, lệ phí:\n- Trực tuyến: 75.000 đồng (lệ phí cấp thẻ) [1]\n- Bưu chính: chưa công bố mức thu",
    "75000 VNĐ (lệ phí cấp thẻ)",
)
RIGHT: dict[Facet, Written] = {
    "fee": FEE,
    "time": written("- Trực tuyến: 8 ngày làm việc [1]", "8 WORKING_DAY"),
    "documents": written(
        "1. Tờ khai theo Mẫu số 02 (bản chính: 1, bản sao: 2) [1]",
        "Tờ khai theo Mẫu số 02 ; Bản chính: 1, Bản sao: 2",
    ),
    "form": written("- Tờ khai theo Mẫu số 02 [1]", "Tờ khai theo Mẫu số 02"),
    "steps": written("1. Bước 1: nộp hồ sơ\ntrong 05 ngày. [1]", "Bước 1: nộp hồ sơ trong 05 ngày."),
    "legal": written("- Luật Hộ tịch (60/2014/QH13) [1]", "Luật Hộ tịch (60/2014/QH13)"),
    "result": written("Kết quả: Giấy khai sinh [1]", "Giấy khai sinh"),
    "where": written(
        "Nơi nộp: Ủy ban nhân dân cấp xã [1]\nTrực tuyến [2], bưu chính [3]",
        "Ủy ban nhân dân cấp xã",
        "ONLINE",
        "POSTAL",
    ),
    "online": written(
        "Trực tuyến [1]: 8 ngày làm việc [2], 75.000 đồng (lệ phí cấp thẻ) [3]",
        "ONLINE",
        "8 WORKING_DAY",
        "75000 VNĐ (lệ phí cấp thẻ)",
    ),
    "conditions": written("Yêu cầu, điều kiện: chưa công bố."),
    "overview": written(
        "Đăng ký khai sinh (1.001193), cấp xã, Hộ tịch, Công dân Việt Nam: Giấy khai sinh [1]\n"
        "1. Tờ khai theo Mẫu số 02 (bản chính: 1, bản sao: 2) [2]\n"
        "Trực tuyến [3]: 8 ngày làm việc [4], 75.000 đồng (lệ phí cấp thẻ) [5]; bưu chính [6]\n"
        "Nơi nộp: Ủy ban nhân dân cấp xã [7]",
        TEXT.split("\n", 1)[0],
        "Tờ khai theo Mẫu số 02 ; Bản chính: 1, Bản sao: 2",
        "ONLINE",
        "8 WORKING_DAY",
        "75000 VNĐ (lệ phí cấp thẻ)",
        "POSTAL",
        "Ủy ban nhân dân cấp xã",
    ),
}


PAPER_LISTED = ChecklistItem(
    name="Tờ khai theo Mẫu số 02", originals=1, copies=2, form="Mẫu số 02", note=None, case=None, citation=1
)
RIGHT["documents"].checklist = [PAPER_LISTED]
